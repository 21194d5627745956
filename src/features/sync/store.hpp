#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/db/database.hpp"
#include "core/db/uuid.hpp"
#include "core/events/events.hpp"

namespace kpa::sync::store {

/// An operation that was done, or answered with a conflict.
struct Remembered {
  std::int64_t sequence = 0;
  std::string digest;
  std::string kind;
  std::int64_t record_id = 0;
  std::int64_t record_version = 1;
  std::optional<RawJson> conflict;  ///< list of Conflict; not set: it was stored
};
struct WrittenOperation : Remembered {
  Uuid device;
  std::optional<Instant> device_time;
  std::int64_t clock_offset = 0;  ///< milliseconds
};

/// The operations of a person's device with these sequences.
extern const db::Query<Remembered(std::int64_t, Uuid, std::vector<std::int64_t>)> known;
/// Violates operations_once when the device's operation is known already.
extern const db::Change<void(std::int64_t, WrittenOperation)> remember;
constexpr std::string_view operations_once = "sync_operations_pkey";
/// Appends the event of a conflict to a record's history: type, id, version and content.
extern const db::Change<std::int64_t(events::Origin, std::string, std::int64_t, std::int64_t, RawJson)>
    note_conflict;
/// What people had filled in into a record in this version, if its events are still here.
extern const db::Query<RawJson(std::string, std::int64_t, std::int64_t)> content_at;
/// Forgets up to so many operations that were stored half a year ago. Conflicts are kept.
extern const db::Change<void(std::int64_t)> forget;

/// Where a person is, and how far the chain of events goes.
struct Standing {
  std::optional<std::int64_t> depot_id;
  std::string sight;
  bool is_known = false;   ///< there is a seal of this number and hash
  std::int64_t head = 0;   ///< number of the last seal
  std::string head_hash;   ///< beginning of its hash
  std::int64_t until = 0;  ///< number of the last seal of the next part
  std::string until_hash;
};
/// For a person; number of a seal (0: the beginning) and beginning of its hash; and how many seals a part
/// has.
extern const db::Query<Standing(std::int64_t, std::int64_t, std::string, std::int64_t)> standing;

/// A record of which events tell.
struct Touched {
  std::optional<std::string> type;  ///< not set: there are events that are only in archives
  std::optional<std::int64_t> id;
  bool was_own = false;  ///< it was the person's before one of these events
};
/// After a seal and up to another: entity types, for each the member of an event's content with the person
/// whose the record is, and a person.
extern const db::Query<Touched(std::int64_t, std::int64_t, std::vector<std::string>, std::vector<std::string>,
                               std::int64_t)>
    touched;

}  // namespace kpa::sync::store

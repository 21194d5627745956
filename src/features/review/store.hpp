#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/db/listing.hpp"
#include "core/events/events.hpp"
#include "features/identity/identity.hpp"
#include "features/review/wire.hpp"

namespace kpa::review::store {

/// The row of a record that waits for a decision.
struct Row {
  std::string kind;
  std::int64_t record_id = 0;
  std::string title;
  Status status = Status::submitted;
  std::int64_t version = 1;
  std::int64_t revision = 1;
  std::int64_t inspector = 0;
  std::int64_t created_by = 0;
  std::optional<std::int64_t> depot_id;
  std::int64_t severity = 1;
  std::int64_t workflow = 1;
};

/// What an open review knows that its record does not.
struct Open {
  std::int64_t workflow = 1;
  std::optional<std::int64_t> assigned_to;
};

struct WrittenDecision {
  std::string kind;
  std::int64_t record_id = 0;
  std::int64_t version = 1;
  std::int64_t revision = 1;
  Status decision = Status::reviewed;
  std::int64_t inspector = 0;
  std::int64_t created_by = 0;
  std::int64_t decided_by = 0;
  std::optional<std::int64_t> on_behalf_of;
  std::int64_t workflow = 1;
  std::optional<std::string> reason;
  std::optional<std::string> note;
  RawJson pins;
};

/// A record as its history knows it at some version.
struct Past {
  std::optional<RawJson> content;  ///< nothing where the history no longer has it
  std::optional<std::string> status;
};

/// Somebody with an id, and what they may do.
struct Ranked : identity::Standing {
  std::int64_t id = 0;
};

using Name = std::string;  // of a kind
using Id = std::int64_t;

extern const db::Query<Open(Name, Id)> open_review;
/// Opens the review of a record, or keeps that which is open as its record is.
extern const db::Change<Id(Row)> keep;
extern const db::Change<void(Name, Id)> close;
extern const db::Change<void(Name, Id, std::optional<Id>)> assign;
extern const db::Change<void(WrittenDecision)> decide;
extern const db::Query<Decision(Name, Id)> decisions;
extern const db::Query<Past(Name, Id, std::int64_t)> past;
extern const db::List<Waiting> queue;
extern const db::Query<Ranked(Id)> ranked;
/// Those who delegated their reviews to a person for a day.
extern const db::Query<Ranked(Id, Date)> delegators;

/// The filters of the queue as its counts take them.
struct Counted {
  std::vector<std::int64_t> people;  ///< in whose names the caller may decide, themselves included
  std::int64_t caller = 0;
  bool sees_all = false;
  std::optional<std::string> kind;
  std::optional<Status> status;
  std::optional<std::int64_t> depot;
  std::optional<std::int64_t> severity;
  std::optional<Instant> waiting_before;
  std::optional<std::int64_t> inspector;
  std::optional<std::int64_t> assigned_to;
  bool unassigned = false;
};
/// A row for each filter and value; and one with the filter `total`. At most db::most_counted + 1 records are
/// counted, the oldest.
extern const db::Query<QueueCount(Counted, std::int64_t)> counts;

}  // namespace kpa::review::store

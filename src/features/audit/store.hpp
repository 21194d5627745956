#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "core/db/database.hpp"
#include "core/db/listing.hpp"
#include "features/audit/chain.hpp"
#include "features/audit/wire.hpp"

/// SQL for the tables events, event_seals and unsealed_events.
namespace kpa::audit::store {

/// The last seal; sequence 0 when there is none.
Task<Anchor> last_seal(db::Queries& queries);
/// When the seal with this number was made; nothing when there is none.
Task<std::optional<Instant>> sealed_at(db::Queries& queries, std::int64_t sequence);

/// The lowest id from `from` on of an event that waits for its seal.
Task<std::optional<std::int64_t>> first_unsealed(db::Queries& queries, std::int64_t from);
/// Up to `most` waiting events with ids from `first` on, sorted by id. They are removed from the list of
/// waiting events, so seal them in the same transaction.
Task<std::vector<SealedEvent>> take_unsealed(db::Queries& unit, std::int64_t first, std::int64_t most);
/// `seals[n]` is the seal of `event_ids[n]`.
Task<void> add_seals(db::Queries& unit, std::vector<Anchor> seals, std::vector<std::int64_t> event_ids,
                     Instant sealed_at);

/// Creates the partitions that events will need next; returns how many.
Task<std::int64_t> make_partitions(db::Queries& unit);

/// A seal with its event, if that exists.
struct SealedRow {
  Anchor seal;
  std::int64_t event_id = 0;
  std::optional<std::int64_t> sealed_at;
  bool event_is_there = false;
  SealedEvent event;
};
/// All lower event ids are in archives, all others in the table.
Task<std::int64_t> archived_before(db::Queries& queries);

/// The oldest partition of events, and its content.
struct OldestPartition {
  std::int64_t ends_before = 0;
  std::string name;
  std::int64_t events = 0;
  bool is_old_enough = false;  ///< all its events happened before the given time
  bool is_past = false;        ///< ids beyond its range have been assigned
  std::int64_t seals = 0;
  std::optional<std::int64_t> first_sequence;
  std::optional<std::int64_t> last_sequence;
};
/// Must run as the owner of the tables.
Task<OldestPartition> oldest_partition(db::Queries& queries, Instant before);

/// A part of the chain: seals after `after`, up to `last_sequence`, of events with ids from `first_id` on and
/// below `ends_before`.
struct ChainPart {
  std::int64_t after = 0;
  std::int64_t last_sequence = 0;
  std::int64_t first_id = std::numeric_limits<std::int64_t>::min();
  std::int64_t ends_before = 0;
};
/// The first `most` of them with their events.
Task<std::vector<SealedRow>> sealed_in(db::Queries& queries, ChainPart part, std::int64_t most);
/// A seal of an archived event, which is not in the database.
struct SealOfEvent {
  Anchor seal;
  std::int64_t event_id = 0;
};
Task<std::vector<SealOfEvent>> seals_in(db::Queries& queries, ChainPart part, std::int64_t most);
Task<std::optional<Anchor>> seal_at(db::Queries& queries, std::int64_t sequence);

/// Drops the oldest partition, after it was archived as `archive` describes; see the migration.
Task<void> drop_archived(db::Queries& unit, RawJson archive);

/// A row of event_archives.
struct Archive {
  std::int64_t ends_before = 0;
  std::int64_t events = 0;
  std::string file;
  std::string sha256;
  bool is_told = false;  ///< an event, in the table or in a later archive, reports it
};
/// Sorted by the ids of their events.
Task<std::vector<Archive>> archives(db::Queries& queries);

/// Position while reading the seals. By default before all, even before invalid numbers.
struct SealPlace {
  std::int64_t sequence = std::numeric_limits<std::int64_t>::min();
  std::int64_t event_id = std::numeric_limits<std::int64_t>::min();
};
/// The next `most` seals in order of number.
Task<std::vector<SealedRow>> sealed_after(db::Queries& queries, SealPlace place, std::int64_t most);

Task<std::optional<std::int64_t>> last_event_id(db::Queries& queries);
/// The id of the event `events` rows after `after`, or of the last event; nothing when there is none after
/// it.
Task<std::optional<std::int64_t>> event_id_further_on(db::Queries& queries, std::int64_t after,
                                                      std::int64_t events);
struct Unsealed {
  std::int64_t event_id = 0;
  bool waits = false;  ///< for the job that seals
  std::optional<std::int64_t> occurred_at;
};
/// Events after `after`, up to `up_to`, without a seal; without those that have waited less than
/// `patience_seconds`.
Task<std::vector<Unsealed>> unsealed(db::Queries& queries, std::int64_t after, std::int64_t up_to,
                                     std::int64_t patience_seconds);
/// Ids in the list of waiting events whose events are gone.
Task<std::vector<std::int64_t>> waiting_without_event(db::Queries& queries);
Task<std::int64_t> waiting(db::Queries& queries);

/// The events of the next seals after this one, at most `most`, without archived ones.
Task<std::vector<Entry>> entries_after(db::Queries& queries, std::int64_t seal, std::int64_t most);

Task<db::Listed<Entry>> list(db::Queries& queries, db::Selection selection);

}  // namespace kpa::audit::store

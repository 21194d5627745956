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

/// The tables events, event_seals and unsealed_events.
namespace kpa::audit::store {

/// The last seal; before the first: sequence 0.
Task<Anchor> last_seal(db::Queries& queries);
/// When the seal was made; nothing when there is none with the number.
Task<std::optional<Instant>> sealed_at(db::Queries& queries, std::int64_t sequence);

/// The lowest id from `from` on that waits for its seal.
Task<std::optional<std::int64_t>> first_unsealed(db::Queries& queries, std::int64_t from);
/// At most `most` events that wait for their seal, from the id `first` on, by id. They wait no longer, so
/// they must be sealed in the same transaction.
Task<std::vector<SealedEvent>> take_unsealed(db::Queries& unit, std::int64_t first, std::int64_t most);
/// `event_ids[n]` gets `seals[n]`.
Task<void> add_seals(db::Queries& unit, std::vector<Anchor> seals, std::vector<std::int64_t> event_ids,
                     Instant sealed_at);

/// Makes the partitions that events will need next, and gives how many.
Task<std::int64_t> make_partitions(db::Queries& unit);

/// A seal with its event, as far as that is there.
struct SealedRow {
  Anchor seal;
  std::int64_t event_id = 0;
  std::optional<std::int64_t> sealed_at;
  bool event_is_there = false;
  SealedEvent event;
};
/// Where the archived events end and those in the table begin: all lower ids are in archives.
Task<std::int64_t> archived_before(db::Queries& queries);

/// The oldest partition of events, and what there is of it.
struct OldestPartition {
  std::int64_t ends_before = 0;
  std::string name;
  std::int64_t events = 0;
  bool is_old_enough = false;  ///< all happened before the moment asked for
  bool is_past = false;        ///< ids behind it have been given
  std::int64_t seals = 0;
  std::optional<std::int64_t> first_sequence;
  std::optional<std::int64_t> last_sequence;
};
/// With the rights of the owner.
Task<OldestPartition> oldest_partition(db::Queries& queries, Instant before);

/// A part of the chain: seals after `after`, up to `last_sequence`, of events with ids from `first_id` on and
/// before `ends_before`.
struct ChainPart {
  std::int64_t after = 0;
  std::int64_t last_sequence = 0;
  std::int64_t first_id = std::numeric_limits<std::int64_t>::min();
  std::int64_t ends_before = 0;
};
/// The first `most` of them with their events.
Task<std::vector<SealedRow>> sealed_in(db::Queries& queries, ChainPart part, std::int64_t most);
/// The same of archived events, of which only the seals are there.
struct SealOfEvent {
  Anchor seal;
  std::int64_t event_id = 0;
};
Task<std::vector<SealOfEvent>> seals_in(db::Queries& queries, ChainPart part, std::int64_t most);
Task<std::optional<Anchor>> seal_at(db::Queries& queries, std::int64_t sequence);

/// Drops the oldest partition, which is in the archive that `archive` tells of; see the migration.
Task<void> drop_archived(db::Queries& unit, RawJson archive);

/// A row of event_archives.
struct Archive {
  std::int64_t ends_before = 0;
  std::int64_t events = 0;
  std::string file;
  std::string sha256;
  bool is_told = false;  ///< by an event, in the table or in a later archive
};
/// By their ids.
Task<std::vector<Archive>> archives(db::Queries& queries);

/// Where the reading of the seals has come to. By default: before all, whatever numbers they have.
struct SealPlace {
  std::int64_t sequence = std::numeric_limits<std::int64_t>::min();
  std::int64_t event_id = std::numeric_limits<std::int64_t>::min();
};
/// The next `most` seals by number.
Task<std::vector<SealedRow>> sealed_after(db::Queries& queries, SealPlace place, std::int64_t most);

Task<std::optional<std::int64_t>> last_event_id(db::Queries& queries);
/// The id that is `events` events behind `after`, or the last one; nothing when none is behind it.
Task<std::optional<std::int64_t>> event_id_further_on(db::Queries& queries, std::int64_t after,
                                                      std::int64_t events);
struct Unsealed {
  std::int64_t event_id = 0;
  bool waits = false;  ///< for the job that seals
  std::optional<std::int64_t> occurred_at;
};
/// Events behind `after`, up to `up_to`, without a seal, but not those that wait since less than
/// `patience_seconds`.
Task<std::vector<Unsealed>> unsealed(db::Queries& queries, std::int64_t after, std::int64_t up_to,
                                     std::int64_t patience_seconds);
/// Events that are gone and still wait.
Task<std::vector<std::int64_t>> waiting_without_event(db::Queries& queries);
Task<std::int64_t> waiting(db::Queries& queries);

/// The events with the next seals after this one, at most `most`; those that were archived are left out.
Task<std::vector<Entry>> entries_after(db::Queries& queries, std::int64_t seal, std::int64_t most);

Task<db::Listed<Entry>> list(db::Queries& queries, db::Selection selection);

}  // namespace kpa::audit::store

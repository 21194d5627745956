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

/// At most `most` events that wait for their seal, by id. They wait no longer, so they must be sealed in the
/// same transaction.
Task<std::vector<SealedEvent>> take_unsealed(db::Queries& unit, std::int64_t most);
/// `event_ids[n]` gets `seals[n]`.
Task<void> add_seals(db::Queries& unit, std::vector<Anchor> seals, std::vector<std::int64_t> event_ids,
                     Instant sealed_at);

/// A seal with its event, as far as that is there.
struct SealedRow {
  Anchor seal;
  std::int64_t event_id = 0;
  std::optional<std::int64_t> sealed_at;
  bool event_is_there = false;
  SealedEvent event;
};
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

Task<db::Listed<Entry>> list(db::Queries& queries, db::Selection selection);

}  // namespace kpa::audit::store

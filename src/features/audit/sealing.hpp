#pragma once

#include <cstdint>

#include "core/db/database.hpp"
#include "features/audit/chain.hpp"

namespace kpa::audit {

/// Seals at most `most` events that wait, in the order of their ids, and gives how many. In one transaction;
/// of two at the same moment one fails and leaves nothing behind, so it is best left to one.
Task<std::int64_t> seal_events(db::Queries& queries, std::int64_t most);

/// Events that are sealed in one transaction, so that it takes a bearable time.
constexpr std::int64_t most_at_once = 2'000;

/// Seals all that waits, for the end of a process, after which nobody may. An outage is only logged: the next
/// start seals.
Task<void> seal_rest(db::Queries& queries);

/// The chain's end.
struct Head {
  Anchor anchor;
  std::optional<Instant> sealed_at;  ///< nothing: no event was sealed yet
};
Task<Head> head(db::Queries& queries);

/// Writes the chain's end to the log, category `audit`, where those who can change the database cannot.
Task<void> log_head(db::Queries& queries);

}  // namespace kpa::audit

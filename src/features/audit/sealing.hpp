#pragma once

#include <chrono>
#include <cstdint>
#include <limits>

#include "core/db/database.hpp"
#include "core/jobs/job.hpp"
#include "core/time.hpp"
#include "features/audit/chain.hpp"

namespace kpa::audit {

constexpr std::int64_t from_the_first = std::numeric_limits<std::int64_t>::min();

/// Channel that is notified when a transaction with new seals is committed.
constexpr auto seals_channel = "audit_seals";

/// Seals up to `most` waiting events with ids from `first` on, in the order of their ids; returns how many.
/// Runs in one transaction; if two run at the same time one fails without effect, so only one process should
/// do it.
Task<std::int64_t> seal_events(db::Queries& queries, std::int64_t most, std::int64_t first = from_the_first);

/// Events sealed in one transaction, so that it stays short.
constexpr std::int64_t most_at_once = 2'000;

/// The scheduled job, in one process. Sealing leaves dead rows in the table of waiting events, and PostgreSQL
/// cannot remove them while somebody reads an old snapshot, as a backup does: a search from the first id
/// would step over all of them each time. So the job searches from the id that it found last, and only now
/// and then from the first, for events committed long after they got their ids.
class Sealing {
 public:
  explicit Sealing(std::chrono::milliseconds between_whole_looks = std::chrono::minutes(1))
      : between_whole_looks_(between_whole_looks) {}
  /// Whether an event waits. `time` decides whether to search from the first id.
  Task<bool> look(db::Queries& queries, Clock::time_point time = Clock::now());
  /// Seals from the id that look() found.
  Task<jobs::Done> run(db::Queries& unit) const;

 private:
  std::chrono::milliseconds between_whole_looks_;
  Clock::time_point next_whole_look_{};
  std::int64_t first_ = from_the_first;
};

/// Seals everything that waits, when a process ends and perhaps no other runs. An outage is only logged: the
/// next start seals.
Task<void> seal_rest(db::Queries& queries);

/// The end of the chain.
struct Head {
  Anchor anchor;
  std::optional<Instant> sealed_at;  ///< not set: nothing has been sealed yet
};
Task<Head> head(db::Queries& queries);

/// Writes the end of the chain, if any, to the log (category `audit`), which people who can change the
/// database cannot change.
Task<void> log_head(db::Queries& queries);

}  // namespace kpa::audit

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

/// Who listens here looks for new seals, once the transaction is committed.
constexpr auto seals_channel = "audit_seals";

/// Seals at most `most` events that wait, from the id `first` on and in the order of their ids, and gives how
/// many. In one transaction; of two at the same moment one fails and leaves nothing behind, so it is best
/// left to one.
Task<std::int64_t> seal_events(db::Queries& queries, std::int64_t most, std::int64_t first = from_the_first);

/// Events that are sealed in one transaction, so that it takes a bearable time.
constexpr std::int64_t most_at_once = 2'000;

/// The scheduled job, in one process. What was sealed leaves dead rows among those that wait, and while
/// somebody reads an old snapshot of the database, as a backup does, PostgreSQL cannot clear them away:
/// whoever looked from the first would step over all of them each time. So the job goes on from the first
/// that it found last, and looks at all only now and then, for events that were committed long after they got
/// their ids.
class Sealing {
 public:
  explicit Sealing(std::chrono::milliseconds between_whole_looks = std::chrono::minutes(1))
      : between_whole_looks_(between_whole_looks) {}
  /// Whether an event waits. The time tells whether to look at all.
  Task<bool> look(db::Queries& queries, Clock::time_point time = Clock::now());
  /// Seals from the one on that was found.
  Task<jobs::Done> run(db::Queries& unit) const;

 private:
  std::chrono::milliseconds between_whole_looks_;
  Clock::time_point next_whole_look_{};
  std::int64_t first_ = from_the_first;
};

/// Seals all that waits, for the end of a process, after which nobody may. An outage is only logged: the next
/// start seals.
Task<void> seal_rest(db::Queries& queries);

/// The chain's end.
struct Head {
  Anchor anchor;
  std::optional<Instant> sealed_at;  ///< nothing: no event was sealed yet
};
Task<Head> head(db::Queries& queries);

/// Writes the chain's end, if there is one, to the log, category `audit`, where those who can change the
/// database cannot.
Task<void> log_head(db::Queries& queries);

}  // namespace kpa::audit

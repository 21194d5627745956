#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>

#include "core/db/database.hpp"
#include "core/task.hpp"

namespace kpa::jobs {

/// How much of the work a run did. `nothing`: there was no work, and nothing was written.
enum class Done { all, some, nothing };

/// Work that is repeated regularly, by one process for all that share a database.
struct Job {
  std::string name;                  ///< snake_case; the same in every process
  std::chrono::milliseconds period;  ///< between runs
  /// One run. `unit` is the transaction that holds the job's lock, so writes are committed only while no
  /// other process can run the job. It may run again after a lost connection, so other effects must be
  /// repeatable. `some`: there is more work, so the next run follows at once; use it to split much work into
  /// short transactions. `nothing`: this process checks again after the period; other processes check by
  /// themselves. An exception counts as a failure.
  std::function<Task<Done>(db::Queries& unit)> work;
  /// Optional, for jobs with a short period: whether there may be work, by a read that is cheaper than a run
  /// that finds nothing.
  std::function<Task<bool>(db::Queries& database)> look = {};
};

/// For a run that handles at most `most` records, and handled `count`.
constexpr Done all_if_fewer(std::int64_t count, std::int64_t most) {
  if (count == 0) return Done::nothing;
  return count < most ? Done::all : Done::some;
}

}  // namespace kpa::jobs

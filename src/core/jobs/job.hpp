#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>

#include "core/db/database.hpp"
#include "core/task.hpp"

namespace kpa::jobs {

/// What a run did of all that there was to do. `nothing`: there was nothing, and nothing was written.
enum class Done { all, some, nothing };

/// Work that is done again and again, by one process for all that share a database.
struct Job {
  std::string name;                  ///< snake_case; the same in every process
  std::chrono::milliseconds period;  ///< from one run to the next
  /// One run. `unit` is the transaction that holds the job's lock: what is written there is kept only while
  /// no other process can be at the same job. It may run again after a lost connection, so it has no other
  /// effects, or such as may be repeated. `some`: there is more, and the next run follows at once; so a job
  /// that finds much to do does it in transactions of a bearable length. `nothing`: this process looks again
  /// after the period; the others are not told, and may find nothing, too. What it throws is a failure.
  std::function<Task<Done>(db::Queries& unit)> work;
  /// For a short period, or none: whether there may be something to do, by a read that is cheaper than a run
  /// that finds nothing.
  std::function<Task<bool>(db::Queries& database)> look = {};
};

/// For work that deals with `most` records in a run, if there are as many, and this time had `count`.
constexpr Done all_if_fewer(std::int64_t count, std::int64_t most) {
  if (count == 0) return Done::nothing;
  return count < most ? Done::all : Done::some;
}

}  // namespace kpa::jobs

#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>

#include "core/db/database.hpp"
#include "core/task.hpp"

namespace kpa::jobs {

/// Whether a run did all that there was to do.
enum class Done { all, some };

/// Work that is done again and again, by one process for all that share a database.
struct Job {
  std::string name;                  ///< snake_case; the same in every process
  std::chrono::milliseconds period;  ///< from one run to the next
  /// One run. `unit` is the transaction that holds the job's lock: what is written there is kept only while
  /// no other process can be at the same job. It may run again after a lost connection, so it has no other
  /// effects, or such as may be repeated. `some`: there is more, and the next run follows at once; so a job
  /// that finds much to do does it in transactions of a bearable length. What it throws is a failure.
  std::function<Task<Done>(db::Queries& unit)> work;
};

/// For work that deals with `most` records in a run, if there are as many, and this time had `count`.
constexpr Done all_if_fewer(std::int64_t count, std::int64_t most) {
  return count < most ? Done::all : Done::some;
}

}  // namespace kpa::jobs

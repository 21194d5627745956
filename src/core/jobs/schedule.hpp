#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <vector>

#include <boost/asio/io_context.hpp>

#include "core/db/pool.hpp"
#include "core/jobs/job.hpp"

namespace kpa::jobs {

/// How many jobs a process runs at the same time, and how many connections it has for them, besides those for
/// requests.
constexpr std::size_t most_at_once = 2;

/// Runs jobs when they are due. Among all processes that know a job, the one that gets the advisory lock of
/// its name runs it. The lock belongs to the transaction that does the work, so whoever loses it cannot
/// commit any more. A failed run changes nothing, is logged, and is repeated after a pause that doubles up to
/// the period. If there is no work, nothing is written: an unused service leaves its database alone.
class Schedule {
 public:
  /// `settings` as for requests, except the numbers of connections and of waiting requests.
  Schedule(boost::asio::io_context& io, db::PoolSettings settings, std::vector<Job> jobs);
  ~Schedule();

  void start();
  /// Starts no more runs. Calls `done` when all runs have ended; after `grace`, running ones are aborted.
  void stop(std::chrono::milliseconds grace, std::function<void()> done);

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace kpa::jobs

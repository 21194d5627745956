#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <vector>

#include <boost/asio/io_context.hpp>

#include "core/db/pool.hpp"
#include "core/jobs/job.hpp"

namespace kpa::jobs {

/// How many jobs a process runs at the same time: so many connections it has for them, beside those of
/// requests.
constexpr std::size_t most_at_once = 2;

/// Runs jobs when they are due. Of all processes with a job of a name, the one that gets the name's advisory
/// lock runs it; the lock is the transaction's that also holds the work, so it ends with its holder, and
/// whoever lost it can write no more. A failed run leaves nothing behind, is logged, and is tried again after
/// a pause that doubles, up to the period. Where there is nothing to do, nothing is written: a service that
/// nobody uses leaves its database alone.
class Schedule {
 public:
  /// `settings` as for requests; the numbers of connections and of waiting are its own.
  Schedule(boost::asio::io_context& io, db::PoolSettings settings, std::vector<Job> jobs);
  ~Schedule();

  void start();
  /// Begins no more runs. Calls `done` when the last has ended; one that has not after `grace` is cut off.
  void stop(std::chrono::milliseconds grace, std::function<void()> done);

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace kpa::jobs

#pragma once

#include <chrono>
#include <functional>
#include <memory>

#include <boost/asio/io_context.hpp>

#include "core/outbox/outbox.hpp"

namespace kpa::outbox {

/// Does the deliveries of an Outbox, and those that other processes have left: one for a process. It leases
/// what is due in the database, so that no two processes do the same at once; what it was at when it crashed
/// is due again when the lease is over. What is put in this process is begun at its commit. Beside that it
/// looks now and then, and writes only where there is something to do.
class Relay {
 public:
  /// `io` is where it looks after all; attempts are made on threads of its own. All outlive it, until stop()
  /// has called `done`.
  Relay(boost::asio::io_context& io, db::Queries& database, Outbox& outbox);
  ~Relay();

  void start();
  /// Begins what is due now and nothing more, and calls `done` when all attempts have ended. Those that have
  /// not after `grace` are told to stop; what they were at is due again at once.
  void stop(std::chrono::milliseconds grace, std::function<void()> done);

 private:
  struct State;
  std::shared_ptr<State> state_;
};

/// How long to wait after attempt number `attempt`, from 1: `share`, from 0 to 1, of the longest time.
std::chrono::milliseconds pause_after(const Kind& kind, std::int64_t attempt, double share);

}  // namespace kpa::outbox

#pragma once

#include <chrono>
#include <functional>
#include <memory>

#include <boost/asio/io_context.hpp>

#include "core/outbox/outbox.hpp"

namespace kpa::outbox {

/// Does the deliveries of an Outbox, including those that other processes stored. One per process. It leases
/// due deliveries in the database, so that no two processes do the same one at once; after a crash a delivery
/// is due again when its lease ends. Deliveries stored by this process start at their commit. For others it
/// checks regularly, and writes only if there is something to do.
class Relay {
 public:
  /// `io` runs the checks; attempts run on threads of their own. The arguments must outlive it, until stop()
  /// has called `done`.
  Relay(boost::asio::io_context& io, db::Queries& database, Outbox& outbox);
  ~Relay();

  void start();
  /// Starts what is due now and nothing after that; calls `done` when all attempts have ended. Attempts still
  /// running after `grace` are told to stop, and their deliveries are due again at once.
  void stop(std::chrono::milliseconds grace, std::function<void()> done);

 private:
  struct State;
  std::shared_ptr<State> state_;
};

/// The pause after attempt number `attempt`, from 1: the longest allowed one times `share`, 0 to 1.
std::chrono::milliseconds pause_after(const Kind& kind, std::int64_t attempt, double share);

}  // namespace kpa::outbox

#pragma once

#include <chrono>
#include <functional>
#include <memory>

namespace kpa::app {

/// Catches SIGINT and SIGTERM during its lifetime. Create it before starting anything that must be stopped
/// again, and check came() between steps. The first signal is recorded; after it has been seen, a second one
/// ends the process at once. For one thread.
class StopSignals {
 public:
  StopSignals();
  StopSignals(const StopSignals&) = delete;
  StopSignals& operator=(const StopSignals&) = delete;
  ~StopSignals();

  /// Whether a signal has come.
  bool came();
  /// Returns when a signal comes or has come; calls `meanwhile`, if set, every `period`.
  void wait(std::chrono::milliseconds period, std::function<void()> meanwhile);

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace kpa::app

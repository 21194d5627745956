#pragma once

#include <chrono>
#include <functional>
#include <memory>

namespace kpa::app {

/// SIGINT and SIGTERM, caught for as long as this lives: whoever starts something that must be stopped again
/// makes one first, and asks between its steps. The first signal is noted here; a second one ends the process
/// at once, once the first has been seen. For one thread.
class StopSignals {
 public:
  StopSignals();
  StopSignals(const StopSignals&) = delete;
  StopSignals& operator=(const StopSignals&) = delete;
  ~StopSignals();

  /// Whether a signal has come.
  bool came();
  /// Returns when a signal comes or has come; calls `meanwhile`, where there is one, every `period`.
  void wait(std::chrono::milliseconds period, std::function<void()> meanwhile);

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace kpa::app

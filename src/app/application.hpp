#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "core/config/settings.hpp"

namespace kpa::app {

/// The running service: I/O threads, each with an instance, and the worker threads that they share.
class Application {
 public:
  /// The secrets in `settings` must be complete, and the schema at `conninfo` up to date.
  Application(const config::Settings& settings, const std::string& conninfo);
  /// Calls stop() if needed.
  ~Application();

  /// Starts to answer; returns the port. Throws std::system_error when it cannot listen.
  std::uint16_t start();
  /// Stops accepting, finishes running requests, and returns when everything is closed. Idempotent.
  void stop();

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace kpa::app

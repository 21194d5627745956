#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "core/config/settings.hpp"

namespace kpa::app {

/// The running service: I/O threads with an instance each, and the worker threads that they share.
class Application {
 public:
  /// `settings` have their secrets completed; the schema at `conninfo` is up to date.
  Application(const config::Settings& settings, const std::string& conninfo);
  /// Stops when that has not been done.
  ~Application();

  /// Starts to answer and gives the port. Throws std::system_error when it cannot listen.
  std::uint16_t start();
  /// Accepts no more, answers what is under way, and returns when all is closed. Idempotent.
  void stop();

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace kpa::app

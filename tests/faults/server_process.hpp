#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "core/db/process.hpp"
#include "tests/support/database.hpp"

namespace kpa::test {

/// A free TCP port of 127.0.0.1 that stays ours while no server listens on it, so that clients may go on
/// knocking: nobody else gets it, and no client's own end happens to be it.
class ReservedPort {
 public:
  ReservedPort();
  std::uint16_t number() const { return number_; }

 private:
  db::Descriptor socket_;
  std::uint16_t number_ = 0;
};

/// `kpa serve` as a process of its own, which may be killed and started again: on the same port, with the
/// same data directory. Killed at the end. To be used by the thread that made it: the process ends with it.
class ServerProcess {
 public:
  using Environment = std::vector<std::pair<std::string, std::string>>;

  /// Not started. `environment` over profile `test` with two I/O threads.
  explicit ServerProcess(const Environment& environment);
  ServerProcess(const ServerProcess&) = delete;
  ServerProcess& operator=(const ServerProcess&) = delete;
  ~ServerProcess();

  /// Returns when it says that it is ready; throws std::runtime_error with what it said when it ends before.
  void start();
  /// kill -9; returns when it is gone.
  void kill();
  /// SIGTERM; does not wait.
  void ask_to_stop() const;
  bool running();
  /// Waits for its end: 0–255 is its exit status, 256 + number the signal that it died of. Throws
  /// std::runtime_error when it does not end within `time`.
  int exit_status(std::chrono::milliseconds time);

  pid_t pid() const { return pid_; }
  std::uint16_t port() const { return port_.number(); }
  const std::filesystem::path& data_directory() const { return directory_.path(); }
  /// All that it ever wrote.
  std::string output() const;

 private:
  TemporaryDirectory directory_;
  ReservedPort port_;
  std::vector<std::string> arguments_;
  pid_t pid_ = 0;
  int exit_ = 0;
};

}  // namespace kpa::test

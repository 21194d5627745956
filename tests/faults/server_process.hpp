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

/// A free TCP port of 127.0.0.1 that stays reserved while no server listens on it, so that clients can keep
/// trying: nobody else gets it, and no client's own end is given it by chance.
class ReservedPort {
 public:
  ReservedPort();
  std::uint16_t number() const { return number_; }

 private:
  db::Descriptor socket_;
  std::uint16_t number_ = 0;
};

/// `kpa serve` as a process of its own, which can be killed and started again on the same port with the same
/// data directory. Killed by the destructor. Must be used by the thread that created it, because the process
/// ends with that thread.
class ServerProcess {
 public:
  using Environment = std::vector<std::pair<std::string, std::string>>;

  /// Does not start it. `environment` is added to profile `test` with two I/O threads.
  explicit ServerProcess(const Environment& environment);
  ServerProcess(const ServerProcess&) = delete;
  ServerProcess& operator=(const ServerProcess&) = delete;
  ~ServerProcess();

  /// Returns when the server says that it is ready; if it ends before, throws std::runtime_error with its
  /// output.
  void start();
  /// kill -9; returns when the process is gone.
  void kill();
  /// SIGTERM; does not wait.
  void ask_to_stop() const;
  bool running();
  /// Waits for its end: 0–255 is its exit status, 256 + number the signal that killed it. Throws
  /// std::runtime_error when it does not end within `time`.
  int exit_status(std::chrono::milliseconds time);

  pid_t pid() const { return pid_; }
  std::uint16_t port() const { return port_.number(); }
  const std::filesystem::path& data_directory() const { return directory_.path(); }
  /// Its whole output so far.
  std::string output() const;

 private:
  TemporaryDirectory directory_;
  ReservedPort port_;
  std::vector<std::string> arguments_;
  pid_t pid_ = 0;
  int exit_ = 0;
};

}  // namespace kpa::test

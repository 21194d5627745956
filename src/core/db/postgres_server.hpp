#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <sys/types.h>

#include "core/db/postgres_programs.hpp"
#include "core/db/process.hpp"

namespace kpa::db {

/// Called with a short text that says what is being waited for.
using Progress = std::function<void(std::string_view)>;

/// Names and values of PostgreSQL's settings.
using PostgresSettings = std::vector<std::pair<std::string, std::string>>;

struct PostgresOptions {
  /// Override ours, e.g. {{"max_connections", "20"}}. They take effect only for the process that starts the
  /// server.
  PostgresSettings settings = {};
  bool durable = true;  ///< false, for tests: a crash of the machine (not of the server) may lose data
  Progress progress = {};
  /// Called repeatedly while waiting for the server; returning true ends the wait with GivenUp.
  std::function<bool()> given_up = {};
};

/// The caller no longer wants the server.
struct GivenUp : std::runtime_error {
  GivenUp() : std::runtime_error("given up while PostgreSQL was starting") {}
};

/// A PostgreSQL server of our own in one directory: its data, its socket in a 0700 directory (no TCP), its
/// log. When we are root it runs as the owner of the data; for new data as `postgres`, else `nobody`. Callers
/// that share the directory must not start or stop it at the same time (EmbeddedPostgres sees to that).
/// Failures are std::runtime_error and say what to do; the destructor stops nothing.
///
///   data/  run/ (socket)  postgres.log  server.lock (held by every process of the server, so by none after a
///   crash)
class PostgresServer {
 public:
  PostgresServer(std::filesystem::path directory, PostgresOptions options);

  /// Creates the directory and gives it to the server's account; start() includes it.
  void prepare();
  /// Creates the data directory if missing, and starts the server unless it runs. Returns when the server
  /// answers; throws GivenUp when `given_up` returns true before.
  void start();
  bool running() const;
  /// Fast shutdown, then an immediate one after a time-out. True when it shut down cleanly or did not run.
  bool stop();
  /// Sends SIGKILL to the postmaster, like a crash; returns when all of its processes are gone.
  void crash();

  /// Process id of the postmaster; 0 when it does not run.
  pid_t pid() const;
  int major() const { return programs_.major; }
  const std::filesystem::path& directory() const { return directory_; }
  /// Connection string for libpq, as the superuser `kpa`.
  std::string conninfo(const std::string& database) const;

 private:
  struct PidFile;

  void own(const std::filesystem::path& directory) const;
  void make_socket_directory() const;
  void choose_programs();
  void create_data();
  void launch_postmaster(Descriptor lock);
  void await_ready(pid_t child, std::uintmax_t log_start);
  void await_gone(std::string_view doing) const;
  bool gone_within(std::chrono::milliseconds time) const;
  bool adopt() const;
  std::optional<PidFile> read_pid_file() const;
  bool foreign(pid_t pid) const;
  void reap() const;
  Descriptor open_owned(const std::filesystem::path& path, int flags) const;
  Launch program(std::string_view name) const;
  std::vector<std::string> settings() const;
  std::string log_tail(std::uintmax_t from) const;
  void tell(std::string_view what) const;
  void heed_giving_up() const;

  std::filesystem::path directory_;
  std::filesystem::path data_;
  std::filesystem::path socket_directory_;
  PostgresOptions options_;
  PostgresPrograms programs_;
  std::optional<Account> account_;   // whom it runs as, when not as us
  mutable pid_t child_ = 0;          // the postmaster, while it is our child and not yet reaped
  mutable std::optional<int> exit_;  // how that child ended
};

}  // namespace kpa::db

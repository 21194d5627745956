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

/// Told, in a few words, what is being waited for.
using Progress = std::function<void(std::string_view)>;

/// Names and values of PostgreSQL's settings.
using PostgresSettings = std::vector<std::pair<std::string, std::string>>;

struct PostgresOptions {
  /// Over ours, e.g. {{"max_connections", "20"}}. Only who starts the server sets them.
  PostgresSettings settings = {};
  bool durable = true;  ///< false: a crash of the machine (not of the server) may lose data, for tests
  Progress progress = {};
  /// Asked again and again while waiting for the server; true ends the wait with GivenUp.
  std::function<bool()> given_up = {};
};

/// Whoever wanted the server does not want it any more.
struct GivenUp : std::runtime_error {
  GivenUp() : std::runtime_error("given up while PostgreSQL was starting") {}
};

/// A PostgreSQL server of our own in one directory: its data, its socket in a 0700 directory (no TCP), its
/// log. As root it runs as the owner of the data, at first `postgres` or else `nobody`. Whoever shares the
/// directory must exclude the others while starting or stopping (EmbeddedPostgres does). Failures are
/// std::runtime_error with what to do; nothing is stopped by the destructor.
///
///   data/  run/ (socket)  postgres.log  server.lock (held by every process of the server, so by none after a
///   crash)
class PostgresServer {
 public:
  PostgresServer(std::filesystem::path directory, PostgresOptions options);

  /// Makes the directory, and gives it to the server's account; start() includes it.
  void prepare();
  /// Creates the data where there are none, and starts the server, or finds it running. Returns when it
  /// answers; throws GivenUp when that is wanted before.
  void start();
  bool running() const;
  /// Fast shutdown, after a time-out an immediate one. True when it ended in order, or did not run.
  bool stop();
  /// SIGKILL to the postmaster, as a crash would; returns when all of its processes are gone.
  void crash();

  /// The postmaster, or 0 when it does not run.
  pid_t pid() const;
  int major() const { return programs_.major; }
  const std::filesystem::path& directory() const { return directory_; }
  /// For libpq, as the superuser `kpa`.
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
  std::optional<Account> account_;   // who it runs as, when that is not us
  mutable pid_t child_ = 0;          // the postmaster, while it is our child and not yet waited for
  mutable std::optional<int> exit_;  // how that child ended
};

}  // namespace kpa::db

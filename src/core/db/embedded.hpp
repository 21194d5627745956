#pragma once

#include <filesystem>
#include <string>

#include "core/db/postgres_server.hpp"
#include "core/db/process.hpp"

namespace kpa::db {

/// The private PostgreSQL of an installation that has no other: created at first use, shared by every process
/// that holds an EmbeddedPostgres, stopped by the last one that leaves. A killed process leaves it running;
/// the next one takes it over.
class EmbeddedPostgres {
 public:
  /// The result of leave().
  enum class Departure { others_remain, stopped, forced };

  /// Starts or joins the server in `directory` (created when missing; only its owner may use it) and creates
  /// its database `kpa`. Throws std::runtime_error or db::Error that says what to do.
  explicit EmbeddedPostgres(const std::filesystem::path& directory, PostgresOptions options = {});
  EmbeddedPostgres(const EmbeddedPostgres&) = delete;
  EmbeddedPostgres& operator=(const EmbeddedPostgres&) = delete;
  /// Calls leave(); a failure to stop appears only in postgres.log.
  ~EmbeddedPostgres();

  /// Connection string for libpq; `database` is the product's own unless a test wants another.
  std::string conninfo(const std::string& database = "kpa") const { return server_.conninfo(database); }
  /// Process id of the postmaster; 0 when it is not running.
  pid_t pid() const { return server_.pid(); }

  /// Starts the server again if it has died; cheap if it has not. Must not be called from two threads at
  /// once.
  void revive();

  /// Ends this process's use, and stops the server when no other process uses it: clients are disconnected,
  /// data are written to disk. `forced`: the server had to be killed and recovers at the next start.
  Departure leave();

 private:
  Descriptor locked_door() const;
  void start();

  PostgresServer server_;
  Descriptor user_;  // shared lock on users.lock: one per EmbeddedPostgres in any process
};

}  // namespace kpa::db

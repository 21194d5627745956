#pragma once

#include <filesystem>
#include <string>

#include "core/db/postgres_server.hpp"
#include "core/db/process.hpp"

namespace kpa::db {

/// The private PostgreSQL of an installation that has no other: made at first use, shared by every process
/// that holds one of these, stopped by the last to leave. A process that is killed leaves it running; the
/// next one takes it over.
class EmbeddedPostgres {
 public:
  /// How leaving went.
  enum class Departure { others_remain, stopped, forced };

  /// Starts or joins the server in `directory` (made when missing; its owner alone may use it) and makes its
  /// database `kpa`. Throws std::runtime_error or db::Error that says what to do.
  explicit EmbeddedPostgres(const std::filesystem::path& directory, PostgresOptions options = {});
  EmbeddedPostgres(const EmbeddedPostgres&) = delete;
  EmbeddedPostgres& operator=(const EmbeddedPostgres&) = delete;
  /// Leaves; a failure to stop is only in postgres.log.
  ~EmbeddedPostgres();

  /// For libpq; `database` is the product's own unless a test wants another.
  std::string conninfo(const std::string& database = "kpa") const { return server_.conninfo(database); }
  /// Process id of the postmaster, 0 when it is down.
  pid_t pid() const { return server_.pid(); }

  /// Starts the server again when it has died. Cheap when it has not. Not from two threads at once.
  void revive();

  /// Gives up this process's use, and stops the server when it was the last: connected clients are
  /// disconnected, the data are written out. `forced`: it had to be stopped the hard way and recovers at the
  /// next start.
  Departure leave();

 private:
  Descriptor locked_door() const;
  void start();

  PostgresServer server_;
  Descriptor user_;  // shared lock on users.lock: one for each EmbeddedPostgres anywhere
};

}  // namespace kpa::db

#pragma once

#include <filesystem>
#include <string>

#include "core/db/postgres_server.hpp"

namespace kpa::test {

/// A database of its own for a test or a test program, on the tests' PostgreSQL, which is started by the
/// first test program, shared by others, and stopped by the last. Dropped by the destructor, even with
/// connections.
class TestDatabase {
 public:
  enum class Starts { migrated, empty };

  explicit TestDatabase(Starts starts = Starts::migrated);
  TestDatabase(const TestDatabase&) = delete;
  TestDatabase& operator=(const TestDatabase&) = delete;
  ~TestDatabase();

  /// Connection string for libpq and DATABASE_URL.
  std::string conninfo() const;
  const std::string& name() const { return name_; }

 private:
  std::string name_;
};

/// An empty directory in the system's temporary directory, deleted with its content by the destructor.
class TemporaryDirectory {
 public:
  TemporaryDirectory();
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
  ~TemporaryDirectory();

  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// A temporary PostgreSQL for fault tests, already running; deleted with its data by the destructor.
class PrivatePostgres {
 public:
  /// `settings` override the tests' own, e.g. db::PostgresSettings{{"max_connections", "10"}}.
  explicit PrivatePostgres(db::PostgresSettings settings = {});
  PrivatePostgres(const PrivatePostgres&) = delete;
  PrivatePostgres& operator=(const PrivatePostgres&) = delete;
  ~PrivatePostgres();

  std::string conninfo(const std::string& database = "postgres") const { return server_.conninfo(database); }
  pid_t pid() const { return server_.pid(); }
  const std::filesystem::path& directory() const { return server_.directory(); }

  /// kill -9 of the postmaster; returns when all of its processes are gone.
  void crash() { server_.crash(); }
  /// Fast shutdown; true when it was clean.
  bool stop() { return server_.stop(); }
  /// After stop() or crash(); returns when it answers.
  void start() { server_.start(); }

 private:
  TemporaryDirectory directory_;
  db::PostgresServer server_;
};

}  // namespace kpa::test

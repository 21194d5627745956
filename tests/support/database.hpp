#pragma once

#include <filesystem>
#include <string>

#include "core/db/postgres_server.hpp"

namespace kpa::test {

/// A database of its own for a test or a test program, on the tests' PostgreSQL: started by the first test
/// program that runs, shared by those beside it, stopped by the last. Dropped at the end with whoever is
/// still connected.
class TestDatabase {
 public:
  enum class Starts { migrated, empty };

  explicit TestDatabase(Starts starts = Starts::migrated);
  TestDatabase(const TestDatabase&) = delete;
  TestDatabase& operator=(const TestDatabase&) = delete;
  ~TestDatabase();

  /// For libpq, and for DATABASE_URL.
  std::string conninfo() const;
  const std::string& name() const { return name_; }

 private:
  std::string name_;
};

/// An empty directory below the system's temporary one, removed with its content at the end.
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

/// A throw-away PostgreSQL for fault tests, running from the start, gone with its data at the end.
class PrivatePostgres {
 public:
  /// `settings` over the tests' own, e.g. db::PostgresSettings{{"max_connections", "10"}}.
  explicit PrivatePostgres(db::PostgresSettings settings = {});
  PrivatePostgres(const PrivatePostgres&) = delete;
  PrivatePostgres& operator=(const PrivatePostgres&) = delete;
  ~PrivatePostgres();

  std::string conninfo(const std::string& database = "postgres") const { return server_.conninfo(database); }
  pid_t pid() const { return server_.pid(); }
  const std::filesystem::path& directory() const { return server_.directory(); }

  /// kill -9 of the postmaster; returns when all of its processes are gone.
  void crash() { server_.crash(); }
  /// Fast shutdown; true when it was orderly.
  bool stop() { return server_.stop(); }
  /// After stop() or crash(); returns when it answers.
  void start() { server_.start(); }

 private:
  TemporaryDirectory directory_;
  db::PostgresServer server_;
};

}  // namespace kpa::test

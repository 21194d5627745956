#pragma once

#include <string>

#include "tests/faults/server_process.hpp"
#include "tests/support/database.hpp"
#include "tests/support/http_client.hpp"

namespace kpa::test {

/// Registers a new person; returns their access token.
std::string registered(std::uint16_t port);

/// Differences from the usual setup.
struct Wishes {
  ServerProcess::Environment environment = {};
  db::PostgresSettings postgres = {};
};

/// The program on a PostgreSQL of its own, with the schema and a logged-in person.
struct World {
  explicit World(const Wishes& wishes = {});

  std::string conninfo() const { return postgres.conninfo(); }
  /// Runs SQL and returns the first value of the first row; empty when there is none.
  std::string sql(const std::string& statement) const;
  HttpClient client() const;
  /// Whether every I/O thread answers from the database, on fresh connections.
  bool answers() const;
  /// Asks the server to stop; returns its exit status.
  int stop();

  PrivatePostgres postgres;
  ServerProcess server;
  std::string token;
};

}  // namespace kpa::test

#pragma once

#include <string>

#include "tests/faults/server_process.hpp"
#include "tests/support/database.hpp"
#include "tests/support/http_client.hpp"

namespace kpa::test {

/// The access token of a person who registers now.
std::string registered(std::uint16_t port);

/// What a test wants otherwise than usual.
struct Wishes {
  ServerProcess::Environment environment = {};
  db::PostgresSettings postgres = {};
};

/// The program on a PostgreSQL of its own, with the schema, and somebody who is logged in.
struct World {
  explicit World(const Wishes& wishes = {});

  std::string conninfo() const { return postgres.conninfo(); }
  /// Runs SQL and gives the first value of the first row; empty when there is none.
  std::string sql(const std::string& statement) const;
  HttpClient client() const;
  /// Whether the whole way to the database and back works, on fresh connections to every I/O thread.
  bool answers() const;
  /// Asks the server to stop; its exit status.
  int stop();

  PrivatePostgres postgres;
  ServerProcess server;
  std::string token;
};

}  // namespace kpa::test

// The service works with a role that may write records, but change neither events nor the schema, as set up
// in the how-to.
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <vector>

#include <boost/json/object.hpp>
#include <gtest/gtest.h>

#include "core/db/blocking.hpp"
#include "tests/faults/server_process.hpp"
#include "tests/support/database.hpp"
#include "tests/support/http_client.hpp"
#include "tests/support/service.hpp"

namespace {

using namespace kpa::test;
using kpa::db::BlockingConnection;

/// The SQL statements on the page, with another role name.
std::vector<std::string> statements_for(const std::string& role) {
  std::ifstream file(std::string(KPA_SOURCE_DIR) + "/docs/how-to/run-on-your-postgresql.md");
  const std::string page{std::istreambuf_iterator<char>(file), {}};
  const std::string opening = "```sql\n", usual = "kpa_serving";
  const std::size_t begin = page.find(opening), end = page.find("```", begin + opening.size());
  if (begin == page.npos || end == page.npos) throw std::runtime_error("the page has no block of SQL");
  std::string sql = page.substr(begin + opening.size(), end - begin - opening.size());
  for (std::size_t at = sql.find(usual); at != sql.npos; at = sql.find(usual, at + role.size()))
    sql.replace(at, usual.size(), role);
  std::vector<std::string> statements;
  for (std::size_t at = 0, semicolon = 0; (semicolon = sql.find(';', at)) != sql.npos; at = semicolon + 1)
    statements.push_back(sql.substr(at, semicolon - at));
  return statements;
}

/// A role of the tests' PostgreSQL that may serve this database; dropped at the end.
struct ServingRole {
  explicit ServingRole(const TestDatabase& whose) : database(whose), name("serving_" + whose.name()) {
    BlockingConnection owner(database.conninfo());
    owner.execute("CREATE ROLE " + name + " LOGIN");
    for (const auto& statement : statements_for(name)) owner.execute(statement);
  }
  ServingRole(const ServingRole&) = delete;
  ServingRole& operator=(const ServingRole&) = delete;
  ~ServingRole() {
    BlockingConnection owner(database.conninfo());
    owner.execute("DROP OWNED BY " + name);
    owner.execute("DROP ROLE " + name);
  }
  std::string conninfo() const { return database.conninfo() + " user=" + name; }

  const TestDatabase& database;
  const std::string name;
};

TEST(ServingRole, SufficesForTheServiceAndForNoMore) {
  const TestDatabase database;
  const ServingRole role(database);
  ServerProcess server({{"DATABASE_URL", role.conninfo()}});
  server.start();

  HttpClient client(server.port());
  const auto registered = client.post("/api/users/register", {{"phone_number", "+919876510001"},
                                                              {"password", "wheel-gauge-1676"},
                                                              {"confirm_password", "wheel-gauge-1676"},
                                                              {"first_name", "Meera"},
                                                              {"last_name", "Das"}});
  ASSERT_EQ(registered.status, 201) << registered.text;
  client.token = registered.at("access_token").as_string().c_str();
  const auto form =
      client.post("/api/forms/wheel-specifications", wheel_example("WS-1"), {{"Idempotency-Key", "a"}});
  ASSERT_EQ(form.status, 201) << form.text;
  const std::string path = "/api/forms/wheel-specifications/" + std::to_string(form.at("data.id").as_int64());
  EXPECT_EQ(client.patch(path, {{"fields", {{"wheelGauge", "1603"}}}}).status, 200);
  EXPECT_EQ(client.post("/api/users/refresh", {{"refresh_token", registered.at("refresh_token")}}).status,
            200);
  EXPECT_EQ(client.ask("POST", "/api/users/logout", {}, {}).status, 204);

  BlockingConnection taken_over(role.conninfo());
  EXPECT_EQ(taken_over.execute("SELECT count(*) > 3 FROM events").value(), "t");
  for (
      const char* statement :
      {"UPDATE events SET actor_id = NULL",
       "DELETE FROM events",
       "TRUNCATE events CASCADE",
       "ALTER TABLE events DISABLE TRIGGER ALL",
       "SET session_replication_role = replica",
       "DROP TABLE events",
       "UPDATE events_0 SET actor_id = NULL",
       "DELETE FROM events_0",
       "INSERT INTO events_0 (id, entity_type, action) VALUES (9, 'user', 'x')",
       "DROP TABLE events_0",
       "ALTER TABLE events DETACH PARTITION events_0",
       "DELETE FROM event_archives",
       "SELECT drop_archived_events('{\"ends_before\": 1000000}')",
       "UPDATE event_seals SET hash = ''",
       "CREATE TABLE mine (a int)",
       "INSERT INTO events (id, entity_type, action) OVERRIDING SYSTEM VALUE VALUES (9000000000, 'user', 'x')",
       "INSERT INTO events (occurred_at, entity_type, action) VALUES ('2025-01-01', 'user', 'x')",
       "UPDATE schema_migrations SET checksum = ''",
       "CREATE OR REPLACE FUNCTION refuse_change_of_events() RETURNS trigger LANGUAGE sql AS 'SELECT NULL'",
       "COPY users TO PROGRAM 'cat'"})
    try {
      taken_over.execute(statement);
      ADD_FAILURE() << statement;
    } catch (const kpa::db::Error& refused) {
      EXPECT_EQ(refused.sqlstate, "42501") << statement << ": " << refused.message;
    }
}

}  // namespace

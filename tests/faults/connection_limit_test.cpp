#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/db/blocking.hpp"
#include "tests/faults/workload.hpp"
#include "tests/faults/world.hpp"
#include "tests/support/eventually.hpp"

namespace {

using namespace kpa::test;
using kpa::Clock;
using namespace std::chrono_literals;
using kpa::db::BlockingConnection;
using testing::IsEmpty;

/// Opens connections until PostgreSQL refuses more.
std::vector<BlockingConnection> all_that_are_left(const std::string& conninfo) {
  std::vector<BlockingConnection> taken;
  try {
    for (;;) taken.emplace_back(conninfo);
  } catch (const kpa::db::Error& error) {
    EXPECT_THAT(error.message, testing::HasSubstr("too many clients"));
  }
  return taken;
}

constexpr std::size_t limit = 12;

/// Ends the server's connections, and takes their places before it has reconnected.
void take_from_server(std::vector<BlockingConnection>& taken, const std::string& conninfo) {
  ASSERT_TRUE(eventually([&] {
    std::string ours;
    for (const auto& connection : taken)
      ours += (ours.empty() ? "" : ", ") + std::to_string(connection.backend_pid());
    taken.front().execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE backend_type = 'client backend' AND pid NOT IN (" +
        ours + ")");
    for (auto& connection : all_that_are_left(conninfo)) taken.push_back(std::move(connection));
    return taken.size() == limit;
  }));
}

TEST(ConnectionLimit, LeavesAPauseUntilConnectionsAreFree) {
  World world({.environment = {{"KPA_DATABASE_ACQUIRE_TIMEOUT", "200ms"}},
               .postgres = {{"max_connections", std::to_string(limit)}}});
  ASSERT_TRUE(world.answers());
  auto taken = all_that_are_left(world.conninfo());
  ASSERT_FALSE(taken.empty());
  take_from_server(taken, world.conninfo());
  for (int asked = 0; asked < 4; ++asked) {
    const auto answer = world.client().get("/api/forms/wheel-specifications");
    EXPECT_EQ(answer.status, 503) << answer.text;
    EXPECT_NE(answer.header("Retry-After"), "");
    EXPECT_THAT(answer.text, testing::Not(testing::HasSubstr("too many clients")));
  }
  EXPECT_EQ(world.client().get("/health/").status, 200);
  taken.clear();
  EXPECT_TRUE(eventually([&] { return world.answers(); })) << world.server.output();
  EXPECT_EQ(world.stop(), 0) << world.server.output();
}

/// Two I/O threads want eight connections and the scheduled jobs two; together they get five. A request
/// without a connection waits, or is told to come back.
TEST(ConnectionLimit, LeavesTheServerWhatItGets) {
  World world({.environment = {{"KPA_DATABASE_ACQUIRE_TIMEOUT", "500ms"}},
               .postgres = {{"max_connections", std::to_string(limit)}}});
  auto taken = all_that_are_left(world.conninfo());
  take_from_server(taken, world.conninfo());
  taken.erase(taken.end() - 5, taken.end());
  Workload load(world.server.port(), world.token);
  EXPECT_TRUE(load.goes_on(50)) << world.server.output();
  taken.clear();
  EXPECT_TRUE(load.goes_on(50)) << world.server.output();
  const auto all_connected = [&] {
    return world.sql(
               "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'"
               " AND pid <> pg_backend_pid()") == "10";
  };
  EXPECT_TRUE(eventually(all_connected)) << "it does not use what became free";
  const auto free_again = Clock::now();
  EXPECT_TRUE(load.goes_on(50));
  load.stop();
  EXPECT_THAT(load.wrong_answers(), IsEmpty());
  EXPECT_THAT(load.disagreements(world.conninfo()), IsEmpty());
  for (const auto& attempt : load.attempts()) {
    const bool failed_needlessly = !attempt.served() && attempt.began > free_again;
    EXPECT_FALSE(failed_needlessly) << attempt.request << ": status " << attempt.status;
  }
  EXPECT_EQ(world.stop(), 0) << world.server.output();
}

}  // namespace

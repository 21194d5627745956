// An unused server does not write to the database: it only checks whether there is something to do.
#include <string>
#include <utility>

#include <gtest/gtest.h>

#include "tests/faults/world.hpp"
#include "tests/support/eventually.hpp"

namespace {

using namespace kpa::test;

/// The id of the next transaction that writes.
std::string next_writer(const World& world) {
  return world.sql("SELECT pg_snapshot_xmax(pg_current_snapshot())");
}

/// When the job that seals events last checked, in seconds.
std::string last_look(const World& world) {
  const std::string text = world.client().get("/metrics").text;
  const std::string name = "kpa_job_last_success_timestamp_seconds{job=\"seal_events\"} ";
  const auto at = text.find(name);
  return at == std::string::npos ? "" : text.substr(at, text.find('\n', at) - at);
}

bool looks_again(const World& world) {
  return eventually([&world, before = last_look(world)] { return last_look(world) != before; });
}

TEST(IdleServer, WritesNothing) {
  const World world({.postgres = {{"autovacuum", "off"}}});  // which would write statistics
  constexpr int looks = 5;
  std::string before = next_writer(world);
  // Work left by the start and the registration may take a moment.
  EXPECT_TRUE(eventually([&] {
    for (int look = 0; look < looks; ++look) EXPECT_TRUE(looks_again(world));
    const std::string after = next_writer(world);
    return std::exchange(before, after) == after;
  }));
}

// The log thus keeps a head that nobody can alter in the database.
TEST(IdleServer, TellsTheHeadOfTheAuditLogOnceAtItsStart) {
  World world({.environment = {{"LOG_LEVEL", "INFO"}}});
  ASSERT_TRUE(eventually([&] { return world.sql("SELECT count(*) FROM unsealed_events") == "0"; }));
  world.server.kill();
  const auto said = world.server.output().size();
  world.server.start();
  for (int look = 0; look < 3; ++look) EXPECT_TRUE(looks_again(world));
  const std::string log = world.server.output().substr(said), head = "head of the chain";
  const auto first = log.find(head);
  ASSERT_NE(first, log.npos) << log;
  EXPECT_EQ(log.find(head, first + 1), log.npos) << log;
}

}  // namespace

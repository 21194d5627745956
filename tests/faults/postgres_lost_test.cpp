#include <algorithm>
#include <csignal>
#include <functional>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/db/blocking.hpp"
#include "tests/faults/rounds.hpp"
#include "tests/faults/workload.hpp"
#include "tests/faults/world.hpp"
#include "tests/support/eventually.hpp"

namespace {

using namespace kpa::test;
using kpa::Clock;
using namespace std::chrono_literals;
using testing::IsEmpty;

/// How long after PostgreSQL's return a request may still fail: ten times the longest pause between attempts
/// to connect, for a busy machine.
constexpr auto recovery = 5s;

/// A period in which requests may fail.
struct Outage {
  Clock::time_point began = {};
  Clock::time_point over = {};
};

/// Requests that failed although PostgreSQL was running all the time, one line each.
std::vector<std::string> needless_failures(const Workload& load, const std::vector<Outage>& outages) {
  std::vector<std::string> lines;
  for (const auto& attempt : load.attempts()) {
    if (attempt.served()) continue;
    const bool excused = std::ranges::any_of(outages, [&](const Outage& outage) {
      return attempt.ended >= outage.began && attempt.began <= outage.over;
    });
    const auto since_return =
        outages.empty()
            ? 0ms
            : std::chrono::round<std::chrono::milliseconds>(attempt.began - outages.back().over + recovery);
    if (!excused)
      lines.push_back(attempt.request + ": status " + std::to_string(attempt.status) + ", begun " +
                      std::to_string(since_return.count()) + " ms after the last return");
  }
  return lines;
}

/// Whether a request succeeded soon enough after PostgreSQL's return.
bool recovered_in_time(const Workload& load, const Outage& outage) {
  return std::ranges::any_of(load.attempts(), [&](const auto& attempt) {
    return attempt.served() && attempt.ended >= outage.over - recovery && attempt.ended <= outage.over;
  });
}

/// All answers are correct, requests failed only during outages, and the database has what was acknowledged.
void expect_good_order(World& world, Workload& load, const std::vector<Outage>& outages) {
  load.stop();
  EXPECT_THAT(load.wrong_answers(), IsEmpty());
  EXPECT_THAT(needless_failures(load, outages), IsEmpty());
  for (const auto& outage : outages) EXPECT_TRUE(recovered_in_time(load, outage));
  EXPECT_THAT(load.disagreements(world.conninfo()), IsEmpty());
  for (const auto& attempt : load.attempts())
    EXPECT_NE(attempt.status, 0) << attempt.request << " got no answer: only PostgreSQL was gone";
  EXPECT_EQ(world.stop(), 0) << world.server.output();
}

/// Stops PostgreSQL by `end`, waits until clients notice, and starts it again.
Outage go_through(World& world, Workload& load, const std::function<void()>& end) {
  Outage outage{.began = Clock::now()};
  const int failed = load.failed();
  end();
  EXPECT_TRUE(eventually([&] { return load.failed() > failed; })) << "nobody noticed";
  world.postgres.start();
  outage.over = Clock::now() + recovery;
  EXPECT_TRUE(load.goes_on(20)) << world.server.output();
  return outage;
}

TEST(PostgresLost, IsNoMoreThanAPauseWhenItRestartsUnderLoad) {
  World world({.environment = {{"KPA_DATABASE_ACQUIRE_TIMEOUT", "500ms"}}});
  Workload load(world.server.port(), world.token);
  std::vector<Outage> outages;
  for (int round = 0; round < rounds(1, 20); ++round) {
    ASSERT_TRUE(load.goes_on(20));
    outages.push_back(go_through(world, load, [&] { EXPECT_TRUE(world.postgres.stop()); }));
  }
  expect_good_order(world, load, outages);
}

TEST(PostgresLost, IsNoMoreThanAPauseWhenItIsKilledUnderLoad) {
  World world({.environment = {{"KPA_DATABASE_ACQUIRE_TIMEOUT", "500ms"}}});
  Workload load(world.server.port(), world.token);
  std::vector<Outage> outages;
  for (int round = 0; round < rounds(2, 20); ++round) {
    ASSERT_TRUE(load.goes_on(20));
    outages.push_back(go_through(world, load, [&] { world.postgres.crash(); }));
  }
  expect_good_order(world, load, outages);
}

/// When one of its processes dies, PostgreSQL ends all of them and recovers.
TEST(PostgresLost, IsNoMoreThanAPauseWhenOneOfItsProcessesIsKilled) {
  World world({.environment = {{"KPA_DATABASE_ACQUIRE_TIMEOUT", "500ms"}}});
  Workload load(world.server.port(), world.token);
  std::vector<Outage> outages;
  for (int round = 0; round < rounds(2, 20); ++round) {
    ASSERT_TRUE(load.goes_on(20));
    Outage outage{.began = Clock::now()};
    const auto started = world.sql("SELECT pg_postmaster_start_time()");
    const int victim =
        std::stoi(world.sql("SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend'"
                            " AND pid <> pg_backend_pid() LIMIT 1"));
    ASSERT_EQ(::kill(victim, SIGKILL), 0);
    ASSERT_TRUE(eventually([&] {
      try {
        return world.sql("SELECT count(*) FROM pg_stat_activity WHERE pid = " + std::to_string(victim)) ==
               "0";
      } catch (const kpa::db::Error&) {
        return false;  // PostgreSQL is recovering
      }
    }));
    outage.over = Clock::now() + recovery;
    ASSERT_EQ(world.sql("SELECT pg_postmaster_start_time()"), started);
    ASSERT_TRUE(load.goes_on(20));
    outages.push_back(outage);
  }
  expect_good_order(world, load, outages);
}

TEST(PostgresLost, IsToldAndDoesNotStopWhatNeedsNoDatabase) {
  World world({.environment = {{"KPA_DATABASE_ACQUIRE_TIMEOUT", "500ms"}}});
  ASSERT_TRUE(world.postgres.stop());
  EXPECT_EQ(world.client().get("/health/").status, 200);
  const auto deep = world.client().get("/health/?deep=1");
  EXPECT_EQ(deep.status, 503);
  EXPECT_NE(deep.header("Retry-After"), "");
  EXPECT_THAT(deep.text, testing::HasSubstr("postgresql"));
  // Answers contain neither host nor path nor PostgreSQL's messages.
  EXPECT_THAT(deep.text, testing::Not(testing::HasSubstr(world.postgres.directory().string())));
  world.postgres.start();
  EXPECT_TRUE(eventually([&] { return world.answers(); }, recovery)) << world.server.output();
  EXPECT_EQ(world.client().get("/health/?deep=1").at("checks[0].status"), "ok");
}

}  // namespace

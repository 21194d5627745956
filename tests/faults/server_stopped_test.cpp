#include <future>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/faults/rounds.hpp"
#include "tests/faults/workload.hpp"
#include "tests/faults/world.hpp"
#include "tests/support/eventually.hpp"

namespace {

using namespace kpa::test;
using namespace std::chrono_literals;
using testing::IsEmpty;

/// Enough for a drain timeout of one second on a busy machine.
constexpr auto in_time = 10s;

/// HTTP's rules (RFC 9112 §9.5, 9.6): a begun answer is completed, the last answer on a connection says
/// `Connection: close`, and an idle connection may be closed at any time, so a request may be lost on its
/// way. Such a request must not have been processed, so that the client may repeat it.
TEST(ServerStopped, CutsNoRequestOff) {
  for (int round = 0; round < rounds(2, 25); ++round) {
    World world({.environment = {{"KPA_SERVER_DRAIN_TIMEOUT", "30s"}}});
    Workload load(world.server.port(), world.token);
    ASSERT_TRUE(load.goes_on(20 + round)) << world.server.output();
    EXPECT_EQ(world.stop(), 0) << world.server.output();
    load.stop();
    EXPECT_THAT(load.wrong_answers(), IsEmpty());
    EXPECT_THAT(load.disagreements(world.conninfo()), IsEmpty());
    int unanswered = 0;
    for (const auto& attempt : load.attempts()) {
      if (attempt.served()) continue;
      EXPECT_EQ(attempt.status, 0) << attempt.request << ": stopping is no reason for " << attempt.status;
      ++unanswered;
    }
    for (const auto& submission : load.submissions()) {
      if (!submission.ids.empty()) continue;
      EXPECT_EQ(world.sql("SELECT count(*) FROM wheel_specifications WHERE wheel_profile = '" +
                          submission.profile + "'"),
                "0")
          << submission.profile << " was stored, but its client not told";
    }
    // Each client sends its next request at once, far within the half second that its connection is kept.
    EXPECT_LE(unanswered, 2);
  }
}

/// Neither a hanging statement nor requests waiting for it delay the stop.
TEST(ServerStopped, EndsInTimeAlthoughAStatementHangs) {
  World world(
      {.environment = {{"KPA_SERVER_DRAIN_TIMEOUT", "1s"}, {"KPA_DATABASE_STATEMENT_TIMEOUT", "120s"}}});
  world.sql(
      "CREATE FUNCTION hang() RETURNS trigger LANGUAGE plpgsql AS "
      "$$ BEGIN PERFORM pg_sleep(600); RETURN new; END $$;"
      "CREATE TRIGGER hang BEFORE INSERT ON wheel_specifications FOR EACH ROW EXECUTE FUNCTION hang()");
  auto pending = std::async(std::launch::async,
                            [&] { return try_once(world.server.port(), world.token, distinct_form(1)); });
  ASSERT_TRUE(eventually([&] {
    return world.sql("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'") == "1";
  }));
  world.server.ask_to_stop();
  EXPECT_EQ(world.server.exit_status(in_time), 0) << world.server.output();
  const auto attempt = pending.get();
  EXPECT_FALSE(attempt.served());
  EXPECT_FALSE(attempt.cut_off);
}

TEST(ServerStopped, EndsInTimeAlthoughPostgresqlIsGone) {
  World world({.environment = {{"KPA_SERVER_DRAIN_TIMEOUT", "1s"}, {"KPA_DATABASE_ACQUIRE_TIMEOUT", "2s"}}});
  Workload load(world.server.port(), world.token);
  ASSERT_TRUE(load.goes_on(10));
  world.postgres.crash();
  const int failed = load.failed();
  ASSERT_TRUE(eventually([&] { return load.failed() > failed; }));
  world.server.ask_to_stop();
  EXPECT_EQ(world.server.exit_status(in_time), 0) << world.server.output();
  load.stop();
  EXPECT_THAT(load.wrong_answers(), IsEmpty());
  world.postgres.start();
  EXPECT_THAT(load.disagreements(world.conninfo()), IsEmpty());
}

}  // namespace

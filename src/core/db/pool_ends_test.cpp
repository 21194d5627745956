#include <chrono>
#include <string>
#include <system_error>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/db/blocking.hpp"
#include "core/db/pool.hpp"
#include "core/db/pool_rig_for_test.hpp"
#include "tests/support/no_more_threads.hpp"

namespace kpa::db {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

TEST_F(PoolTest, WhoeverWaitsTooLongForAConnectionIsToldThatTheServiceIsUnavailable) {
  auto wanted = settings(1);
  wanted.acquire_timeout = 200ms;
  Rig rig(wanted);
  bool release = false;
  const auto holder = test::start(rig.io, rig.database.transaction([&](Queries& unit) -> Task<int> {
    while (!release) co_await unit.first(echo, 1);
    co_return 1;
  }));
  rig.run_until([&] { return rig.pool->connected() == 1; });
  EXPECT_EQ(state_after(rig, test::start(rig.io, rig.database.first(echo, 1))), "unavailable");
  release = true;
  EXPECT_EQ(test::finish(rig.io, holder), 1);
  EXPECT_EQ(rig.await(rig.database.first(echo, 2)), 2);
}

TEST_F(PoolTest, MoreThanMayWaitAreTurnedAwayAtOnce) {
  auto wanted = settings(1);
  wanted.most_waiting = 3;
  Rig rig(wanted);
  std::vector<std::shared_ptr<test::Running<std::optional<std::int64_t>>>> all;
  for (int number = 0; number < 5; ++number)
    all.push_back(test::start(rig.io, rig.database.first(echo, number)));
  rig.run_until([&] { return std::ranges::all_of(all, [](const auto& one) { return one->ended(); }); });
  std::vector<std::string> states;
  for (const auto& one : all) states.push_back(state_of(*one));
  EXPECT_THAT(states, ElementsAre("", "", "", "unavailable", "unavailable"));
}

TEST_F(PoolTest, AStatementThatTakesTooLongIsEndedAndItsConnectionGoesOn) {
  auto wanted = settings(1);
  wanted.statement_timeout = 300ms;
  Rig rig(wanted);
  const auto before = rig.await(rig.database.first(my_backend));
  EXPECT_EQ(state_after(rig, test::start(rig.io, rig.database.first(slept, "30"))), "57014");
  EXPECT_EQ(rig.await(rig.database.first(my_backend)), before);
}

TEST_F(PoolTest, AWaitForALockEndsBeforeTheStatementDoes) {
  auto wanted = settings(1);
  wanted.statement_timeout = 1s;
  Rig rig(wanted);
  BlockingConnection other(test_database_.conninfo());
  other.execute("BEGIN");
  other.execute("INSERT INTO notes VALUES (1)");
  EXPECT_EQ(state_after(rig, test::start(rig.io, rig.database.first(insert, 1))), "55P03");
}

TEST_F(PoolTest, ACancelledStatementStopsInPostgresAndDoesNotHurtThoseBehindIt) {
  Rig rig(settings(1));
  const auto backend = rig.await(rig.database.first(my_backend));
  const auto cancelled = test::start(rig.io, rig.database.first(slept, "30"));
  rig.run_until([&] { return active("%pg_sleep%") == "1"; });
  std::vector<std::shared_ptr<test::Running<std::optional<std::int64_t>>>> behind;
  for (std::int64_t number = 0; number < 10; ++number) {
    behind.push_back(test::start(rig.io, rig.database.first(echo, number)));
    behind.push_back(test::start(rig.io, rig.database.first(insert, number)));
  }
  cancelled->cancel.emit(boost::asio::cancellation_type::terminal);
  rig.run_until([&] { return cancelled->ended(); });
  EXPECT_NE(cancelled->failure, nullptr);
  for (const auto& one : behind) EXPECT_EQ(state_after(rig, one), "");
  EXPECT_EQ(active("%pg_sleep%"), "0");
  EXPECT_EQ(rig.await(rig.database.first(my_backend)), backend);
}

TEST_F(PoolTest, CancelsInQuickSuccessionHitNobodyElse) {
  Rig rig(settings(1));
  for (std::int64_t round = 0; round < 30; ++round) {
    const auto cancelled = test::start(rig.io, rig.database.first(slept, "0.003"));
    const auto behind = test::start(rig.io, rig.database.first(insert, 2 * round));
    const auto transaction =
        test::start(rig.io, rig.database.transaction([round](Queries& unit) -> Task<int> {
          co_await unit.first(insert, 2 * round + 1);
          co_await unit.first(slept, "0.002");
          co_return 1;
        }));
    rig.run_until([&] { return rig.pool->connected() == 1; });
    rig.io.restart();
    rig.io.poll();  // all must have begun: Asio in Boost 1.83 throws when a coroutine is cancelled before
    rig.io.run_for(std::chrono::milliseconds(round % 5));
    cancelled->cancel.emit(boost::asio::cancellation_type::terminal);
    EXPECT_EQ(state_after(rig, behind), "");
    EXPECT_EQ(test::finish(rig.io, transaction), 1);
    rig.run_until([&] { return cancelled->ended(); });
  }
  EXPECT_EQ(admin_.execute("SELECT count(*) FROM notes").value(), "60");
}

TEST_F(PoolTest, ACancelThatFindsNoThreadHurtsNobody) {
  auto wanted = settings(1);
  wanted.statement_timeout = 1s;
  Rig rig(wanted);
  const auto cancelled = test::start(rig.io, rig.database.first(slept, "30"));
  rig.run_until([&] { return active("%pg_sleep%") == "1"; });
  {
    const test::NoMoreThreads none;
    ASSERT_THROW(std::thread([] {}).join(), std::system_error);
    cancelled->cancel.emit(boost::asio::cancellation_type::terminal);
  }
  EXPECT_EQ(state_after(rig, test::start(rig.io, rig.database.first(echo, 1))), "") << "after the time limit";
  rig.run_until([&] { return cancelled->ended(); });
}

TEST_F(PoolTest, AWriteWhoseClientIsGoneIsFinished) {
  Rig rig(settings(1));
  const auto cancelled = test::start(rig.io, rig.database.first(insert_slowly, 1, "0.5"));
  rig.run_until([&] { return active("%notes%pg_sleep%") == "1"; });
  cancelled->cancel.emit(boost::asio::cancellation_type::terminal);
  rig.run_until([&] { return cancelled->ended(); });
  EXPECT_EQ(admin_.execute("SELECT count(*) FROM notes").value(), "1");
}

}  // namespace
}  // namespace kpa::db

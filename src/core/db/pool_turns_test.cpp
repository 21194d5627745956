#include <chrono>
#include <set>
#include <string>
#include <system_error>
#include <vector>

#include <gtest/gtest.h>

#include "core/db/pool.hpp"
#include "core/db/pool_rig_for_test.hpp"

namespace kpa::db {
namespace {

using namespace std::chrono_literals;

TEST_F(PoolTest, WhoeverComesFirstIsServedFirst) {
  auto wanted = settings(1);
  wanted.pipeline_depth = 1;
  Rig rig(wanted);
  std::vector<int> order;
  const auto record = [&](int number) -> Task<int> {
    if (number % 3 == 0)
      co_await rig.database.transaction([](Queries& unit) -> Task<int> {
        co_await unit.first(echo, 1);
        co_return 1;
      });
    else
      co_await rig.database.first(echo, number);
    order.push_back(number);
    co_return number;
  };
  std::vector<int> expected;
  for (int number = 0; number < 50; ++number) {
    test::start(rig.io, record(number));
    expected.push_back(number);
  }
  rig.run_until([&] { return order.size() == 50; });
  EXPECT_EQ(order, expected);
}

TEST_F(PoolTest, ATransactionGetsItsConnectionWhileSingleStatementsKeepComing) {
  Rig rig(settings(2));
  bool stop = false;
  int served = 0;
  const auto keep_asking = [&]() -> Task<int> {
    for (; !stop; ++served) co_await rig.database.first(echo, 1);
    co_return 1;
  };
  std::vector<std::shared_ptr<test::Running<int>>> singles;
  for (int number = 0; number < 64; ++number) singles.push_back(test::start(rig.io, keep_asking()));
  rig.run_until([&] { return served > 200; });
  for (int round = 0; round < 20; ++round) {
    const int before = served;
    rig.await(rig.database.transaction([](Queries& unit) -> Task<int> {
      co_await unit.first(echo, 1);
      co_return 1;
    }));
    EXPECT_LT(served - before, 2000) << "it waits for those before it, not for those behind";
  }
  stop = true;
  rig.run_until([&] { return std::ranges::all_of(singles, [](const auto& one) { return one->ended(); }); });
}

TEST_F(PoolTest, ATransactionGetsItsConnectionWhereEveryStatementIsSlow) {
  Rig rig(settings(4));
  bool stop = false;
  int served = 0;
  const auto keep_asking = [&]() -> Task<int> {
    for (; !stop; ++served) co_await rig.database.first(slept, "0.1");
    co_return 1;
  };
  std::vector<std::shared_ptr<test::Running<int>>> singles;
  for (int number = 0; number < 32; ++number) singles.push_back(test::start(rig.io, keep_asking()));
  rig.run_until([&] { return served > 32; });
  for (int round = 0; round < 3; ++round) {
    const int before = served;
    EXPECT_EQ(rig.await(in_transaction(rig.database, 7)), 7);
    // 4 of them per 100 ms, behind the 8 on one connection; with a rotating choice it took hundreds.
    EXPECT_LT(served - before, 100);
  }
  stop = true;
  rig.run_until([&] { return std::ranges::all_of(singles, [](const auto& one) { return one->ended(); }); });
}

TEST_F(PoolTest, ATransactionThatWaitsKeepsNobodyElseOutOfThePipelines) {
  Rig rig(settings(4));
  const auto slow = occupy(rig, 4);
  const auto transaction = test::start(rig.io, in_transaction(rig.database, 7));
  const auto reads = start_reads(rig, 40);
  EXPECT_EQ(rig.pool->waiting(), 1U) << "the transaction; the reads have their places in the pipelines";
  end(slow);
  EXPECT_EQ(test::finish(rig.io, transaction), 7);
  for (const auto& read : reads) EXPECT_EQ(state_after(rig, read), "");
}

TEST_F(PoolTest, ATransactionGetsTheConnectionThatIsHeldBackWhileReadsGoOnInTheOthers) {
  Rig rig(settings(2));
  auto slow = occupy(rig, 2);
  const auto transaction = test::start(rig.io, in_transaction(rig.database, 7));
  const auto reads = start_reads(rig, 10);
  // The transaction gets the connection that drains first: nothing new is behind the statement of the
  // held-back one.
  end(slow);
  rig.run_until([&] { return transaction->ended(); });
  EXPECT_EQ(test::finish(rig.io, transaction), 7);
  for (const auto& read : reads) EXPECT_EQ(state_after(rig, read), "");
}

TEST_F(PoolTest, OneConnectionIsLeftToStatementsHoweverManyTransactionsWait) {
  Rig rig(settings(2));
  const auto slow = occupy(rig, 2);
  std::vector<std::shared_ptr<test::Running<std::int64_t>>> transactions;
  for (std::int64_t number = 0; number < 5; ++number)
    transactions.push_back(test::start(rig.io, in_transaction(rig.database, number)));
  const auto reads = start_reads(rig, 10);
  EXPECT_EQ(rig.pool->waiting(), 5U);
  end(slow);
  for (std::int64_t number = 0; number < 5; ++number)
    EXPECT_EQ(test::finish(rig.io, transactions[static_cast<std::size_t>(number)]), number);
  for (const auto& read : reads) EXPECT_EQ(state_after(rig, read), "");
}

TEST_F(PoolTest, ATransactionBehindAStatementThatWaitsGetsNothingBeforeIt) {
  auto wanted = settings(2);
  wanted.pipeline_depth = 1;
  Rig rig(wanted);
  const auto slow = occupy(rig, 2);
  std::string order;
  const auto noted = [&order](auto task, char name) -> Task<int> {
    co_await std::move(task);
    order += name;
    co_return 1;
  };
  test::start(rig.io, noted(rig.database.first(echo, 1), 'a'));
  test::start(rig.io, noted(in_transaction(rig.database, 2), 'B'));
  test::start(rig.io, noted(rig.database.first(echo, 3), 'c'));
  rig.io.restart();
  rig.io.poll();
  EXPECT_EQ(rig.pool->waiting(), 3U);
  end({slow[0]});
  rig.run_until([&] { return order.size() == 3; });
  EXPECT_EQ(order, "aBc");
  end({slow[1]});
}

TEST_F(PoolTest, AStatementGetsItsTurnWhileTransactionsKeepComing) {
  Rig rig(settings(2));
  bool stop = false;
  int served = 0;
  const auto keep_asking = [&]() -> Task<int> {
    for (; !stop; ++served) co_await in_transaction(rig.database, 1);
    co_return 1;
  };
  std::vector<std::shared_ptr<test::Running<int>>> transactions;
  for (int number = 0; number < 16; ++number) transactions.push_back(test::start(rig.io, keep_asking()));
  rig.run_until([&] { return served > 50; });
  for (int round = 0; round < 20; ++round) {
    const int before = served;
    rig.await(rig.database.first(echo, 1));
    EXPECT_LT(served - before, 100) << "it waits for those before it, not for those behind";
  }
  stop = true;
  rig.run_until(
      [&] { return std::ranges::all_of(transactions, [](const auto& one) { return one->ended(); }); });
}

TEST_F(PoolTest, AStatementDoesNotGoBehindOneThatTakesLong) {
  Rig rig(settings(2));
  rig.run_until([&] { return rig.pool->connected() == 2; });
  const auto slow = test::start(rig.io, rig.database.first(slept, "60"));
  rig.run_until([&] { return active("%pg_sleep%") == "1"; });
  const auto long_ago = std::chrono::steady_clock::now() + 100ms;
  rig.run_until([&] { return std::chrono::steady_clock::now() > long_ago; });
  const auto reads = start_reads(rig, 12);
  for (const auto& read : reads) EXPECT_EQ(state_after(rig, read), "");
  ASSERT_FALSE(slow->ended());
  end({slow});
}

TEST_F(PoolTest, ReadsStayTogetherAndLeaveTheOtherConnectionsToTransactions) {
  Rig rig(settings(8));
  rig.run_until([&] { return rig.pool->connected() == 8; });
  std::vector<RunningRow> reads;
  for (int number = 0; number < 40; ++number)
    reads.push_back(test::start(rig.io, rig.database.first(my_backend)));
  std::set<std::int64_t> backends;
  for (const auto& read : reads) backends.insert(test::finish(rig.io, read).value());
  EXPECT_EQ(backends.size(), 4U);
  const auto mine = [](Queries& unit) -> Task<std::int64_t> {
    const auto backend = co_await unit.first(my_backend);
    co_return backend.value();
  };
  std::vector<std::shared_ptr<test::Running<std::int64_t>>> transactions;
  for (int number = 0; number < 4; ++number)
    transactions.push_back(test::start(rig.io, rig.database.transaction(mine)));
  for (const auto& transaction : transactions)
    EXPECT_FALSE(backends.contains(test::finish(rig.io, transaction)));
}

TEST_F(PoolTest, ReadsGoToTheOtherConnectionsWhereTheirOwnAreSlow) {
  Rig rig(settings(5));
  rig.run_until([&] { return rig.pool->connected() == 5; });
  std::vector<RunningRow> slow;
  for (int number = 0; number < 4; ++number)
    slow.push_back(test::start(rig.io, rig.database.first(slept, "60")));
  rig.run_until([&] { return active("%pg_sleep%") == "4"; });
  const auto long_ago = std::chrono::steady_clock::now() + 100ms;
  rig.run_until([&] { return std::chrono::steady_clock::now() > long_ago; });
  const auto reads = start_reads(rig, 12);
  for (const auto& read : reads) EXPECT_EQ(state_after(rig, read), "");
  end(slow);
}

TEST_F(PoolTest, WhoseClientIsGoneLeavesTheLineAtOnce) {
  auto wanted = settings(2);
  wanted.pipeline_depth = 2;
  Rig rig(wanted);
  const auto slow = occupy(rig, 2);
  const auto transaction = test::start(rig.io, in_transaction(rig.database, 1));
  const auto reads = start_reads(rig, 3);  // one has room besides the held-back connection
  EXPECT_EQ(rig.pool->waiting(), 3U);
  reads[2]->cancel.emit(boost::asio::cancellation_type::terminal);
  EXPECT_THROW(test::finish(rig.io, reads[2]), boost::system::system_error);
  EXPECT_EQ(rig.pool->waiting(), 2U);
  transaction->cancel.emit(boost::asio::cancellation_type::terminal);
  EXPECT_THROW(test::finish(rig.io, transaction), boost::system::system_error);
  EXPECT_EQ(rig.pool->waiting(), 0U) << "the second read has the place that was held back";
  EXPECT_FALSE(slow[0]->ended() || slow[1]->ended());
  end(slow);
  EXPECT_EQ(state_after(rig, reads[0]), "");
  EXPECT_EQ(state_after(rig, reads[1]), "");
}

}  // namespace
}  // namespace kpa::db

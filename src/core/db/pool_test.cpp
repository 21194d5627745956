#include "core/db/pool.hpp"

#include <csignal>
#include <functional>
#include <numeric>
#include <set>
#include <string>
#include <system_error>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/db/blocking.hpp"
#include "core/db/database.hpp"
#include "core/db/resolve.hpp"
#include "core/observe/log.hpp"
#include "core/observe/metrics.hpp"
#include "tests/support/coroutine.hpp"
#include "tests/support/database.hpp"
#include "tests/support/no_more_threads.hpp"

namespace kpa::db {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::Contains;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

const Query<std::int64_t(std::int64_t)> echo{"pool_test_echo", "SELECT $1::bigint"};
const Query<std::int64_t(std::int64_t)> divide{"pool_test_divide", "SELECT 100 / $1::bigint"};
const Query<std::int64_t(std::string)> slept{"pool_test_slept",
                                             "SELECT 1::bigint FROM pg_sleep($1::text::float8)"};
const Query<std::int64_t()> nap{"pool_test_nap",
                                "SELECT 1::bigint FROM (SELECT pg_sleep(seconds) FROM naps) AS taken"};
const Query<std::int64_t()> first_note{"pool_test_first_note", "SELECT id FROM notes ORDER BY id LIMIT 1"};
const Query<std::int64_t(std::int64_t)> find_note{"pool_test_find_note",
                                                  "SELECT id FROM notes WHERE id = $1"};
const Query<std::int64_t()> prepared{"pool_test_prepared", "SELECT count(*) FROM pg_prepared_statements"};
const Query<std::int64_t()> my_backend{"pool_test_backend", "SELECT pg_backend_pid()"};
const Change<std::int64_t(std::int64_t)> insert{"pool_test_insert",
                                                "INSERT INTO notes (id) VALUES ($1) RETURNING id"};
const Change<std::int64_t(std::int64_t, std::string)> insert_slowly{
    "pool_test_insert_slowly",
    "INSERT INTO notes (id) SELECT $1 FROM pg_sleep($2::text::float8) RETURNING id"};

/// A pool on an I/O thread of its own, which is the test's thread.
struct Rig {
  explicit Rig(PoolSettings settings) : pool(std::make_shared<Pool>(io, std::move(settings))) {
    pool->start();
  }
  ~Rig() {
    pool->stop();
    io.restart();
    io.run_for(test::patience);
    EXPECT_TRUE(io.stopped()) << "a stopped pool leaves nothing that keeps the thread busy";
  }

  template <class T>
  T await(Task<T> task) {
    return test::await(io, std::move(task));
  }
  template <class Condition>
  void run_until(Condition condition) {
    test::run_until(io, condition);
  }

  boost::asio::io_context io{1};
  std::shared_ptr<Pool> pool;
  Database database{pool};
};

template <class T>
std::string state_of(const test::Running<T>& running) {
  if (running.failure == nullptr) return "";
  try {
    std::rethrow_exception(running.failure);
  } catch (const Error& error) {
    return error.sqlstate;
  } catch (const Failure& failure) {
    return std::string(describe(failure.problem.code).slug);
  }
}

using RunningRow = std::shared_ptr<test::Running<std::optional<std::int64_t>>>;

/// One statement in a transaction.
Task<std::int64_t> in_transaction(Database& database, std::int64_t number) {
  return database.transaction([number](Queries& unit) -> Task<std::int64_t> {
    const auto answered = co_await unit.first(echo, number);
    co_return *answered;
  });
}

std::string state_after(Rig& rig, const RunningRow& running) {
  rig.run_until([&] { return running->ended(); });
  return state_of(*running);
}

class PoolTest : public testing::Test {
 protected:
  PoolTest() { admin_.execute("CREATE TABLE notes (id bigint PRIMARY KEY)"); }

  PoolSettings settings(std::size_t connections) {
    return {.conninfo = test_database_.conninfo(), .connections = connections, .statement_timeout = 20s};
  }
  /// Starts a statement on each connection, which runs until it is cancelled.
  std::vector<RunningRow> occupy(Rig& rig, std::size_t connections) {
    rig.run_until([&] { return rig.pool->connected() == connections; });
    std::vector<RunningRow> all;
    for (std::size_t number = 0; number < connections; ++number)
      all.push_back(test::start(rig.io, rig.database.first(slept, "60")));
    rig.run_until([&] { return active("%pg_sleep%") == std::to_string(connections); });
    return all;
  }
  static void end(const std::vector<RunningRow>& statements) {
    for (const auto& one : statements) one->cancel.emit(boost::asio::cancellation_type::terminal);
  }
  /// Starts reads at once, and waits until all are running.
  static std::vector<RunningRow> start_reads(Rig& rig, std::int64_t count) {
    std::vector<RunningRow> all;
    for (std::int64_t number = 0; number < count; ++number)
      all.push_back(test::start(rig.io, rig.database.first(echo, number)));
    rig.io.restart();
    rig.io.poll();
    return all;
  }

  /// How many of the pool's connections run such a statement.
  std::string active(const std::string& like) {
    return admin_
        .execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state = 'active' "
            "AND pid <> pg_backend_pid() AND query LIKE $1",
            {like})
        .value()
        .value();
  }

  test::TestDatabase test_database_{test::TestDatabase::Starts::empty};
  BlockingConnection admin_{test_database_.conninfo()};
};

TEST_F(PoolTest, OnesErrorLeavesItsNeighboursInThePipelineAlone) {
  auto wanted = settings(1);
  wanted.pipeline_depth = 500;
  Rig rig(wanted);
  std::vector<std::shared_ptr<test::Running<std::optional<std::int64_t>>>> all;
  for (std::int64_t number = 0; number < 500; ++number)
    all.push_back(test::start(rig.io, rig.database.first(divide, number % 5)));
  rig.run_until([&] { return std::ranges::all_of(all, [](const auto& one) { return one->ended(); }); });
  for (std::int64_t number = 0; number < 500; ++number) {
    const auto& one = *all[static_cast<std::size_t>(number)];
    if (number % 5 == 0)
      EXPECT_EQ(state_of(one), "22012");
    else
      EXPECT_EQ(one.value.value(), 100 / (number % 5));
  }
}

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

TEST_F(PoolTest, AConnectionThatBreaksWhileItIsHeldBackIsReplaced) {
  Rig rig(settings(2));
  const auto slow = occupy(rig, 2);
  const auto transaction = test::start(rig.io, in_transaction(rig.database, 7));
  const auto reads = start_reads(rig, 4);
  end(slow);
  admin_.execute(
      "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity "
      "WHERE datname = current_database() AND pid <> pg_backend_pid()");
  EXPECT_EQ(test::finish(rig.io, transaction), 7);
  for (const auto& read : reads) EXPECT_EQ(state_after(rig, read), "");
}

/// A statement that is really wrong fails with its own error.
TEST_F(PoolTest, AStatementThatIsWrongAfterAChangeOfTheSchemaFails) {
  Rig rig(settings(1));
  rig.await(rig.database.first(first_note));
  admin_.execute("ALTER TABLE notes RENAME TO others");
  EXPECT_EQ(state_after(rig, test::start(rig.io, rig.database.first(first_note))), "42P01");
  const auto in_a_transaction = [](Queries& unit) { return unit.first(first_note); };
  EXPECT_EQ(state_after(rig, test::start(rig.io, rig.database.transaction(in_a_transaction))), "42P01");
  admin_.execute("ALTER TABLE others RENAME TO notes");
  EXPECT_EQ(state_after(rig, test::start(rig.io, rig.database.first(first_note))), "");
}

/// Otherwise every statement with the column would fail until its connection is closed.
TEST_F(PoolTest, AChangeOfAColumnsTypeIsNotNoticedByWhoReadsAndWritesIt) {
  Rig rig(settings(2));
  rig.run_until([&] { return rig.pool->connected() == 2; });
  std::int64_t next = 1;
  std::size_t round = 0;
  for (const auto* const type :
       {"bigint", "integer", "numeric", "text", "integer", "bigint", "text", "bigint", "text", "bigint"}) {
    admin_.execute("ALTER TABLE notes ALTER COLUMN id TYPE " + std::string(type) + " USING id::" + type);
    // Several at once, so that both connections prepare them; each round begins with another kind.
    const std::vector<std::function<RunningRow()>> kinds = {
        [&] { return test::start(rig.io, rig.database.first(insert, next++)); },
        [&] { return test::start(rig.io, rig.database.first(find_note, next / 2)); },
        [&] { return test::start(rig.io, rig.database.first(first_note)); }};
    for (std::size_t kind = 0; kind < kinds.size(); ++kind) {
      std::vector<RunningRow> all;
      for (int number = 0; number < 4; ++number) all.push_back(kinds[(kind + round) % kinds.size()]());
      for (const auto& one : all) EXPECT_EQ(state_after(rig, one), "") << type;
    }
    ++round;
  }
  EXPECT_EQ(admin_.execute("SELECT count(*) FROM notes").value(), std::to_string(next - 1));
  EXPECT_LE(rig.await(rig.database.first(prepared)), 4) << "those for the old columns are gone";
}

TEST_F(PoolTest, AChangeOfAColumnsTypeCostsATransactionOneMoreAttempt) {
  Rig rig(settings(3));
  rig.run_until([&] { return rig.pool->connected() == 3; });
  std::int64_t next = 1;
  int attempts = 0;
  int at_once = 0;
  const auto work = [&](std::int64_t number, int others) {
    return rig.database.transaction([&, number, others](Queries& unit) -> Task<int> {
      ++attempts;
      ++at_once;
      while (at_once < others) co_await unit.first(echo, 1);
      co_await unit.first(first_note);
      co_await unit.first(insert, number);
      co_return 1;
    });
  };
  std::vector<std::shared_ptr<test::Running<int>>> all;
  for (int number = 0; number < 3; ++number) all.push_back(test::start(rig.io, work(next++, 3)));
  for (const auto& one : all) EXPECT_EQ(test::finish(rig.io, one), 1);
  admin_.execute("ALTER TABLE notes ALTER COLUMN id TYPE integer");
  attempts = 0;
  EXPECT_EQ(rig.await(work(next++, 0)), 1);
  EXPECT_EQ(attempts, 2) << "all connections have learnt of it by the first";
  EXPECT_EQ(admin_.execute("SELECT count(*) FROM notes").value(), "4");
}

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

TEST_F(PoolTest, MoreStatementsThanAConnectionRemembersAllWork) {
  Rig rig(settings(1));
  const auto asked = [&](std::int64_t number, std::int64_t answer) -> Task<std::int64_t> {
    // They differ only beyond PostgreSQL's limit for names.
    const auto name = std::make_shared<const std::string>(std::string(70, 'x') + std::to_string(number));
    const auto sql =
        std::make_shared<const std::string>("SELECT " + std::to_string(number) + " + $1::bigint");
    Command command{.name = *name, .sql = *sql, .read_only = true};
    command.keeps = std::make_shared<std::pair<decltype(name), decltype(sql)>>(name, sql);
    bind_value(command.parameters, answer);
    const Rows rows = co_await rig.database.execute(std::move(command));
    co_return read_row<std::int64_t>(rows, 0);
  };
  for (int round = 0; round < 2; ++round) {
    std::vector<std::shared_ptr<test::Running<std::int64_t>>> all;
    for (std::int64_t number = 0; number < 1200; ++number)
      all.push_back(test::start(rig.io, asked(number, 1)));
    for (std::int64_t number = 0; number < 1200; ++number)
      EXPECT_EQ(test::finish(rig.io, all[static_cast<std::size_t>(number)]), number + 1);
  }
  EXPECT_LE(rig.await(rig.database.first(prepared)), 501);
}

TEST_F(PoolTest, AnIdleConnectionIsNotTakenForADeadOneWhenItForgetsItsStatements) {
  auto wanted = settings(1);
  wanted.statement_timeout = 100ms;
  Rig rig(wanted);
  const auto one = [&](std::int64_t number) -> Task<int> {
    const auto text = std::make_shared<const std::string>("SELECT " + std::to_string(number) + "::bigint");
    Command command{.name = *text, .sql = *text, .read_only = true, .keeps = text};
    co_await rig.database.execute(std::move(command));
    co_return 1;
  };
  const auto backend = rig.await(rig.database.first(my_backend));
  for (std::int64_t number = 0; number < 499; ++number) rig.await(one(number));
  const auto idle_until =
      std::chrono::steady_clock::now() + 2300ms;  // longer than the silence that closes a connection
  rig.run_until([&] { return std::chrono::steady_clock::now() > idle_until; });
  const auto next = test::start(rig.io, one(1000));
  const auto slow = test::start(rig.io, rig.database.first(slept, "0.05"));
  EXPECT_EQ(test::finish(rig.io, next), 1);
  EXPECT_EQ(state_after(rig, slow), "");
  EXPECT_EQ(rig.await(rig.database.first(my_backend)), backend);
}

TEST_F(PoolTest, TheLogNamesStatementsAndTheirTimeButNeverTheirValues) {
  std::vector<std::string> lines;
  observe::start_logs({.levels = {{"db", observe::Level::debug}}},
                      [&](std::string_view line) { lines.emplace_back(line); });
  {
    Rig rig(settings(1));
    rig.await(rig.database.first(echo, 987654321));
    rig.await(rig.database.first(slept, "1.01000987654321"));
  }
  observe::stop_logs();
  observe::start_logs({}, [](std::string_view) {});  // restore the usual levels
  observe::stop_logs();
  EXPECT_THAT(lines, Contains(AllOf(HasSubstr("DEBUG"), HasSubstr("pool_test_echo"), HasSubstr("ms="))));
  EXPECT_THAT(lines, Contains(AllOf(HasSubstr("WARNING"), HasSubstr("slow statement"),
                                    HasSubstr("pool_test_slept"), HasSubstr("ms="))));
  EXPECT_THAT(lines, Each(Not(HasSubstr("987654321"))));
}

TEST_F(PoolTest, MetricsTellWhatTheConnectionsDo) {
  const auto gauge = [](const std::string& name) { return observe::metrics().gauge(name, "").value(); };
  const auto timed = [] {
    const auto snapshot = observe::metrics().histogram("kpa_db_statement_seconds", "").snapshot();
    return std::accumulate(snapshot.counts.begin(), snapshot.counts.end(), std::uint64_t{0});
  };
  auto& reconnects = observe::metrics().counter("kpa_db_reconnects_total", "");
  const auto reconnects_before = reconnects.value();
  {
    auto wanted = settings(1);
    wanted.pipeline_depth = 1;
    Rig rig(wanted);
    const auto backend = rig.await(rig.database.first(my_backend));
    const auto before = timed();
    for (int number = 0; number < 10; ++number) rig.await(rig.database.first(echo, number));
    EXPECT_EQ(timed() - before, 10U);
    const auto one = test::start(rig.io, rig.database.first(slept, "30"));
    const auto two = test::start(rig.io, rig.database.first(echo, 1));
    rig.run_until([&] {
      return gauge("kpa_db_connections_open") == 1 && gauge("kpa_db_statements_under_way") == 1 &&
             gauge("kpa_db_requests_waiting") == 1;
    });
    one->cancel.emit(boost::asio::cancellation_type::terminal);
    EXPECT_EQ(test::finish(rig.io, two), 1);
    admin_.execute("SELECT pg_terminate_backend($1::int, 10000)", {std::to_string(backend.value())});
    rig.run_until([&] { return reconnects.value() == reconnects_before + 1; });
  }
  EXPECT_EQ(gauge("kpa_db_connections_open"), 0);
  EXPECT_EQ(gauge("kpa_db_statements_under_way"), 0);
  EXPECT_EQ(gauge("kpa_db_requests_waiting"), 0);
}

TEST_F(PoolTest, AStoppedPoolTurnsEverybodyAway) {
  Rig rig(settings(1));
  const auto under_way = test::start(rig.io, rig.database.first(slept, "30"));
  rig.run_until([&] { return active("%pg_sleep%") == "1"; });
  const auto waiting =
      test::start(rig.io, rig.database.transaction([](Queries&) -> Task<int> { co_return 1; }));
  rig.io.poll();
  rig.pool->stop();
  EXPECT_EQ(state_after(rig, under_way), "unavailable");
  rig.run_until([&] { return waiting->ended(); });
  EXPECT_EQ(state_of(*waiting), "unavailable");
  EXPECT_EQ(state_after(rig, test::start(rig.io, rig.database.first(echo, 1))), "unavailable");
}

TEST(ResolveTest, WithoutAThreadToLookUpANameIsAFailureLikeAnother) {
  boost::asio::io_context io;
  const test::NoMoreThreads none;
  EXPECT_THROW(test::await(io, with_addresses("host=localhost")), std::exception);
}

TEST(ResolveTest, AHostNameIsGivenToLibpqWithItsAddresses) {
  boost::asio::io_context io;
  const auto resolved = [&](std::string conninfo) { return test::await(io, with_addresses(conninfo)); };
  const auto local = resolved("host=localhost port=5 password='it\\'s a \\\\'");
  EXPECT_THAT(local, AllOf(HasSubstr("hostaddr='"), HasSubstr("127.0.0.1"), HasSubstr("host='localhost"),
                           HasSubstr("port='5'"), HasSubstr("password='it\\'s a \\\\'")));
  EXPECT_THAT(resolved("postgresql://somebody:secret@localhost/some"),
              AllOf(HasSubstr("127.0.0.1"), HasSubstr("user='somebody'"), HasSubstr("dbname='some'")));
  for (const auto* const same : {"host=/tmp dbname=x", "host=127.0.0.1", "host=::1", "host=a,b", "dbname=x",
                                 "host=name.invalid hostaddr=127.0.0.1", "not a connection string"})
    EXPECT_EQ(resolved(same), same);
  EXPECT_THROW(resolved("host=" + std::string(70, 'x')), Error) << "no label is as long";
}

class FaultTest : public testing::Test {
 protected:
  PoolSettings settings(std::size_t connections) {
    return {.conninfo = postgres_.conninfo(), .connections = connections, .statement_timeout = 10s};
  }

  test::PrivatePostgres postgres_{
      PostgresSettings{{"max_connections", "8"}, {"superuser_reserved_connections", "3"}}};
};

TEST_F(FaultTest, AKilledPostgresCostsOnlyTheWritesUnderWay) {
  BlockingConnection(postgres_.conninfo())
      .execute(
          "CREATE TABLE notes (id bigint PRIMARY KEY); CREATE TABLE naps (seconds float8); INSERT INTO naps VALUES (30)");
  Rig rig(settings(2));
  rig.run_until([&] { return rig.pool->connected() == 2; });
  const auto write = test::start(rig.io, rig.database.first(insert_slowly, 1, "30"));
  const auto read = test::start(rig.io, rig.database.first(nap));
  rig.run_until([&] {
    return BlockingConnection(postgres_.conninfo())
               .execute(
                   "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%pg_sleep%' AND state = 'active' AND "
                   "pid <> pg_backend_pid()")
               .value() == "2";
  });
  postgres_.crash();
  EXPECT_EQ(state_after(rig, write), "outcome_unknown");
  const auto waiting = test::start(rig.io, rig.database.first(echo, 5));
  const auto waiting_write = test::start(rig.io, rig.database.first(insert, 2));
  rig.io.restart();
  rig.io.run_for(300ms);
  EXPECT_FALSE(read->ended());
  EXPECT_FALSE(waiting->ended());
  postgres_.start();
  BlockingConnection(postgres_.conninfo()).execute("DELETE FROM naps");
  const auto back = std::chrono::steady_clock::now();
  EXPECT_EQ(state_after(rig, waiting), "");
  // Ten times the longest pause between attempts to connect, for a busy machine.
  EXPECT_LT(std::chrono::steady_clock::now() - back, 5s);
  EXPECT_EQ(state_after(rig, waiting_write), "");
  EXPECT_EQ(state_after(rig, read), "");
  EXPECT_EQ(
      BlockingConnection(postgres_.conninfo()).execute("SELECT string_agg(id::text, ',') FROM notes").value(),
      "2");
}

TEST_F(FaultTest, WithFewerConnectionsThanWantedItWorksOnAndTakesMoreWhenTheyAreFree) {
  std::vector<BlockingConnection> others;
  for (int number = 0; number < 5; ++number) others.emplace_back(postgres_.conninfo());
  Rig rig(settings(4));  // three are left, since ours is a superuser
  rig.run_until([&] { return rig.pool->connected() == 3 && !rig.pool->last_error().empty(); });
  for (int number = 0; number < 20; ++number) EXPECT_EQ(rig.await(rig.database.first(echo, number)), number);
  others.clear();
  rig.run_until([&] { return rig.pool->connected() == 4; });
}

TEST_F(FaultTest, AConnectionThatFallsSilentIsReplaced) {
  auto wanted = settings(1);
  wanted.statement_timeout = 100ms;
  Rig rig(wanted);
  const auto backend = rig.await(rig.database.first(my_backend));
  ASSERT_EQ(kill(static_cast<pid_t>(*backend), SIGSTOP), 0);
  EXPECT_NE(rig.await(rig.database.first(my_backend)), backend) << "asked again on another connection";
  kill(static_cast<pid_t>(*backend), SIGCONT);
}

TEST_F(FaultTest, APostgresThatIsDownIsSaidToBeUnavailableInTime) {
  ASSERT_TRUE(postgres_.stop());
  auto wanted = settings(1);
  wanted.acquire_timeout = 300ms;
  Rig rig(wanted);
  EXPECT_EQ(state_after(rig, test::start(rig.io, rig.database.first(echo, 1))), "unavailable");
  postgres_.start();
  rig.run_until([&] { return rig.pool->connected() == 1; });
  EXPECT_EQ(rig.await(rig.database.first(echo, 1)), 1);
}

TEST_F(FaultTest, APostgresThatNeverAnswersTheHandshakeIsGivenUp) {
  ASSERT_EQ(kill(postgres_.pid(), SIGSTOP), 0);
  auto wanted = settings(1);
  wanted.connect_timeout = 200ms;
  {
    Rig rig(wanted);
    rig.run_until([&] { return !rig.pool->last_error().empty(); });
    EXPECT_THAT(rig.pool->last_error(), testing::HasSubstr("in time"));
    kill(postgres_.pid(), SIGCONT);
    EXPECT_EQ(rig.await(rig.database.first(echo, 1)), 1);
  }
}

}  // namespace
}  // namespace kpa::db

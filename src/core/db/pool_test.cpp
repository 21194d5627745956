#include "core/db/pool.hpp"

#include <chrono>
#include <functional>
#include <numeric>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/db/pool_rig_for_test.hpp"
#include "core/observe/log.hpp"
#include "core/observe/metrics.hpp"

namespace kpa::db {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::Contains;
using testing::Each;
using testing::HasSubstr;
using testing::Not;

const Query<std::int64_t(std::int64_t)> divide{"pool_test_divide", "SELECT 100 / $1::bigint"};
const Query<std::int64_t()> first_note{"pool_test_first_note", "SELECT id FROM notes ORDER BY id LIMIT 1"};
const Query<std::int64_t(std::int64_t)> find_note{"pool_test_find_note",
                                                  "SELECT id FROM notes WHERE id = $1"};
const Query<std::int64_t()> prepared{"pool_test_prepared", "SELECT count(*) FROM pg_prepared_statements"};

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

}  // namespace
}  // namespace kpa::db

#include "core/db/copy.hpp"

#include <string>
#include <vector>

#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <gtest/gtest.h>

#include "core/db/blocking.hpp"
#include "core/db/database.hpp"
#include "core/db/pool_for_test.hpp"
#include "tests/support/coroutine.hpp"

namespace kpa::db {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;
using Timer = boost::asio::basic_waitable_timer<Clock, boost::asio::wait_traits<Clock>, Executor>;

const Query<std::int64_t()> my_backend{"copy_test_backend", "SELECT pg_backend_pid()"};
const CopyOut million{"copy_test_million", "COPY (SELECT generate_series(1, 1000000)) TO STDOUT"};
const CopyOut three{"copy_test_three", "COPY (VALUES (1, 'a'), (2, NULL), (3, 'c')) TO STDOUT (FORMAT csv)"};

class CopyTest : public PoolFixture {
 protected:
  CopyTest() : PoolFixture({.conninfo = {}, .connections = 1, .statement_timeout = 20s}) { pool_->start(); }

  std::string text_of(const CopyOut& statement) {
    std::string all;
    await(copy_out(*pool_, statement, [&all](std::string_view chunk) -> Task<void> {
      all += chunk;
      co_return;
    }));
    return all;
  }
  /// The SQLSTATE that the statement is refused with, or "".
  std::string state_of(const CopyOut& statement) {
    try {
      text_of(statement);
    } catch (const Error& error) {
      return error.sqlstate;
    }
    return "";
  }
  std::int64_t backend() { return await(database_.first(my_backend)).value(); }

  Database database_{pool_};
};

TEST_F(CopyTest, AMillionRowsArriveInOrderAndComplete) {
  const auto before = backend();
  std::int64_t next = 1;
  std::size_t largest = 0;
  const auto rows = await(copy_out(*pool_, million, [&](std::string_view chunk) -> Task<void> {
    largest = std::max(largest, chunk.size());
    EXPECT_TRUE(chunk.ends_with('\n')) << "whole rows";
    while (!chunk.empty()) {
      const std::size_t end = chunk.find('\n');
      if (chunk.substr(0, end) != std::to_string(next)) throw std::runtime_error("out of order");
      ++next;
      chunk.remove_prefix(end + 1);
    }
    co_return;
  }));
  EXPECT_EQ(rows, 1'000'000);
  EXPECT_EQ(next, 1'000'001);
  EXPECT_LT(largest, 100'000U);
  EXPECT_EQ(backend(), before) << "the connection goes on in the pool";
}

TEST_F(CopyTest, TextIsWhatTheStatementSays) {
  EXPECT_EQ(text_of(three), "1,a\n2,\n3,c\n");
  EXPECT_EQ(text_of({"copy_test_none", "COPY (SELECT 1 WHERE false) TO STDOUT"}), "");
}

TEST_F(CopyTest, NothingIsReadWhileTheTakerIsBusy) {
  int inside = 0;
  std::size_t taken = 0;
  const auto slowly = [&](std::string_view chunk) -> Task<void> {
    EXPECT_EQ(++inside, 1);
    Timer turn(io_, 1ms);
    co_await turn.async_wait(boost::asio::use_awaitable_t<Executor>());
    taken += chunk.size();
    --inside;
  };
  EXPECT_EQ(await(copy_out(*pool_, million, slowly)), 1'000'000);
  EXPECT_EQ(taken, 6'888'896U);
}

TEST_F(CopyTest, ATakerThatThrowsLeavesThePoolUsable) {
  const auto before = backend();
  const auto refuses = [](std::string_view) -> Task<void> {
    throw std::domain_error("on purpose");
    co_return;
  };
  EXPECT_THROW(await(copy_out(*pool_, million, refuses)), std::domain_error);
  EXPECT_NE(backend(), before) << "what is left of the COPY is nobody's";
  EXPECT_EQ(text_of(three), "1,a\n2,\n3,c\n");
}

TEST_F(CopyTest, ARefusedStatementIsAnErrorAndItsConnectionGoesOn) {
  const auto before = backend();
  EXPECT_EQ(state_of({"copy_test_refused", "COPY no_such_table TO STDOUT"}), "42P01");
  EXPECT_EQ(state_of({"copy_test_fails_late",
                      "COPY (SELECT 1 / (50000 - n) FROM generate_series(1, 50000) n) TO STDOUT"}),
            "22012");
  EXPECT_EQ(backend(), before);
}

TEST_F(CopyTest, WhatIsNoCopyToStdoutIsABug) {
  EXPECT_THROW(text_of({"copy_test_select", "SELECT 1"}), std::logic_error);
  EXPECT_THROW(text_of({"copy_test_in", "COPY pg_class FROM STDIN"}), std::exception);
  EXPECT_EQ(text_of(three), "1,a\n2,\n3,c\n");
}

TEST_F(CopyTest, ACancelledCopyEndsAndLeavesThePoolUsable) {
  const auto before = backend();
  const auto nothing = [](std::string_view) -> Task<void> { co_return; };
  const CopyOut slow{"copy_test_slow", "COPY (SELECT pg_sleep(30)) TO STDOUT"};
  const auto running = test::start(io_, copy_out(*pool_, slow, nothing));
  BlockingConnection look(test_database_.conninfo());
  const auto asleep = [&] {
    return look.execute(
                   "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE 'COPY%' "
                   "AND datname = current_database()")
               .value() == "1";
  };
  test::run_until(io_, asleep);
  running->cancel.emit(boost::asio::cancellation_type::terminal);
  test::run_until(io_, [&] { return running->ended(); });
  EXPECT_NE(running->failure, nullptr);
  EXPECT_NE(backend(), before);
  test::run_until(io_, [&] { return !asleep(); });
}

}  // namespace
}  // namespace kpa::db

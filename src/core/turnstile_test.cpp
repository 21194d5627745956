#include "core/turnstile.hpp"

#include <optional>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/time.hpp"
#include "tests/support/coroutine.hpp"

namespace kpa {
namespace {

using testing::ElementsAre;

struct TurnstileTest : testing::Test {
  /// Starts a coroutine that asks for a turn.
  auto ask() { return test::start(io, turnstile.enter()); }
  void run() {
    io.restart();
    io.poll();
  }

  boost::asio::io_context io{1};
  Turnstile turnstile{2};
};

TEST_F(TurnstileTest, LetsOneThroughAtATimeInOrder) {
  const auto first = ask(), second = ask(), third = ask();
  run();
  EXPECT_TRUE(first->ended());
  EXPECT_FALSE(second->ended());
  first->value.reset();
  run();
  EXPECT_TRUE(second->ended());
  EXPECT_FALSE(third->ended());
  second->value.reset();
  run();
  EXPECT_TRUE(third->ended());
  third->value.reset();
  EXPECT_NO_THROW(test::finish(io, ask()));
}

TEST_F(TurnstileTest, RefusesWhoWouldWaitBehindTooMany) {
  const auto first = ask(), second = ask(), third = ask(), fourth = ask();
  run();
  EXPECT_THROW(std::rethrow_exception(fourth->failure), Failure);
  first->value.reset();
  run();
  EXPECT_TRUE(second->value.has_value());
  EXPECT_FALSE(third->ended());
}

TEST_F(TurnstileTest, ForgetsWhoGoesAway) {
  const auto first = ask(), second = ask(), third = ask();
  run();
  second->cancel.emit(boost::asio::cancellation_type::terminal);
  run();
  EXPECT_NE(second->failure, nullptr);
  first->value.reset();
  run();
  EXPECT_TRUE(third->value.has_value());
}

TEST_F(TurnstileTest, ATurnThatComesTooLateIsGivenOn) {
  const auto first = ask(), second = ask(), third = ask();
  run();
  first->value.reset();
  second->cancel.emit(boost::asio::cancellation_type::terminal);  // its turn has come, but it has not run yet
  run();
  second->value.reset();
  run();
  EXPECT_TRUE(third->value.has_value());
}

TEST_F(TurnstileTest, TurnsAwayWhoseTimeIsOver) {
  const auto first = ask();
  const auto late = test::start(io, turnstile.enter(Clock::now() + std::chrono::milliseconds(1)));
  test::run_until(io, [&] { return late->ended(); });
  EXPECT_THROW(std::rethrow_exception(late->failure), Failure);
  first->value.reset();
  EXPECT_NO_THROW(test::finish(io, ask())) << "nobody is left in the line";
}

TEST(TurnstilesTest, LetOneThroughForEachKeyAndForgetKeysThatNobodyUses) {
  boost::asio::io_context io{1};
  std::optional<Turnstiles> turnstiles(2);
  const auto until = Clock::time_point::max();
  const auto one = test::start(io, turnstiles->enter("a", until)),
             two = test::start(io, turnstiles->enter("a", until)),
             other = test::start(io, turnstiles->enter("b", until));
  io.poll();
  EXPECT_TRUE(one->ended());
  EXPECT_FALSE(two->ended());
  EXPECT_TRUE(other->ended());
  EXPECT_EQ(turnstiles->size(), 2U);
  two->cancel.emit(boost::asio::cancellation_type::terminal);
  test::run_until(io, [&] { return two->ended(); });
  one->value.reset();
  EXPECT_EQ(turnstiles->size(), 1U);
  turnstiles.reset();
  other->value.reset();  // must outlive both
}

}  // namespace
}  // namespace kpa

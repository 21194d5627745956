#include "core/worker_pool.hpp"

#include <future>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <gtest/gtest.h>

namespace kpa {
namespace {

namespace asio = boost::asio;

/// Runs `work` and returns its result, or rethrows its exception.
template <class F>
auto run(WorkerPool& pool, F work) {
  asio::io_context io;
  std::optional<std::invoke_result_t<F&>> result;
  std::exception_ptr failure;
  asio::co_spawn(io, pool.run(std::move(work)), [&](std::exception_ptr thrown, auto value) {
    failure = thrown;
    result = std::move(value);
  });
  io.run();
  if (failure) std::rethrow_exception(failure);
  return std::move(result.value());
}

int own_nice() { return ::getpriority(PRIO_PROCESS, 0); }

TEST(WorkerPool, GivesWhatTheWorkGivesOrThrows) {
  WorkerPool pool(2, 10);
  EXPECT_EQ(run(pool, [] { return 42; }), 42);
  EXPECT_THROW(run(pool, []() -> int { throw std::runtime_error("no"); }), std::runtime_error);
}

TEST(WorkerPool, OfLowPriorityGivesWayToOtherThreads) {
  WorkerPool usual(1, 10), low(3, 10, WorkerPool::Priority::low);
  EXPECT_EQ(run(usual, own_nice), own_nice());
  for (int once = 0; once < 10; ++once) EXPECT_EQ(run(low, own_nice), 10);
}

TEST(WorkerPool, RefusesWhatIsTooMuch) {
  WorkerPool pool(1, 2);
  std::promise<void> gate;
  const auto opened = gate.get_future().share();
  const auto wait = [opened] {
    opened.wait();
    return 1;
  };
  asio::io_context io;
  int done = 0;
  for (int once = 0; once < 2; ++once)
    asio::co_spawn(io, pool.run(wait), [&](const std::exception_ptr&, int value) { done += value; });
  io.poll();
  try {
    run(pool, [] { return 1; });
    FAIL() << "the third was taken";
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.problem.code, Code::unavailable);
  }
  gate.set_value();
  io.restart();
  io.run();
  EXPECT_EQ(done, 2);
  EXPECT_EQ(run(pool, [] { return 1; }), 1);
}

}  // namespace
}  // namespace kpa

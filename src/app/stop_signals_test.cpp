#include "app/stop_signals.hpp"

#include <csignal>

#include <gtest/gtest.h>

namespace kpa::app {
namespace {

using namespace std::chrono_literals;

TEST(StopSignals, NotesASignalThatComesBetweenTwoSteps) {
  for (const int signal : {SIGINT, SIGTERM}) {
    StopSignals stop;
    EXPECT_FALSE(stop.came());
    std::raise(signal);
    EXPECT_TRUE(stop.came());
    EXPECT_TRUE(stop.came());
    stop.wait(1h, {});  // returns at once
  }
}

TEST(StopSignals, WaitsForASignalAndWorksMeanwhile) {
  StopSignals stop;
  int times = 0;
  stop.wait(1ms, [&] {
    if (++times == 3) std::raise(SIGTERM);
  });
  EXPECT_GE(times, 3);
  EXPECT_TRUE(stop.came());
}

TEST(StopSignals, MayBeAskedInTheMiddleOfThatWork) {
  StopSignals stop;
  bool seen = false;
  stop.wait(1ms, [&] {
    std::raise(SIGINT);
    seen = stop.came();
  });
  EXPECT_TRUE(seen);
}

}  // namespace
}  // namespace kpa::app

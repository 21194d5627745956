#include "features/one_time_codes/rules.hpp"

#include <gtest/gtest.h>

namespace kpa::one_time_codes {
namespace {

using namespace std::chrono_literals;

TEST(OneTimeCodeRules, ACodeHasItsNumberOfDigits) {
  EXPECT_EQ(digits(0, 6), "000000");
  EXPECT_EQ(digits(42, 6), "000042");
  EXPECT_EQ(digits(999'999, 6), "999999");
  EXPECT_EQ(digits(7'000'001, 6), "000001");
  EXPECT_EQ(digits(7'000'001, 8), "07000001");
}

TEST(OneTimeCodeRules, EachCodeDoublesThePauseUpToAnHour) {
  EXPECT_EQ(pause_after(0, 30s), 0ms);
  EXPECT_EQ(pause_after(1, 30s), 30s);
  EXPECT_EQ(pause_after(2, 30s), 1min);
  EXPECT_EQ(pause_after(4, 30s), 4min);
  EXPECT_EQ(pause_after(9, 30s), 1h);
  EXPECT_EQ(pause_after(1'000'000, 30s), 1h);
  EXPECT_EQ(pause_after(5, 0s), 0ms);
}

}  // namespace
}  // namespace kpa::one_time_codes

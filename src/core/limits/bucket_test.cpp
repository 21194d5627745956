#include "core/limits/bucket.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "core/limits/bucket_cases_for_test.hpp"

namespace kpa::limits {
namespace {

using namespace std::chrono_literals;

constexpr Micros second = 1e6;
constexpr config::RateLimit strict{.per_minute = 60, .burst = 3};

TEST(Bucket, GrantsWhatTheCasesSay) {
  for (const auto& [name, limit, steps] : bucket_cases()) {
    Bucket bucket;
    Micros now = 100 * second;
    for (std::size_t step = 0; step < steps.size(); ++step) {
      now += steps[step].pause * 60e6 / limit.per_minute;
      EXPECT_EQ(bucket.take(limit, now, steps[step].wanted).granted, steps[step].granted)
          << name << ", step " << step;
    }
  }
}

TEST(Bucket, TellsWhatIsLeftAndWhenThereIsMore) {
  Bucket bucket;
  Taken taken = bucket.take(strict, 100 * second);
  EXPECT_EQ(taken.remaining, 2U);
  EXPECT_DOUBLE_EQ(taken.full_in, second);
  bucket.take(strict, 100 * second);
  bucket.take(strict, 100 * second);
  taken = bucket.take(strict, 100.25 * second);
  EXPECT_EQ(taken.granted, 0U);
  EXPECT_EQ(taken.remaining, 0U);
  EXPECT_NEAR(taken.wait, 0.75 * second, 1);
  EXPECT_EQ(bucket.take(strict, 100.25 * second + taken.wait).granted, 1U);
}

TEST(Bucket, WarnsOnCreditAndTellsWhenItIsPaidBack) {
  constexpr config::RateLimit brief{.per_minute = 60, .burst = 3, .grace = 1s};
  Bucket bucket;
  for (int before = 0; before < 4; ++before) bucket.take(brief, 0);
  const Taken credit = bucket.take(brief, 0);
  EXPECT_EQ(credit.granted, 1U);
  EXPECT_EQ(credit.remaining, 0U) << "which warns the client";
  bucket.take(brief, 0);
  EXPECT_NEAR(bucket.take(brief, 0).wait, 4 * second, 1);
}

RC_GTEST_PROP(Bucket, NeverServesMoreThanTwoBurstsAndTheRate, ()) {
  const config::RateLimit limit{.per_minute = static_cast<double>(*rc::gen::inRange(1, 100'000)),
                                .burst = *rc::gen::inRange(1U, 500U),
                                .grace = std::chrono::milliseconds(*rc::gen::inRange(0, 20'000))};
  const auto pauses = *rc::gen::container<std::vector<unsigned>>(rc::gen::inRange(0U, 2'000'000U));
  Bucket bucket;
  Micros now = 0;
  double count = 0;
  for (const unsigned pause : pauses) {
    now += pause;
    count += bucket.take(limit, now, *rc::gen::inRange(1U, 10U)).granted;
    const double bursts = limit.grace.count() == 0 ? 1 : 2;
    RC_ASSERT(count <= bursts * limit.burst + now * limit.per_minute / 60e6 + 1e-3);
  }
}

}  // namespace
}  // namespace kpa::limits

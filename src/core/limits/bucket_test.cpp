#include "core/limits/bucket.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace kpa::limits {
namespace {

using namespace std::chrono_literals;

constexpr Micros second = 1e6;
constexpr config::RateLimit strict{.per_minute = 60, .burst = 3};
constexpr config::RateLimit kind{.per_minute = 60, .burst = 3, .grace = 10s};

/// How many of `wanted` requests at that moment are served.
unsigned served(Bucket& bucket, const config::RateLimit& limit, Micros now, unsigned wanted) {
  unsigned count = 0;
  for (unsigned asked = 0; asked < wanted; ++asked) count += bucket.take(limit, now).granted;
  return count;
}

TEST(Bucket, GivesItsBurstAndThenWhatComesBack) {
  Bucket bucket;
  EXPECT_EQ(served(bucket, strict, 100 * second, 5), 3U);
  EXPECT_EQ(served(bucket, strict, 101 * second, 5), 1U);
  EXPECT_EQ(served(bucket, strict, 101.9 * second, 5), 0U);
  EXPECT_EQ(served(bucket, strict, 200 * second, 9), 3U) << "it holds no more than its burst";
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

TEST(Bucket, ServesAnEmptyBucketOnCreditUntilTheGraceIsOver) {
  Bucket bucket;
  EXPECT_EQ(served(bucket, kind, 0, 4), 4U);
  EXPECT_EQ(served(bucket, kind, 0.5 * second, 1), 1U);
  const Taken credit = bucket.take(kind, 0.6 * second);
  EXPECT_EQ(credit.granted, 1U);
  EXPECT_EQ(credit.remaining, 0U) << "which warns the client";
  EXPECT_EQ(served(bucket, kind, 0.7 * second, 1), 0U) << "no more credit than a burst";

  Bucket slow;
  served(slow, kind, 0, 4);
  EXPECT_EQ(served(slow, kind, 1 * second, 1), 1U);
  EXPECT_EQ(served(slow, kind, 10.5 * second, 9), 6U);
}

TEST(Bucket, PaysTheCreditBackAndGetsNoOtherGraceBeforeItWasFull) {
  constexpr config::RateLimit brief{.per_minute = 60, .burst = 3, .grace = 1s};
  Bucket bucket;
  EXPECT_EQ(served(bucket, brief, 0, 10), 6U);
  const Taken refused = bucket.take(brief, 0);
  EXPECT_NEAR(refused.wait, 4 * second, 1);
  EXPECT_EQ(served(bucket, brief, 3.9 * second, 5), 0U);
  EXPECT_EQ(served(bucket, brief, 4 * second, 5), 1U);
  EXPECT_EQ(served(bucket, brief, 5.5 * second, 5), 1U);
  EXPECT_EQ(served(bucket, brief, 30 * second, 10), 6U) << "it was full, and everything begins anew";
}

TEST(Bucket, GivesSeveralTokensAtOnceButNoneOfThemOnCredit) {
  Bucket bucket;
  EXPECT_EQ(bucket.take(kind, 0, 2).granted, 2U);
  EXPECT_EQ(bucket.take(kind, 0, 2).granted, 1U);
  EXPECT_EQ(bucket.take(kind, 0, 2).granted, 1U);
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

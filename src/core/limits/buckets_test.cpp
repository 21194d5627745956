#include "core/limits/buckets.hpp"

#include <atomic>
#include <thread>

#include <gtest/gtest.h>

namespace kpa::limits {
namespace {

constexpr config::RateLimit slow{.per_minute = 1, .burst = 100};

Demand of(std::uint8_t who, config::RateLimit limit = slow,
          http::LimitClass limited = http::LimitClass::read) {
  return {.key = {.limited = limited, .kind = Key::Kind::address, .who = {who}}, .limit = limit};
}

TEST(Buckets, AreKeptApartByClientAndClass) {
  Buckets buckets;
  EXPECT_EQ(buckets.take(of(1), 0).remaining, 99U);
  EXPECT_EQ(buckets.take(of(1), 0).remaining, 98U);
  EXPECT_EQ(buckets.take(of(2), 0).remaining, 99U);
  EXPECT_EQ(buckets.take(of(1, slow, http::LimitClass::write), 0).remaining, 99U);
  auto user = of(1);
  user.key.kind = Key::Kind::user;
  EXPECT_EQ(buckets.take(user, 0).remaining, 99U);
}

TEST(Buckets, LoseNothingToARequestThatAnotherBucketRefuses) {
  Buckets buckets;
  constexpr config::RateLimit one_only{.per_minute = 1, .burst = 1};
  const Demands both{of(1), of(2, one_only)};
  EXPECT_EQ(buckets.take(both).back().granted, 1U);
  const AllTaken refused = buckets.take(both);
  ASSERT_EQ(refused.size(), 2U);
  EXPECT_EQ(refused.back().granted, 0U);
  EXPECT_EQ(buckets.take(Demands{of(1)}).back().remaining, 98U);
}

TEST(Buckets, ServeNoMoreThanTheyHoldToManyThreadsAtOnce) {
  Buckets buckets;
  std::atomic<unsigned> served{0};
  std::vector<std::jthread> threads;
  for (int thread = 0; thread < 4; ++thread)
    threads.emplace_back([&] {
      for (int asked = 0; asked < 1000; ++asked) served += buckets.take(of(1), 0).granted;
    });
  threads.clear();
  EXPECT_EQ(served, 100U);
}

TEST(Buckets, OfHeavyClientsOutliveAFloodOfOthers) {
  Buckets buckets(64);
  EXPECT_EQ(buckets.most(), 64U);
  while (buckets.take(of(1), 0).granted == 1) continue;
  Demand other = of(0);
  for (std::uint32_t number = 0; number < 100'000; ++number) {
    for (int byte = 0; byte < 4; ++byte)
      other.key.who[4 + byte] = static_cast<unsigned char>(number >> (8 * byte));
    ASSERT_EQ(buckets.take(other, 0).granted, 1U);
  }
  EXPECT_EQ(buckets.take(of(1), 0).granted, 0U);
}

}  // namespace
}  // namespace kpa::limits

#include "core/limits/token_lease.hpp"

#include <gtest/gtest.h>

#include "core/time.hpp"

namespace kpa::limits {
namespace {

using namespace std::chrono_literals;
using Can = TokenLease::Can;

const Clock::time_point start{1h};
constexpr config::RateLimit reads{.per_minute = 600, .burst = 200};

TokenLease lease_of(unsigned most) { return TokenLease({.key = {}, .limit = reads, .most_leased = most}); }

Taken answer(unsigned granted, unsigned remaining, Micros wait = 0) {
  return {.granted = granted, .remaining = remaining, .full_in = 1e6, .wait = wait};
}

TEST(TokenLease, GivesOneOnCreditAndTellsOfIt) {
  TokenLease lease = lease_of(20);
  ASSERT_EQ(lease.can(start), Can::give);
  const Taken given = lease.give(start);
  EXPECT_EQ(given.granted, 1U);
  EXPECT_EQ(given.remaining, 199U);
  ASSERT_TRUE(lease.wants_to_ask(start));
  const Ask asked = lease.ask(start);
  EXPECT_EQ(asked.owed, 1);
  EXPECT_EQ(asked.wanted, 0U);
  EXPECT_EQ(lease.can(start), Can::ask) << "no second one before the answer";
}

TEST(TokenLease, IsOfOneForWhoComesSeldomAndWholeForWhoComesAgainSoon) {
  TokenLease lease = lease_of(20);
  auto now = start;
  for (const auto pause : {1min, 1min, 1min}) {
    ASSERT_EQ(lease.can(now), Can::give);
    lease.give(now);
    EXPECT_EQ(lease.ask(now).wanted, 0U);
    lease.answered(answer(0, 199), now);
    now += pause;
  }
  lease.give(now);
  lease.ask(now);
  lease.answered(answer(0, 198), now);
  now += 1s;
  lease.give(now);
  EXPECT_EQ(lease.ask(now).wanted, 20U);
}

TEST(TokenLease, IsRenewedBeforeItsLastTokenIsGone) {
  TokenLease lease = lease_of(20);
  lease.answered(answer(20, 100), start);
  for (unsigned given = 0; given < 14; ++given) {
    EXPECT_EQ(lease.give(start).remaining, 119U - given);
    EXPECT_FALSE(lease.wants_to_ask(start));
  }
  lease.give(start);
  ASSERT_TRUE(lease.wants_to_ask(start));
  EXPECT_EQ(lease.ask(start).wanted, 15U);
  EXPECT_EQ(lease.can(start), Can::give) << "the other quarter, meanwhile";
  EXPECT_FALSE(lease.wants_to_ask(start));
}

TEST(TokenLease, GoesBackWhereItWasNotUsedInTime) {
  TokenLease lease = lease_of(20);
  lease.answered(answer(20, 100), start);
  const auto later = start + 40s;
  ASSERT_EQ(lease.can(later), Can::give);
  lease.give(later);
  const Ask asked = lease.ask(later);
  EXPECT_EQ(asked.owed, 1 - 20);
  EXPECT_EQ(asked.wanted, 0U);
}

TEST(TokenLease, BelievesARefusalAndThenGivesNothingUnasked) {
  TokenLease lease = lease_of(20);
  lease.answered(answer(0, 0, 100'000), start);
  EXPECT_EQ(lease.can(start), Can::refuse);
  EXPECT_EQ(lease.seen(start + 40ms).wait, 60'000);
  EXPECT_FALSE(lease.wants_to_ask(start));
  EXPECT_EQ(lease.can(start + 101ms), Can::ask);
  EXPECT_GE(lease.ask(start + 101ms).wanted, 1U);
  lease.answered(answer(1, 0), start + 102ms);
  EXPECT_EQ(lease.can(start + 102ms), Can::give);
}

TEST(TokenLease, DoesNotBelieveALongRefusalForLong) {
  TokenLease lease = lease_of(20);
  lease.answered(answer(0, 0, 60e6), start);
  EXPECT_EQ(lease.can(start + 900ms), Can::refuse);
  EXPECT_EQ(lease.can(start + 1100ms), Can::ask);
}

TEST(TokenLease, GivesWhatItHoldsEvenWhenTheBucketIsEmpty) {
  TokenLease lease = lease_of(20);
  lease.answered(answer(3, 0), start);
  lease.give(start);
  lease.ask(start);
  lease.answered(answer(0, 0, 100'000), start);
  EXPECT_EQ(lease.can(start), Can::give);
  lease.give(start);
  lease.give(start);
  EXPECT_EQ(lease.can(start), Can::refuse);
}

TEST(TokenLease, AsksAgainAfterAnAskThatFailed) {
  TokenLease lease = lease_of(20);
  lease.give(start);
  lease.ask(start);
  lease.failed();
  EXPECT_EQ(lease.can(start), Can::give);
}

}  // namespace
}  // namespace kpa::limits

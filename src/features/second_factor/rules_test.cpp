#include "features/second_factor/rules.hpp"

#include <gtest/gtest.h>

#include "core/crypto/hotp.hpp"

namespace kpa::second_factor {
namespace {

using namespace std::chrono_literals;

constexpr auto secret = "12345678901234567890";

Instant at(std::int64_t seconds) { return Instant(std::chrono::seconds(seconds)); }

// RFC 6238 appendix B: at second 59 the code of 8 digits is 94287082, so that of 6 digits is 287082.
TEST(SecondFactorRules, ACodeIsGoodInItsStepAndTheOnesBeside) {
  EXPECT_EQ(step_of("287082", secret, at(59), 0), 1);
  EXPECT_EQ(step_of("287082", secret, at(0), 0), 1) << "the clock is slow";
  EXPECT_EQ(step_of("287082", secret, at(89), 0), 1) << "typed slowly";
  EXPECT_EQ(step_of("287082", secret, at(90), 0), std::nullopt);
  EXPECT_EQ(step_of("081804", secret, at(1111111109), 0), 1111111109 / 30);
  EXPECT_EQ(step_of("287083", secret, at(59), 0), std::nullopt);
  EXPECT_EQ(step_of("", secret, at(59), 0), std::nullopt);
}

TEST(SecondFactorRules, ACodeIsGoodOnce) {
  EXPECT_EQ(step_of("287082", secret, at(59), 1), std::nullopt);
  EXPECT_EQ(step_of("287082", secret, at(59), 2), std::nullopt) << "an older one after a newer";
}

TEST(SecondFactorRules, TheFirstFiveFailuresAreFree) {
  EXPECT_EQ(wait_after(0), 0s);
  EXPECT_EQ(wait_after(4), 0s);
  EXPECT_EQ(wait_after(5), 30s);
  EXPECT_EQ(wait_after(6), 60s);
  EXPECT_EQ(wait_after(10), 15min);
  EXPECT_EQ(wait_after(1'000'000'000'000), 15min);
}

TEST(SecondFactorRules, TheTwoKindsOfCodeAreToldApart) {
  EXPECT_TRUE(is_app_code("123456"));
  EXPECT_FALSE(is_app_code("k3xw7q5nta"));
  EXPECT_FALSE(is_app_code("1234567"));
  EXPECT_TRUE(is_recovery_code("k3xw7q5nta"));
  for (const auto* no_base32 : {"k3xw7q5nt", "k3xw7q5ntab", "k3xw7q5nt1", "K3XW7Q5NTA", "k3xw7-q5nt", ""})
    EXPECT_FALSE(is_recovery_code(no_base32)) << no_base32;
  EXPECT_EQ(recovery_code("abcdefg"), "mfrgg-zdfmz");
}

TEST(SecondFactorRules, TheUriIsOneForAuthenticatorApps) {
  EXPECT_EQ(
      otpauth_uri("GEZDGNBV", "+919876543210"),
      "otpauth://totp/KPA%20ERP:%2B919876543210?secret=GEZDGNBV&issuer=KPA%20ERP&algorithm=SHA1&digits=6"
      "&period=30");
}

}  // namespace
}  // namespace kpa::second_factor

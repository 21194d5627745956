#include "features/sessions/caller_cache.hpp"

#include <string>

#include <gtest/gtest.h>

namespace kpa::sessions {
namespace {

CallerCache::Entry entry(const std::string& token, std::int64_t user) {
  return {.token = token, .caller = http::Caller{.user_id = user}, .expires_at = {}, .checked_at = {}};
}

TEST(CallerCache, FindsExactlyTheTokenThatWasPut) {
  CallerCache cache(10);
  const std::string signature(43, 's');
  cache.put(entry("head.payload." + signature, 7));
  ASSERT_NE(cache.find("head.payload." + signature), nullptr);
  EXPECT_EQ(cache.find("head.payload." + signature)->caller->user_id, 7);
  EXPECT_EQ(cache.find("head.forgery." + signature), nullptr) << "the same signature under another payload";
  EXPECT_EQ(cache.find(signature), nullptr);
  EXPECT_EQ(cache.find(""), nullptr);
}

TEST(CallerCache, DropsATokenAndNoOther) {
  CallerCache cache(10);
  const std::string signature(43, 's');
  cache.put(entry("a." + signature, 1));
  cache.drop("b." + signature);
  EXPECT_NE(cache.find("a." + signature), nullptr);
  cache.drop("a." + signature);
  EXPECT_EQ(cache.find("a." + signature), nullptr);
}

TEST(CallerCache, IsBounded) {
  CallerCache cache(10);
  for (int at = 0; at < 1000; ++at) {
    cache.put(entry("token-" + std::to_string(at), at));
    ASSERT_LE(cache.size(), 10U);
    ASSERT_NE(cache.find("token-" + std::to_string(at)), nullptr);
  }
}

}  // namespace
}  // namespace kpa::sessions

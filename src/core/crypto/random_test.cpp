#include "core/crypto/random.hpp"

#include <set>
#include <string>

#include <gtest/gtest.h>

#include "core/crypto/base64url.hpp"

namespace kpa::crypto {
namespace {

TEST(Random, GivesAsManyBytesAsAsked) {
  for (const std::size_t count : {0U, 1U, 16U, 1000U}) EXPECT_EQ(random_bytes(count).size(), count);
}

TEST(Random, ATokenIs256BitsAndNeverComesTwice) {
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) {
    const std::string token = random_token();
    EXPECT_EQ(token.size(), 43U);
    EXPECT_EQ(base64url_decode(token).value().size(), 32U);
    EXPECT_TRUE(seen.insert(token).second);
  }
}

}  // namespace
}  // namespace kpa::crypto

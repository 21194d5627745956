#include "core/crypto/hotp.hpp"

#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace kpa::crypto {
namespace {

constexpr auto secret = "12345678901234567890";

TEST(Hotp, GivesTheValuesOfRfc4226AppendixD) {
  const std::vector<std::string> values = {"755224", "287082", "359152", "969429", "338314",
                                           "254676", "287922", "162583", "399871", "520489"};
  for (std::size_t counter = 0; counter < values.size(); ++counter)
    EXPECT_EQ(hotp(secret, counter), values[counter]);
}

TEST(Hotp, GivesTheValuesOfRfc6238AppendixB) {
  for (const auto& [seconds, value] :
       std::vector<std::pair<std::uint64_t, std::string>>{{59, "94287082"},
                                                          {1111111109, "07081804"},
                                                          {1111111111, "14050471"},
                                                          {1234567890, "89005924"},
                                                          {2000000000, "69279037"},
                                                          {20000000000, "65353130"}})
    EXPECT_EQ(hotp(secret, seconds / 30, 8), value) << seconds;
}

TEST(Base32, GivesTheValuesOfRfc4648) {
  for (const auto& [bytes, text] : std::vector<std::pair<std::string, std::string>>{{"", ""},
                                                                                    {"f", "MY"},
                                                                                    {"fo", "MZXQ"},
                                                                                    {"foo", "MZXW6"},
                                                                                    {"foob", "MZXW6YQ"},
                                                                                    {"fooba", "MZXW6YTB"},
                                                                                    {"foobar", "MZXW6YTBOI"}})
    EXPECT_EQ(base32_encode(bytes), text);
}

}  // namespace
}  // namespace kpa::crypto

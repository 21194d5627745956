#include "core/uuid.hpp"

#include <gtest/gtest.h>

namespace kpa {
namespace {

TEST(Uuid, IsReadInAnyCaseAndKeptInLowerCase) {
  const auto uuid = parse_uuid("0190A5F2-7C1E-7B7D-9F3A-0123456789AB");
  ASSERT_TRUE(uuid);
  EXPECT_EQ(uuid->text, "0190a5f2-7c1e-7b7d-9f3a-0123456789ab");
  EXPECT_EQ(parse_uuid(uuid->text), uuid);
}

TEST(Uuid, IsRefusedInAnyOtherNotation) {
  for (const char* text : {"", "0190a5f27c1e7b7d9f3a0123456789ab", "{0190a5f2-7c1e-7b7d-9f3a-0123456789ab}",
                           "0190a5f2-7c1e-7b7d-9f3a-0123456789a", "0190a5f2-7c1e-7b7d-9f3a-0123456789abc",
                           "0190a5f2-7c1e-7b7d-9f3a-0123456789ag", "0190a5f2 7c1e-7b7d-9f3a-0123456789ab",
                           "0190a5f2-7c1e-7b7d-9f3a-01234567-9ab", "00000000-0000-0000-0000-000000000000",
                           "0190a5f2-7c1e-7b7d-9f3a-0123456789\u0661"})
    EXPECT_FALSE(parse_uuid(text)) << text;
}

}  // namespace
}  // namespace kpa

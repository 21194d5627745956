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

TEST(Uuid, IsOfAVersionThatNobodyMakesTwice) {
  EXPECT_TRUE(parse_uuid("8f14e45f-ceea-467f-a9b3-1c2d3e4f5a6b")) << "random";
  EXPECT_TRUE(parse_uuid("0190a5f2-7c1e-7b7d-bf3a-0123456789ab")) << "time and random";
  for (const char* text : {"00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff",
                           "c232ab00-9414-11ec-b3c8-9f6bdeced846", "5df41881-3aed-3515-88a7-2f4a814cf09e",
                           "2ed6657d-e927-568b-95e1-2665a8aea6a2", "1ec9414c-232a-6b00-b3c8-9f6bdeced846",
                           "2489e9ad-2ee2-8e00-8ec9-32d5f69181c0", "0190a5f2-7c1e-7b7d-cf3a-0123456789ab"})
    EXPECT_FALSE(parse_uuid(text)) << text;
}

TEST(Uuid, IsRefusedInAnyOtherNotation) {
  for (const char* text :
       {"", "0190a5f27c1e7b7d9f3a0123456789ab", "{0190a5f2-7c1e-7b7d-9f3a-0123456789ab}",
        "0190a5f2-7c1e-7b7d-9f3a-0123456789a", "0190a5f2-7c1e-7b7d-9f3a-0123456789abc",
        "0190a5f2-7c1e-7b7d-9f3a-0123456789ag", "0190a5f2 7c1e-7b7d-9f3a-0123456789ab",
        "0190a5f2-7c1e-7b7d-9f3a-01234567-9ab", "0190a5f2-7c1e-7b7d-9f3a-0123456789\u0661"})
    EXPECT_FALSE(parse_uuid(text)) << text;
}

}  // namespace
}  // namespace kpa

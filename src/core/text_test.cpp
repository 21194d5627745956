#include "core/text.hpp"

#include <gtest/gtest.h>

namespace kpa {
namespace {

TEST(Text, LowersAsciiAlone) {
  EXPECT_EQ(lower("B-12 Öl"), "b-12 Öl");
  EXPECT_TRUE(same_letters("Worn OUT", "WORN out"));
  EXPECT_FALSE(same_letters("worn", "worn out"));
}

TEST(Text, CountsCharacters) {
  EXPECT_EQ(characters(""), 0U);
  EXPECT_EQ(characters("चक्का"), 5U);
}

TEST(Text, IsTrimmedOfEverySpace) {
  EXPECT_EQ(trimmed(" \t\u00A0a b\u3000\r\n"), "a b");
  EXPECT_EQ(trimmed("\u2003\u00A0 "), "");
  EXPECT_EQ(trimmed(""), "");
  EXPECT_EQ(trimmed("à"), "à") << "its last byte is that of U+00A0";
}

TEST(Text, MeasuresHowFarTwoWordsAreApart) {
  EXPECT_EQ(edit_distance("bogie", "bogie"), 0U);
  EXPECT_EQ(edit_distance("bogie", "bogies"), 1U);
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3U);
  EXPECT_EQ(edit_distance("", "axle"), 4U);
}

}  // namespace
}  // namespace kpa

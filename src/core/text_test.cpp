#include "core/text.hpp"

#include <gtest/gtest.h>

namespace kpa {
namespace {

TEST(Text, LowersAsciiAlone) {
  EXPECT_EQ(lower("B-12 Öl"), "b-12 Öl");
  EXPECT_TRUE(same_letters("Worn OUT", "WORN out"));
  EXPECT_FALSE(same_letters("worn", "worn out"));
}

TEST(Text, IsUtf8OrNot) {
  for (const auto* good : {"", "wheel", "चक्का", "€", "\xF0\x9F\x9A\x82", "\xEF\xBB\xBF"})
    EXPECT_TRUE(is_utf8(good)) << good;
  for (const auto* bad :
       {"\xE9t\xE9", "\xC0\xAF", "\xE0\x80\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xE2\x82", "\x80"})
    EXPECT_FALSE(is_utf8(bad)) << bad;
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

TEST(Text, KnowsEverySpaceOfAsciiAndBeyond) {
  for (int c = 0; c < 0x80; ++c) {
    const bool space = c == ' ' || (c >= '\t' && c <= '\r');
    EXPECT_EQ(white_space_at(std::string(1, static_cast<char>(c)) + "x"), space ? 1U : 0U) << c;
    EXPECT_EQ(trimmed("x" + std::string(1, static_cast<char>(c))).size(), space ? 1U : 2U) << c;
  }
  for (const std::string space : {"\u0085", "\u00A0", "\u1680", "\u2000", "\u200A", "\u2028", "\u3000"}) {
    EXPECT_EQ(white_space_at(space + "x"), space.size());
    EXPECT_EQ(trimmed("x" + space), "x");
  }
  EXPECT_EQ(white_space_at(""), 0U);
}

TEST(Text, MeasuresHowFarTwoWordsAreApart) {
  EXPECT_EQ(edit_distance("bogie", "bogie"), 0U);
  EXPECT_EQ(edit_distance("bogie", "bogies"), 1U);
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3U);
  EXPECT_EQ(edit_distance("", "axle"), 4U);
}

}  // namespace
}  // namespace kpa

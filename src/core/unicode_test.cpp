#include "core/unicode.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "core/text.hpp"

namespace kpa {
namespace {

TEST(Folded, MakesEqualSpellingsTheSame) {
  EXPECT_EQ(folded("\u09DF"), folded("\u09AF\u09BC"));     // Bengali yya, whole and of two parts
  EXPECT_EQ(folded("\u095E"), folded("\u092B\u093C"));     // Devanagari fa
  EXPECT_EQ(folded("\u0BCA"), folded("\u0BC6\u0BBE"));     // Tamil o
  EXPECT_EQ(folded("Andr\u00C9"), folded("andre\u0301"));  // é
  EXPECT_EQ(folded("\uFF37\uFF33\uFF0D\uFF11"), "ws-1");   // full width
  EXPECT_EQ(folded("ra\u200Bvi\uFEFF"), "ravi");           // what nobody sees
  EXPECT_EQ(folded("STRASSE"), folded("straße"));
}

TEST(Folded, KeepsDifferentWordsApart) {
  EXPECT_NE(folded("\u0915\u093F"), folded("\u0915\u0940"));  // ki and kii
  EXPECT_NE(folded("resume"), folded("r\u00E9sum\u00E9"));
}

TEST(Folded, OnlyLowersWhatIsNoUtf8) { EXPECT_EQ(folded("A\xFF"), "a\xFF"); }

RC_GTEST_PROP(Folded, ChangesNothingTheSecondTime, (const std::string& text)) {
  RC_ASSERT(folded(folded(text)) == folded(text));
}

TEST(Plain, WritesDigitsOfEveryScriptAsAscii) {
  EXPECT_EQ(plain("\u0967\u096C\u0966\u0966").text, "1600");  // Devanagari, for Hindi and Marathi
  EXPECT_EQ(plain("\u09E7\u09EC").text, "16");                // Bengali
  EXPECT_EQ(plain("\u0BE7\u0BEC").text, "16");                // Tamil
  EXPECT_EQ(plain("\u0C67\u0C6C").text, "16");                // Telugu
  EXPECT_EQ(plain("\uFF11\uFF16\uFF0E\uFF15").text, "16.5");  // full width
}

TEST(Plain, WritesDashesAndSpacesAsAscii) {
  EXPECT_EQ(plain("1\u20102\u20113\u20124\u20135\u20146\u22127\uFE638").text, "1-2-3-4-5-6-7-8");
  EXPECT_EQ(plain("1\u00A02\u202F3\u30004").text, "1 2 3 4");
}

TEST(Plain, WritesQuotesAndPrimesAsAscii) {
  EXPECT_EQ(plain("Driver\u2019s \u201Cnew\u201D 5\u2032 6\u2033").text, "Driver's \"new\" 5' 6\"");
}

TEST(Plain, LeavesOutWhatHasNoWidth) {
  EXPECT_EQ(plain("\u200E+91\u202A98\u202C\u2068\u2069\uFEFF\u200B").text, "+9198");
}

TEST(Plain, KeepsAllElse) {
  EXPECT_EQ(plain("1600 ±1 टायर").text, "1600 ±1 टायर");
  EXPECT_EQ(plain("\xFF\u2013").text, "\xFF\u2013");
}

TEST(Plain, TellsWhereEachByteCameFrom) {
  const Plain made = plain("\u200E1\u2013é2");
  EXPECT_EQ(made.text, "1-é2");
  EXPECT_EQ(made.origin(0), 3U);
  EXPECT_EQ(made.origin(1), 4U);
  EXPECT_EQ(made.origin(2), 7U);
  EXPECT_EQ(made.origin(4), 9U);
  EXPECT_EQ(made.origin(5), 10U);
  EXPECT_EQ(plain("12").origin(2), 2U);
}

TEST(IsChoice, WhateverStandsBetweenItsWords) {
  for (const std::string_view typed : {"Worn Out", "WORN_OUT", "Worn-out", "worn out", "wornout", "WornOut",
                                       " worn \t out\n", "Worn\u00A0Out", "worn\u2011out", "Worn \u2013 Out",
                                       "\u200EWorn\u202C Out", "\uFF37orn\uFF3FOut", "_worn__out-"})
    EXPECT_TRUE(is_choice(typed, "Worn Out")) << typed;
  EXPECT_TRUE(is_choice("Over aged", "Overaged"));
}

TEST(IsChoice, OnlyOfTheSameLetters) {
  using namespace std::string_view_literals;
  for (const std::string_view typed :
       {""sv, " "sv, "-"sv, "Worn"sv, "Worn Outs"sv, "Worn.Out"sv, "Worn Out\0"sv, "Worn\0Out"sv,
        "Wörn Out"sv, "Worn Out\xFF"sv, "\u2013"sv})
    EXPECT_FALSE(is_choice(typed, "Worn Out")) << typed;
}

}  // namespace
}  // namespace kpa

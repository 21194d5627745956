#include "features/built_forms/pattern.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace kpa::built_forms {
namespace {

struct Row {
  std::string pattern;
  std::vector<std::string> matching;
  std::vector<std::string> others;
};

TEST(Pattern, MeansWhatJavaScriptMeansByIt) {
  const std::vector<Row> rows = {
      {"B-[0-9]{5}", {"B-12345"}, {"B-1234", "B-123456", "b-12345", "xB-12345", "B-12345\n"}},
      {"^ab$", {"ab"}, {"aab", "^ab$"}},
      {"a|bc", {"a", "bc"}, {"abc", "b"}},
      {"(?:ab)+c?", {"ab", "ababc"}, {"c", "abcc"}},
      {"a{2,3}", {"aa", "aaa"}, {"a", "aaaa"}},
      {"\\d\\w", {"1_", "9Z"}, {"\u0661a", "1\u0915"}},
      {"a\\sb", {"a b", "a\u00A0b", "a\u2028b", "a\uFEFFb"}, {"ab", "a\u200Bb"}},
      {"[\\s]", {"\u3000"}, {"x"}},
      {"a.b", {"axb", "a\u0915b", "a\U0001F600b"}, {"a\nb", "a\rb", "a\u2028b", "ab"}},
      {"[^a-c]", {"d", "\n", "\u0915"}, {"a", "b"}},
      {"\\p{L}+", {"क", "é", "Z"}, {"1", ""}},
      {"[\\p{Script=Devanagari}]+", {"कब"}, {"ab"}},
      {"[\\-\\]\\^]", {"-", "]", "^"}, {"\\"}},
      {"\\/\\.\\$", {"/.$"}, {"/x$"}},
      {"x*?", {"", "xx"}, {"y"}},
      {"\u0915{2}", {"\u0915\u0915"}, {"\u0915"}},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.pattern);
    const auto read = Pattern::read(row.pattern);
    const auto* pattern = std::get_if<Pattern>(&read);
    ASSERT_NE(pattern, nullptr);
    for (const auto& text : row.matching) EXPECT_TRUE(pattern->matches(text)) << text;
    for (const auto& text : row.others) EXPECT_FALSE(pattern->matches(text)) << text;
  }
}

TEST(Pattern, RefusesWhatOneOfTheTwoDoesNotHaveOrMeansOtherwise) {
  const std::vector<std::string> refused = {"(",
                                            ")",
                                            "[",
                                            "[a-",
                                            "[]",
                                            "[^]",
                                            "a)",
                                            "*a",
                                            "a**",
                                            "a{",
                                            "a{3,2}",
                                            "a{1001}",
                                            "{2}",
                                            "a}",
                                            "a]",
                                            "a^b",
                                            "a$b",
                                            "(?=a)",
                                            "(?!a)",
                                            "(?<=a)b",
                                            "(?<n>a)",
                                            "(?P<n>a)",
                                            "(?i)a",
                                            "(a)\\1",
                                            "\\b",
                                            "\\a",
                                            "\\x41",
                                            "\\u0041",
                                            "\\-",
                                            "a\\",
                                            "\\p{Foo}",
                                            "\\p{Script=Elvish}",
                                            "\\pL",
                                            "[a-]",
                                            "[-a]",
                                            "[\\d-z]",
                                            "[a-\\d]",
                                            "[z-a]",
                                            "[a&&b]",
                                            "[[a]]",
                                            "[(]",
                                            "[a--b]",
                                            "[[:alpha:]]",
                                            "a{2}{3}",
                                            "a++",
                                            std::string(501, 'a'),
                                            std::string(60, '(') + std::string(60, ')')};
  for (const auto& text : refused)
    EXPECT_TRUE(std::holds_alternative<schema::Violation>(Pattern::read(text))) << text;
}

TEST(Pattern, SaysWhereItIsWrong) {
  const auto read = Pattern::read("\u0915\u0915(a");
  const auto* fault = std::get_if<schema::Violation>(&read);
  ASSERT_NE(fault, nullptr);
  EXPECT_EQ(fault->code, "not_a_pattern");
  EXPECT_EQ(fault->params.at(0).value.english(), "5");
}

TEST(Pattern, KnowsHowLongItsTextsAre) {
  const auto lengths = [](const char* text) {
    const auto pattern = std::get<Pattern>(Pattern::read(text));
    std::string all;
    for (std::size_t length = 0; length <= 9; ++length)
      if (pattern.lengths()[length]) all += std::to_string(length);
    return all;
  };
  EXPECT_EQ(lengths("abc"), "3");
  EXPECT_EQ(lengths("a?b"), "12");
  EXPECT_EQ(lengths("(?:ab)*"), "02468");
  EXPECT_EQ(lengths("a{2,4}|.{7}"), "2347");
  EXPECT_EQ(lengths("a{0}"), "0");
  EXPECT_EQ(lengths("(aa|aaaaa)+"), "2456789");
  EXPECT_EQ(lengths("x{3,}"), "3456789");
}

/// RE2 takes time in proportion to the text, whatever the pattern; so does finding out the lengths.
TEST(Pattern, OfAnyKindIsReadAndMatchedInALittleTime) {
  for (const char* text : {"(a*)*b", "(?:a|aa)+$", "((((a{1,9}){1,9}){1,9}))", "(?:(?:(?:a+)+)+)+b"}) {
    const auto read = Pattern::read(text);
    if (const auto* pattern = std::get_if<Pattern>(&read)) {
      EXPECT_FALSE(pattern->matches(std::string(999, 'a') + "!")) << text;
    }
  }
}

}  // namespace
}  // namespace kpa::built_forms

#include "core/schema/json.hpp"

#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include <boost/json/serialize.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "core/i18n/catalogue.hpp"

namespace kpa::schema {
namespace {

namespace json = boost::json;
using testing::HasSubstr;

/// Why the text is refused; empty when it is not.
std::string refusal(std::string_view text) {
  const auto value = parse_json(text);
  if (value) return "";
  EXPECT_EQ(value.error().code, Code::malformed_request);
  return in_english(message_of(value.error()));
}

std::string nested(int levels) { return std::string(levels, '[') + std::string(levels, ']'); }

TEST(Json, TakesEveryKindOfValue) {
  for (const auto* text : {"null", "true", " -12 ", "1.5e3", "\"\"", "[]", "{}",
                           "\n[1,{\"a\":[null,\"\\u00e9\\ud83d\\ude00\"]}]\t", "9223372036854775807",
                           "18446744073709551615", "\"\\u0000\"", "{\"a\":{\"a\":1},\"b\":{\"a\":2}}"})
    EXPECT_EQ(refusal(text), "") << text;
}

TEST(Json, RefusesWhatIsNotJson) {
  for (const auto* text : {"{",         "[1,]",
                           "{\"a\":}",  "{a:1}",
                           "{'a':1}",   "nul",
                           "NaN",       "Infinity",
                           "01",        "+1",
                           "1.",        ".5",
                           "0x1",       "\"\t\"",
                           "\"\n\"",    "\"a",
                           "\"\\x41\"", "// comment\n1",
                           "/**/1",     "[1 2]",
                           "{\"a\" 1}", "\xef\xbb\xbf{}",
                           "undefined", "]"})
    EXPECT_NE(refusal(text), "") << text;
}

TEST(Json, TellsWhatIsWrongAndWhere) {
  EXPECT_THAT(refusal(""), HasSubstr("empty"));
  EXPECT_THAT(refusal("{\"a\": [1"), HasSubstr("ends too early"));
  EXPECT_THAT(refusal("{} x"), HasSubstr("more after the end"));
  EXPECT_THAT(refusal("{\"a\":1,\"b\":2,\"a\":3}"), HasSubstr("'a' is there twice"));
  EXPECT_THAT(refusal("[{\"x\":{\"b\":1,\"b\":1}}]"), HasSubstr("'b' is there twice"));
  EXPECT_THAT(refusal("{\"a\":1,\"\\u0061\":2}"), HasSubstr("'a' is there twice")) << "however it is written";
  EXPECT_THAT(refusal("{\"\":1,\"\":2}"), HasSubstr("twice"));
  EXPECT_THAT(refusal("[1, x]"), HasSubstr("at byte"));
  for (const auto* half : {"\"\\ud800\"", "\"\\udc00\"", "\"\\ud800\\u0041\"", "\"\\ud800x\""})
    EXPECT_NE(refusal(half), "") << half;
}

TEST(Json, RefusesBrokenUtf8AndNul) {
  for (const auto& bytes : {std::string("\x80"), std::string("\xc0\xaf"), std::string("\xe0\x80\xaf"),
                            std::string("\xed\xa0\x80"), std::string("\xf4\x90\x80\x80"), std::string("\xff"),
                            std::string("\xe2\x82"), std::string("\0", 1)})
    EXPECT_NE(refusal('"' + bytes + '"'), "") << testing::PrintToString(bytes);
  EXPECT_NE(refusal(std::string("{}\0", 3)), "");
}

TEST(Json, RefusesWhatIsNestedTooDeep) {
  EXPECT_EQ(refusal(nested(32)), "");
  EXPECT_THAT(refusal(nested(33)), HasSubstr("deeper than 32"));
  EXPECT_THAT(refusal(std::string(1'000'000, '[')), HasSubstr("deeper"));
  std::string objects;
  for (int level = 0; level < 40; ++level) objects += "{\"a\":";
  EXPECT_THAT(refusal(objects), HasSubstr("deeper"));
}

TEST(Json, HugeNumbersAreRefusedOrKeptButNeverCut) {
  EXPECT_NE(refusal("1" + std::string(5, '0') + "e9999999999"), "");
  const auto large = parse_json("123456789012345678901234567890");
  EXPECT_TRUE(!large || large->is_double());
  const auto tiny = parse_json("-9223372036854775809");
  EXPECT_TRUE(!tiny || tiny->is_double());
  EXPECT_EQ(refusal("0." + std::string(10'000, '1')), "");
}

TEST(Json, ANumberWithoutAFractionIsAnIntegerHoweverItIsWritten) {
  const std::vector<std::pair<std::string, std::int64_t>> whole = {
      {"156.0", 156},
      {"-156.000", -156},
      {"0.0", 0},
      {"-0.0", 0},
      {"0e5", 0},
      {"1e2", 100},
      {"1E+2", 100},
      {"1.5e1", 15},
      {"120e-1", 12},
      {"12300000000000000000000e-20", 123},
      {"9223372036854775807.0", 9'223'372'036'854'775'807},
      {"-9223372036854775808.0", std::numeric_limits<std::int64_t>::min()},
      {"9007199254740993.0", 9'007'199'254'740'993},  // a double would make 9007199254740992 of it
      {"0.0000000000000000001e19", 1}};
  for (const auto& [text, number] : whole) {
    const auto value = parse_json(text);
    ASSERT_TRUE(value && value->is_int64()) << text;
    EXPECT_EQ(value->get_int64(), number) << text;
  }
  for (const auto* text :
       {"156.5", "0.1", "1e-1", "1.5e0", "15e-1", "1.00000000000000000001", "4503599627370497.25",
        "9223372036854775808.0", "-9223372036854775809.0", "1e19", "1e300", "12e-400"}) {
    const auto value = parse_json(text);
    EXPECT_TRUE(value && value->is_double()) << text;
  }
  const auto within = parse_json("{\"a\":[1.0,2e0,2.5]}");
  EXPECT_EQ(json::serialize(*within), "{\"a\":[1,2,2.5E0]}");
}

TEST(Json, RefusesTooManyMembersAndTooLongNames) {
  EXPECT_NE(refusal("{\"" + std::string(2'000, 'x') + "\":1}"), "");
  std::string many = "{";
  for (int number = 0; number < 10'001; ++number)
    many += (number == 0 ? "\"" : ",\"") + std::to_string(number) + "\":1";
  EXPECT_NE(refusal(many + "}"), "");
}

TEST(Json, RefusesEveryTruncation) {
  const std::string whole = R"({"a":[1,-2.5e1,true,null],"b":{"c":"x\u00e9\"y"}})";
  ASSERT_EQ(refusal(whole), "");
  for (std::size_t length = 0; length < whole.size(); ++length)
    EXPECT_NE(refusal(whole.substr(0, length)), "") << length;
}

RC_GTEST_PROP(Json, ReadsBackEveryStringThatItWrites, (const std::vector<std::uint16_t>& characters)) {
  std::string text;
  for (const unsigned c : characters) {
    if (c >= 0xD800 && c <= 0xDFFF) continue;  // surrogates are not characters
    if (c < 0x80) {
      text += static_cast<char>(c);
    } else if (c < 0x800) {
      text += static_cast<char>(0xC0U | (c >> 6U));
      text += static_cast<char>(0x80U | (c & 0x3FU));
    } else {
      text += static_cast<char>(0xE0U | (c >> 12U));
      text += static_cast<char>(0x80U | ((c >> 6U) & 0x3FU));
      text += static_cast<char>(0x80U | (c & 0x3FU));
    }
  }
  std::string written;
  write_string(text, written);
  const auto value = parse_json(written);
  RC_ASSERT(value.has_value());
  RC_ASSERT(std::string(value->as_string()) == text);
}

TEST(Json, EscapesACharacterWhereverItStands) {
  const std::string around = "0123456789abcdefgh\x7f\xc3\xa4";
  for (const auto& [text, escape] :
       {std::pair{'"', "\\\""}, {'\\', "\\\\"}, {'\n', "\\n"}, {'\x01', "\\u0001"}, {'\x1f', "\\u001f"}})
    for (std::size_t at = 0; at <= 18; ++at) {
      std::string whole = around, written;
      write_string(whole.insert(at, 1, text), written);
      EXPECT_EQ(written, '"' + around.substr(0, at) + escape + around.substr(at) + '"');
    }
}

RC_GTEST_PROP(Json, SurvivesAnyBytes, (const std::string& bytes)) { parse_json(bytes); }

}  // namespace
}  // namespace kpa::schema

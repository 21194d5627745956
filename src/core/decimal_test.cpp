#include "core/decimal.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace kpa {
namespace {

using Parsed = std::variant<Micrometres, DecimalFault>;

TEST(Decimal, ReadsMillimetresExactly) {
  const std::pair<std::string_view, std::int64_t> rows[] = {
      {"0", 0},
      {"5", 5'000},
      {"915", 915'000},
      {"130.043", 130'043},
      {"0.5", 500},
      {".5", 500},
      {".250", 250},
      {"1600.", 1'600'000},
      {"0.001", 1},
      {"007", 7'000},
      {"0.2500000000", 250},
      {"000000000000000000000001.000000000000000000000000", 1'000},
      {"100000", 100'000'000},
      {"100000.000", 100'000'000}};
  for (const auto& [text, count] : rows)
    EXPECT_EQ(parse_millimetres(text), Parsed(Micrometres{count})) << text;
}

TEST(Decimal, SaysWhyATextIsNoLength) {
  const std::pair<std::string_view, DecimalFault> rows[] = {
      {"", DecimalFault::not_a_number},
      {".", DecimalFault::not_a_number},
      {"5..", DecimalFault::not_a_number},
      {"1.2.3", DecimalFault::not_a_number},
      {"-5", DecimalFault::not_a_number},
      {"+5", DecimalFault::not_a_number},
      {" 5", DecimalFault::not_a_number},
      {"5 ", DecimalFault::not_a_number},
      {"1e3", DecimalFault::not_a_number},
      {"0x10", DecimalFault::not_a_number},
      {"nan", DecimalFault::not_a_number},
      {"1,5", DecimalFault::not_a_number},
      {std::string_view("5\0", 2), DecimalFault::not_a_number},
      {"0.0001", DecimalFault::too_precise},
      {"130.0430000000001", DecimalFault::too_precise},
      {"100000.001", DecimalFault::too_large},
      {"100001", DecimalFault::too_large},
      {"99999999999999999999999999999999999999999999999999", DecimalFault::too_large},
      {"99999999999999999999999999999999999999999999999999x", DecimalFault::not_a_number}};
  for (const auto& [text, fault] : rows) EXPECT_EQ(parse_millimetres(text), Parsed(fault)) << text;
}

TEST(Decimal, PrintsTheShortestDecimal) {
  EXPECT_EQ(format(Micrometres{0}), "0");
  EXPECT_EQ(format(Micrometres{1}), "0.001");
  EXPECT_EQ(format(Micrometres{500}), "0.5");
  EXPECT_EQ(format(Micrometres{130'043}), "130.043");
  EXPECT_EQ(format(Micrometres{130'040}), "130.04");
  EXPECT_EQ(format(Micrometres{915'000}), "915");
  EXPECT_EQ(format(Micrometres{-35}), "-0.035");
  EXPECT_EQ(format(Micrometres{-1'000}), "-1");
  EXPECT_EQ(format(Micrometres{INT64_MIN}), "-9223372036854775.808");
}

TEST(Decimal, LiteralsAreExact) {
  static_assert(130.043_mm == Micrometres{130'043});
  static_assert(0.1_mm + 0.2_mm == 0.3_mm);
  static_assert(1600_mm - 0.001_mm < 1600_mm && -1_mm < 0_mm);
}

RC_GTEST_PROP(Decimal, EveryLengthReadsBackFromItsText, ()) {
  const Micrometres length{*rc::gen::inRange<std::int64_t>(0, longest_length.count + 1)};
  RC_ASSERT(parse_millimetres(format(length)) == Parsed(length));
  RC_ASSERT(format(-length) == (length.count == 0 ? "" : "-") + format(length));
}

RC_GTEST_PROP(Decimal, NoTextIsReadWrongly, ()) {
  const auto text = *rc::gen::container<std::string>(rc::gen::elementOf(std::string("0123456789.+-x ")));
  const auto parsed = parse_millimetres(text);
  if (const auto* length = std::get_if<Micrometres>(&parsed))
    RC_ASSERT(parse_millimetres(format(*length)) == Parsed(*length));
}

}  // namespace
}  // namespace kpa

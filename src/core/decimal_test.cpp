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

using Number = std::variant<Decimal, DecimalFault>;

TEST(Decimal, ReadsNumbersExactly) {
  const std::pair<std::string_view, Decimal> rows[] = {{"0", Decimal()},
                                                       {"-0", Decimal()},
                                                       {"12", Decimal(12)},
                                                       {"12.50", Decimal(125, 1)},
                                                       {"-0.07", Decimal(-7, 2)},
                                                       {".5", Decimal(5, 1)},
                                                       {"1600.", Decimal(1600)},
                                                       {"000.0100", Decimal(1, 2)},
                                                       {"999999999999999", Decimal(999'999'999'999'999)},
                                                       {"0.000000000000001", Decimal(1, 15)},
                                                       {"12345678.9012345", Decimal(123'456'789'012'345, 7)}};
  for (const auto& [text, number] : rows) EXPECT_EQ(parse_decimal(text), Number(number)) << text;
  const std::pair<std::string_view, DecimalFault> faults[] = {
      {"", DecimalFault::not_a_number},
      {".", DecimalFault::not_a_number},
      {"-", DecimalFault::not_a_number},
      {"--1", DecimalFault::not_a_number},
      {"+1", DecimalFault::not_a_number},
      {"1e3", DecimalFault::not_a_number},
      {"1.2.3", DecimalFault::not_a_number},
      {"1,5", DecimalFault::not_a_number},
      {" 1", DecimalFault::not_a_number},
      {"1000000000000000", DecimalFault::too_large},
      {"0.0000000000000001", DecimalFault::too_precise},
      {"1234567890.123456", DecimalFault::too_precise}};
  for (const auto& [text, fault] : faults) EXPECT_EQ(parse_decimal(text), Number(fault)) << text;
  EXPECT_THROW(Decimal(1'000'000'000'000'000), std::invalid_argument);
  EXPECT_THROW(Decimal(1, 16), std::invalid_argument);
}

TEST(Decimal, ComparesNumbersOfAnySize) {
  const std::string_view rising[] = {
      "-999999999999999", "-1.5", "-0.000000000000001", "0", "0.07", "0.1", "1", "1.5", "15",
      "999999999999999"};
  for (std::size_t at = 1; at < std::size(rising); ++at)
    EXPECT_LT(std::get<Decimal>(parse_decimal(rising[at - 1])), std::get<Decimal>(parse_decimal(rising[at])));
  EXPECT_EQ(Decimal(150, 2), Decimal(15, 1));
}

RC_GTEST_PROP(Decimal, EveryNumberReadsBackFromItsText, (std::int64_t units, std::uint8_t decimals)) {
  const Decimal number(units % 1'000'000'000'000'000, decimals % 16);
  RC_ASSERT(parse_decimal(format(number)) == Number(number));
}

}  // namespace
}  // namespace kpa

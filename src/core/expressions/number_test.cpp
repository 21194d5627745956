#include "core/expressions/number.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace kpa::expressions {
namespace {

Number number(std::string_view text) { return parse_number(text).value(); }

TEST(Number, IsReadAndWrittenInItsShortestForm) {
  const std::pair<const char*, const char*> rows[] = {
      {"0", "0"},
      {"-0", "0"},
      {"007", "7"},
      {".5", "0.5"},
      {"5.", "5"},
      {"1.500", "1.5"},
      {"-0.070", "-0.07"},
      {"0.000", "0"},
      {"1000", "1000"},
      {"9999999999999999999999999999999999", "9999999999999999999999999999999999"},
      {"0.0000000000000000000000000000000001", "0.0000000000000000000000000000000001"},
      {"1.000000000000000000000000000000000000000", "1"}};
  for (const auto& [text, shortest] : rows) EXPECT_EQ(format(number(text)), shortest) << text;
}

TEST(Number, IsRefusedWithMoreThan34DigitsOrWithoutAny) {
  for (const char* text : {"", "-", ".", "-.", "1e3", "+1", "1,5", "1.2.3", " 1", "0x1", "१", "1-",
                           "99999999999999999999999999999999999", "1.0000000000000000000000000000000001",
                           "0.00000000000000000000000000000000001"})
    EXPECT_FALSE(parse_number(text)) << text;
}

TEST(Number, HasAnAnswersDigits) {
  EXPECT_EQ(format(shortened(number("0.3333333333333333333333"), 15).value()), "0.333333333333333");
  EXPECT_EQ(format(shortened(number("123456789012345.5"), 15).value()), "123456789012346");
  EXPECT_EQ(format(shortened(number("2.5000000000000050001"), 15).value()), "2.50000000000001");
  EXPECT_FALSE(shortened(number("999999999999999.5"), 15));
  EXPECT_FALSE(shortened(number("1234567890123456"), 15));
}

/// Numbers of at most 15 digits, as people enter them.
rc::Gen<Number> entered() {
  return rc::gen::map(
      rc::gen::pair(rc::gen::inRange<std::int64_t>(-999'999'999'999, 999'999'999'999),
                    rc::gen::inRange(0, 7)),
      [](const std::pair<std::int64_t, int>& parts) {
        return product(Number(parts.first), power(Number(10), Number(-parts.second)).value()).value();
      });
}

RC_GTEST_PROP(Number, IsExactInSumsAndProducts, ()) {
  const Number a = *entered(), b = *entered(), c = *entered();
  RC_ASSERT(sum(sum(a, b).value(), negative(b)).value() == a);
  const Number together = product(a, sum(b, c).value()).value();
  RC_ASSERT(sum(product(a, b).value(), product(a, c).value()).value() == together);
  RC_ASSERT(parse_number(format(together)) == together);
}

RC_GTEST_PROP(Number, ComparesAsItsDifference, ()) {
  const Number a = *entered(), b = *entered();
  RC_ASSERT((a <=> b) == (sum(a, negative(b)).value() <=> Number(0)));
}

RC_GTEST_PROP(Number, DividesWhatItMultiplied, ()) {
  const Number a = *entered(), b = *entered();
  RC_PRE(b != Number(0));
  RC_ASSERT(quotient(product(a, b).value(), b).value() == a);
}

}  // namespace
}  // namespace kpa::expressions

#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace kpa::expressions {

/// An exact decimal of up to 34 digits, as FEEL's numbers are (IEEE 754 decimal128), so that sums and
/// products of what people enter stay exact. The digits are counted from the first one before the point, else
/// from the point. A result that needs more behind the point is rounded once, half to even.
class Number {
 public:
  constexpr Number() = default;
  constexpr Number(std::int64_t whole) : units_(whole) {}

  /// Decimal places, without trailing zeros: 0 to 34.
  int places() const { return places_; }
  /// The number as an integer, if it is one that fits.
  std::optional<std::int64_t> whole() const;

  friend bool operator==(const Number&, const Number&) = default;
  friend std::strong_ordering operator<=>(const Number& one, const Number& other);

 private:
  friend struct Exact;
  __extension__ typedef __int128 Units;

  Units units_ = 0;  // less than 10^34; no trailing zero behind the point
  int places_ = 0;
};

/// Reads `-0.07`, `.5`, `12`. Nothing when it is no such number, or has more than 34 digits.
std::optional<Number> parse_number(std::string_view text);
/// The shortest text without an exponent: `-0.07`.
std::string format(const Number& number);

// Each of these gives nothing when the result has more than 34 digits before the point.

std::optional<Number> sum(const Number& one, const Number& other);
std::optional<Number> product(const Number& one, const Number& other);
/// Nothing when it is divided by zero.
std::optional<Number> quotient(const Number& number, const Number& divisor);
/// Exact, then rounded once. Nothing when `exponent` is not a whole number from -100 to 100, or when it is
/// negative and the base zero. 0 ** 0 is 1.
std::optional<Number> power(const Number& base, const Number& exponent);
Number negative(const Number& number);

enum class Direction {
  half_up,    ///< to the nearest; from the middle away from zero
  half_even,  ///< to the nearest; from the middle to the even digit
  down,       ///< towards negative infinity
  up,         ///< towards positive infinity
};

/// The number with at most so many decimal places, 0 to 34; nothing for any other `places`.
std::optional<Number> rounded(const Number& number, const Number& places, Direction direction);
/// The number rounded half to even to so many digits in all; nothing when it has more before the point.
std::optional<Number> shortened(const Number& number, int digits);

}  // namespace kpa::expressions

#pragma once

#include <compare>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <variant>

namespace kpa {

/// An exact length, or a difference of lengths, in micrometres. Never converted to floating point.
struct Micrometres {
  std::int64_t count = 0;

  friend constexpr auto operator<=>(Micrometres, Micrometres) = default;
  friend constexpr Micrometres operator+(Micrometres a, Micrometres b) { return {a.count + b.count}; }
  friend constexpr Micrometres operator-(Micrometres a, Micrometres b) { return {a.count - b.count}; }
  friend constexpr Micrometres operator-(Micrometres a) { return {-a.count}; }
};

/// The longest length accepted: 100 m. It keeps every sum far from overflow.
constexpr Micrometres longest_length{100'000'000};

enum class DecimalFault { not_a_number, too_precise, too_large };

/// Reads an unsigned decimal number of millimetres: `915`, `130.043`, `.5`, `1600.`, `0.2500`. Digits after
/// the third decimal place must be zeros (else too_precise); more than `longest_length` is too_large.
constexpr std::variant<Micrometres, DecimalFault> parse_millimetres(std::string_view text) {
  std::int64_t count = 0;
  std::int64_t unit = 1'000;  // ten times what the next decimal digit counts, in micrometres
  bool in_fraction = false, has_digits = false, too_large = false, too_precise = false;
  for (const char c : text) {
    if (c == '.' && !in_fraction) {
      in_fraction = true;
      continue;
    }
    if (c < '0' || c > '9') return DecimalFault::not_a_number;
    has_digits = true;
    if (too_large) continue;
    const int digit = c - '0';
    if (in_fraction) {
      unit /= 10;
      too_precise = too_precise || (unit == 0 && digit != 0);
      count += digit * unit;
    } else {
      count = count * 10 + digit * 1'000;
    }
    too_large = count > longest_length.count;
  }
  if (!has_digits) return DecimalFault::not_a_number;
  if (too_large) return DecimalFault::too_large;
  if (too_precise) return DecimalFault::too_precise;
  return Micrometres{count};
}

/// An exact number of at most 15 digits in all. That many survive in clients that store numbers in binary
/// floating point (DBL_DIG), such as JavaScript.
class Decimal {
 public:
  constexpr Decimal() = default;
  /// `units` / 10^`decimals`. Throws std::invalid_argument for more than 15 digits.
  Decimal(std::int64_t units, int decimals = 0);

  /// Decimal places, without trailing zeros.
  int decimals() const { return decimals_; }
  friend bool operator==(Decimal, Decimal) = default;
  friend std::strong_ordering operator<=>(Decimal one, Decimal other);

 private:
  std::int64_t units_ = 0;
  int decimals_ = 0;
  friend std::string format(Decimal number);
};

/// Reads `-0.07`, `.5`, `1600.`, `12`: digits with or without a point, and a minus sign. More than 15 digits
/// are too_precise after the point and too_large before it; zeros at either end do not count.
std::variant<Decimal, DecimalFault> parse_decimal(std::string_view text);

/// The shortest text: `-0.07`, `12`.
std::string format(Decimal number);

/// The shortest decimal of millimetres: `130.043`, `0.5`, `915`, `-0.035`.
std::string format(Micrometres length);

/// `130.043_mm`: exact, because the compiler passes the literal's digits.
consteval Micrometres operator""_mm(const char* digits) {
  const auto parsed = parse_millimetres(digits);
  if (const auto* length = std::get_if<Micrometres>(&parsed)) return *length;
  throw std::invalid_argument("not an exact number of millimetres");  // a compile error
}

}  // namespace kpa

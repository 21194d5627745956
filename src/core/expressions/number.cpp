#include "core/expressions/number.hpp"

#include <algorithm>
#include <limits>

#include <boost/multiprecision/cpp_int.hpp>

#include "core/text.hpp"

namespace kpa::expressions {
namespace {

using Big = boost::multiprecision::cpp_int;

constexpr int most_digits = 34;
constexpr int largest_exponent = 100;

Big ten_to(int exponent) { return pow(Big(10), static_cast<unsigned>(exponent)); }

/// How many digits it has; zero has none.
int digits_of(const Big& size) {
  if (size.is_zero()) return 0;
  // log10(2) is a little more than 1233/4096, so this is right or one too few.
  const int guess = static_cast<int>(msb(size) * 1233 / 4096) + 1;
  return size >= ten_to(guess) ? guess + 1 : guess;
}

Big divided(const Big& number, const Big& by, Direction direction) {
  Big whole, rest;
  divide_qr(number, by, whole, rest);  // towards zero
  if (rest.is_zero()) return whole;
  const bool below_zero = number < 0;
  const int to_middle = Big(abs(rest) * 2).compare(by);
  const bool away = direction == Direction::down      ? below_zero
                    : direction == Direction::up      ? !below_zero
                    : to_middle != 0                  ? to_middle > 0
                    : direction == Direction::half_up ? true
                                                      : bit_test(abs(whole), 0);
  if (away) whole += below_zero ? -1 : 1;
  return whole;
}

}  // namespace

/// Numbers as integers of any size, and back.
struct Exact {
  Big units;
  int places = 0;

  explicit Exact(const Number& number) : units(number.units_), places(number.places_) {}
  Exact(Big its_units, int its_places) : units(std::move(its_units)), places(its_places) {}

  Big with_places(int wanted) const { return units * ten_to(wanted - places); }

  int digits_before_point() const { return std::max(0, digits_of(abs(units)) - places); }

  /// With at most so many places.
  Exact with_at_most(int most_places, Direction direction) const {
    if (places <= most_places) return *this;
    return {divided(units, ten_to(places - most_places), direction), most_places};
  }

  std::optional<Number> number(int digits = most_digits) const {
    const int before = digits_before_point();
    if (before > digits) return std::nullopt;
    Exact fitting = with_at_most(digits - before, Direction::half_even);
    if (fitting.digits_before_point() > digits) return std::nullopt;  // 99… became 100…
    Number made;
    made.units_ = static_cast<Number::Units>(fitting.units);
    made.places_ = fitting.places;
    for (; made.places_ > 0 && made.units_ % 10 == 0; --made.places_) made.units_ /= 10;
    return made;
  }

  static Number negative(Number number) {
    number.units_ = -number.units_;
    return number;
  }
};

std::optional<std::int64_t> Number::whole() const {
  if (places_ > 0 || units_ < std::numeric_limits<std::int64_t>::min() ||
      units_ > std::numeric_limits<std::int64_t>::max())
    return std::nullopt;
  return static_cast<std::int64_t>(units_);
}

std::strong_ordering operator<=>(const Number& one, const Number& other) {
  if (one.places_ == other.places_) return one.units_ <=> other.units_;
  const int places = std::max(one.places_, other.places_);
  return Exact(one).with_places(places).compare(Exact(other).with_places(places)) <=> 0;
}

std::optional<Number> parse_number(std::string_view text) {
  const bool below_zero = text.starts_with('-');
  if (below_zero) text.remove_prefix(1);
  const std::size_t point = std::min(text.find('.'), text.size());
  std::string_view before = text.substr(0, point);
  std::string_view behind = text.substr(std::min(point + 1, text.size()));
  if (before.empty() && behind.empty()) return std::nullopt;
  before.remove_prefix(std::min(before.find_first_not_of('0'), before.size()));
  behind = behind.substr(0, behind.find_last_not_of('0') + 1);
  if (before.size() + behind.size() > most_digits) return std::nullopt;
  Big units = 0;
  for (const auto part : {before, behind})
    for (const char c : part) {
      if (!is_digit(c)) return std::nullopt;
      units = units * 10 + (c - '0');
    }
  return Exact(below_zero ? Big(-units) : units, static_cast<int>(behind.size())).number();
}

std::string format(const Number& number) {
  const Exact exact(number);
  std::string digits = Big(abs(exact.units)).str();
  const auto behind = static_cast<std::size_t>(exact.places);
  if (behind > 0) {
    if (digits.size() <= behind) digits.insert(0, behind + 1 - digits.size(), '0');
    digits.insert(digits.size() - behind, 1, '.');
  }
  return (exact.units < 0 ? "-" : "") + digits;
}

std::optional<Number> sum(const Number& one, const Number& other) {
  const int places = std::max(one.places(), other.places());
  return Exact(Exact(one).with_places(places) + Exact(other).with_places(places), places).number();
}

std::optional<Number> product(const Number& one, const Number& other) {
  return Exact(Exact(one).units * Exact(other).units, one.places() + other.places()).number();
}

/// Two places more than any result has, of which the last only says that something follows: so that the
/// rounding to the result's places is right.
static std::optional<Number> quotient_of(const Exact& number, const Exact& divisor) {
  if (divisor.units.is_zero()) return std::nullopt;
  constexpr int places = most_digits + 1;
  const int shift = places + divisor.places - number.places;
  const Big above = number.units * ten_to(std::max(shift, 0));
  const Big below = divisor.units * ten_to(std::max(-shift, 0));
  Big whole, rest;
  divide_qr(Big(abs(above)), Big(abs(below)), whole, rest);
  whole = whole * 10 + (rest.is_zero() ? 0 : 1);
  return Exact((above < 0) == (below < 0) ? whole : Big(-whole), places + 1).number();
}

std::optional<Number> quotient(const Number& number, const Number& divisor) {
  return quotient_of(Exact(number), Exact(divisor));
}

std::optional<Number> power(const Number& base, const Number& exponent) {
  const auto times = exponent.whole();
  if (!times || *times < -largest_exponent || *times > largest_exponent) return std::nullopt;
  const int count = static_cast<int>(*times < 0 ? -*times : *times);
  const Exact exact(pow(Exact(base).units, static_cast<unsigned>(count)), base.places() * count);
  return *times < 0 ? quotient_of(Exact(Number(1)), exact) : exact.number();
}

Number negative(const Number& number) { return Exact::negative(number); }

std::optional<Number> rounded(const Number& number, const Number& places, Direction direction) {
  const auto most = places.whole();
  if (!most || *most < 0 || *most > most_digits) return std::nullopt;
  return Exact(number).with_at_most(static_cast<int>(*most), direction).number();
}

std::optional<Number> shortened(const Number& number, int digits) { return Exact(number).number(digits); }

}  // namespace kpa::expressions

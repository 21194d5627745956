#include "core/decimal.hpp"

#include <algorithm>
#include <charconv>

namespace kpa {
namespace {

constexpr int most_digits = 15;
constexpr std::int64_t first_beyond = 1'000'000'000'000'000;  // 10^most_digits

/// The text of `count` units; 10^decimals units make 1.
std::string written(std::int64_t count, int decimals) {
  const bool negative = count < 0;
  const std::uint64_t size =
      negative ? 0 - static_cast<std::uint64_t>(count) : static_cast<std::uint64_t>(count);
  std::string digits = std::to_string(size);
  const auto behind = static_cast<std::size_t>(decimals);
  if (digits.size() <= behind) digits.insert(0, behind + 1 - digits.size(), '0');
  digits.insert(digits.size() - behind, 1, '.');
  while (digits.back() == '0') digits.pop_back();
  if (digits.back() == '.') digits.pop_back();
  return (negative ? "-" : "") + digits;
}

}  // namespace

Decimal::Decimal(std::int64_t units, int decimals) : units_(units), decimals_(decimals) {
  for (; decimals_ > 0 && units_ % 10 == 0; --decimals_) units_ /= 10;
  if (decimals_ < 0 || decimals_ > most_digits || units_ <= -first_beyond || units_ >= first_beyond)
    throw std::invalid_argument("more than 15 digits");
}

std::strong_ordering operator<=>(Decimal one, Decimal other) {
  // Up to 15 digits plus 15 zeros do not fit into 64 bits.
  const auto scaled = [](const Decimal& number, int decimals) {
    __extension__ __int128 units = number.units_;
    for (int missing = decimals - number.decimals_; missing > 0; --missing) units *= 10;
    return units;
  };
  const int decimals = std::max(one.decimals_, other.decimals_);
  return scaled(one, decimals) <=> scaled(other, decimals);
}

std::variant<Decimal, DecimalFault> parse_decimal(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  const std::size_t point = std::min(text.find('.'), text.size());
  std::string_view before = text.substr(0, point);
  std::string_view behind = text.substr(std::min(point + 1, text.size()));
  if (before.empty() && behind.empty()) return DecimalFault::not_a_number;
  for (const auto part : {before, behind})
    if (part.find_first_not_of("0123456789") != part.npos) return DecimalFault::not_a_number;
  before.remove_prefix(std::min(before.find_first_not_of('0'), before.size()));
  behind = behind.substr(0, behind.find_last_not_of('0') + 1);
  if (before.size() > most_digits) return DecimalFault::too_large;
  std::string digits = std::string(before) + std::string(behind);
  digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size()));
  if (digits.size() > most_digits || behind.size() > most_digits) return DecimalFault::too_precise;
  std::int64_t units = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), units);
  return Decimal(negative ? -units : units, static_cast<int>(behind.size()));
}

std::string format(Decimal number) { return written(number.units_, number.decimals_); }
std::string format(Micrometres length) { return written(length.count, 3); }

}  // namespace kpa

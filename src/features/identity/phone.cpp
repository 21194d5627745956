#include "features/identity/phone.hpp"

#include <algorithm>
#include <cstddef>

#include <phonenumbers/phonenumberutil.h>

#include "core/text.hpp"
#include "core/unicode.hpp"

namespace kpa::identity {
namespace {

using ::i18n::phonenumbers::PhoneNumber;
using ::i18n::phonenumbers::PhoneNumberUtil;

// Limit in bytes for the typed text; a longer one is refused unread. A digit of India's scripts has three
// bytes.
constexpr std::size_t max_typed = 128;
constexpr std::size_t min_digits = 9;
constexpr std::size_t max_digits = 15;
constexpr std::size_t national_digits = 10;

const PhoneNumberUtil& library() {
  static const PhoneNumberUtil& instance = *PhoneNumberUtil::GetInstance();
  return instance;
}

std::size_t digits_at_end(std::string_view text) {
  std::size_t count = 0;
  while (count < text.size() && is_digit(text[text.size() - 1 - count])) ++count;
  return count;
}

/// `text` without separators; nothing when it contains other characters.
std::optional<std::string> without_separators(std::string_view text) {
  std::string number;
  for (const char c : text) {
    const bool plus_in_front = c == '+' && number.empty();
    if (is_digit(c) || plus_in_front) {
      number += c;
    } else if (std::string_view(" -.()").find(c) == std::string_view::npos) {
      return std::nullopt;
    }
  }
  return number;
}

bool has_e164_length(std::string_view number) {
  const auto digits = static_cast<std::size_t>(std::ranges::count_if(number, is_digit));
  return digits >= min_digits && digits <= max_digits;
}

std::optional<PhoneNumber> parse(const std::string& number, const std::string& region) {
  PhoneNumber parsed;
  if (library().Parse(number, region, &parsed) != PhoneNumberUtil::NO_PARSING_ERROR) return std::nullopt;
  return parsed;
}

std::optional<PhoneNumber> interpret(const std::string& number, const std::string& region) {
  std::optional<PhoneNumber> dialled = parse(number, region);
  const bool may_lack_its_plus =
      number.front() != '+' && number.front() != '0' && number.size() > national_digits;
  if (!may_lack_its_plus || (dialled && library().IsValidNumber(*dialled))) return dialled;
  std::optional<PhoneNumber> international = parse('+' + number, region);
  return international && library().IsValidNumber(*international) ? international : dialled;
}

std::optional<std::string> to_e164(const std::string& number, const std::string& region) {
  if (!has_e164_length(number)) return std::nullopt;
  const auto interpreted = interpret(number, region);
  if (!interpreted) return std::nullopt;
  std::string e164;
  library().Format(*interpreted, PhoneNumberUtil::E164, &e164);
  return e164;
}

bool is_whole_number(std::string_view text, const std::string& region) {
  const auto number = without_separators(text);
  if (!number || !has_e164_length(*number)) return false;
  const auto interpreted = interpret(*number, region);
  return interpreted && library().IsValidNumber(*interpreted);
}

/// A dot separates groups (`98.1239.9901`), or is the decimal point of a spreadsheet that treated the number
/// as an amount (`9812399901.0`). It counts as a decimal point after more digits than people write in one
/// group, or when only zeros follow a complete number (`98123 99901.000`). The zeros are dropped; any other
/// fraction is refused, and so is what could be either: one digit after the last dot, or two after the only
/// one.
std::optional<std::string_view> without_decimals(std::string_view text, const std::string& region) {
  constexpr std::size_t longest_group = 6;
  const std::size_t first = text.find('.');
  if (first == text.npos) return text;
  for (std::size_t dot = first; dot != text.npos; dot = text.find('.', dot + 1)) {
    if (digits_at_end(text.substr(0, dot)) <= longest_group) continue;
    if (text.find_first_not_of('0', dot + 1) != text.npos) return std::nullopt;
    return text.substr(0, dot);
  }
  const std::size_t last = text.rfind('.');
  if (text.find_first_not_of('0', last + 1) == text.npos && is_whole_number(text.substr(0, last), region))
    return text.substr(0, last);
  const std::size_t behind = text.size() - last - 1, most_decimals = first == last ? 2 : 1;
  if (behind <= most_decimals) return std::nullopt;
  return text;
}

}  // namespace

std::optional<std::string> canonical_phone(std::string_view text, std::string_view default_region) {
  if (text.size() > max_typed) return std::nullopt;
  const std::string region(default_region);
  const Plain typed = plain(text);
  const auto whole = without_decimals(trimmed(typed.text), region);
  if (!whole) return std::nullopt;
  const auto number = without_separators(*whole);
  if (!number) return std::nullopt;
  auto canonical = to_e164(*number, region);
  // A number that fits no country's numbering plan can come out too long, or with a prefix that parsing again
  // would remove: then it cannot identify anybody.
  if (canonical && to_e164(*canonical, region) != canonical) return std::nullopt;
  return canonical;
}

std::string masked(std::string_view canonical_phone_number) {
  constexpr std::size_t first_shown = 3, last_shown = 4;
  std::string number(canonical_phone_number);
  for (std::size_t at = first_shown; at + last_shown < number.size(); ++at) number[at] = '*';
  return number;
}

}  // namespace kpa::identity

#include "core/unicode.hpp"

#include <algorithm>
#include <stdexcept>

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include "core/text.hpp"

namespace kpa {
namespace {

const icu::Normalizer2& folding() {
  static const icu::Normalizer2& instance = [&]() -> const icu::Normalizer2& {
    UErrorCode error = U_ZERO_ERROR;
    const auto* found = icu::Normalizer2::getNFKCCasefoldInstance(error);
    if (U_FAILURE(error) != 0) throw std::runtime_error("ICU has no NFKC_Casefold");
    return *found;
  }();
  return instance;
}

constexpr UChar32 minus_sign = 0x2212;
constexpr UChar32 full_width_first = 0xFF01;  // from here: full-width `!` to `~`, in ASCII's order
constexpr UChar32 full_width_last = 0xFF5E;

// Curly ones, which keyboards insert by themselves, and the primes of feet and inches.
constexpr std::u32string_view single_quotes = U"\u2018\u2019\u201A\u201B\u2032";
constexpr std::u32string_view double_quotes = U"\u201C\u201D\u201E\u201F\u2033";

constexpr UChar32 nothing = -1;

UChar32 plain_of(UChar32 c) {
  if (c < 0x80) return c;
  if (const auto digit = u_charDigitValue(c); digit >= 0) return '0' + digit;
  if (single_quotes.find(static_cast<char32_t>(c)) != single_quotes.npos) return '\'';
  if (double_quotes.find(static_cast<char32_t>(c)) != double_quotes.npos) return '"';
  if (c == minus_sign || u_charType(c) == U_DASH_PUNCTUATION) return '-';
  if (u_isUWhiteSpace(c) != 0) return ' ';
  if (u_charType(c) == U_FORMAT_CHAR) return nothing;
  if (c >= full_width_first && c <= full_width_last) return c - full_width_first + '!';
  return c;
}

bool joins_words(char c) { return c == '-' || c == '_' || white_space_at({&c, 1}) != 0; }

}  // namespace

bool is_ascii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

std::string folded(std::string_view text) {
  if (is_ascii(text) || !is_utf8(text)) return lower(text);
  UErrorCode error = U_ZERO_ERROR;
  std::string out;
  folding()
      .normalize(
          icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int32_t>(text.size()))),
          error)
      .toUTF8String(out);
  if (U_FAILURE(error) != 0) throw std::runtime_error("ICU cannot fold a text");
  return out;
}

Plain plain(std::string_view text) {
  if (is_ascii(text) || !is_utf8(text)) return {std::string(text), {}};
  Plain made;
  made.text.reserve(text.size());
  made.origins.reserve(text.size() + 1);
  const auto* bytes = reinterpret_cast<const uint8_t*>(text.data());  // the type that the macro needs
  const auto size = static_cast<int32_t>(text.size());
  for (int32_t next = 0; next < size;) {
    const int32_t begin = next;
    UChar32 c = 0;
    U8_NEXT(bytes, next, size, c);
    const UChar32 replaced = plain_of(c);
    if (replaced == c)
      made.text.append(text, static_cast<std::size_t>(begin), static_cast<std::size_t>(next - begin));
    else if (replaced != nothing)
      made.text += static_cast<char>(replaced);
    made.origins.resize(made.text.size(), static_cast<std::size_t>(begin));
  }
  made.origins.push_back(text.size());
  return made;
}

bool is_choice(std::string_view typed, std::string_view choice) {
  if (!is_ascii(typed)) {
    const std::string made = plain(typed).text;
    return is_ascii(made) && is_choice(made, choice);
  }
  const auto skip = [](std::string_view& text) {
    while (!text.empty() && joins_words(text.front())) text.remove_prefix(1);
  };
  for (;; typed.remove_prefix(1), choice.remove_prefix(1)) {
    skip(typed);
    skip(choice);
    if (typed.empty() || choice.empty()) return typed.empty() && choice.empty();
    if (lower(typed.front()) != lower(choice.front())) return false;
  }
}

}  // namespace kpa

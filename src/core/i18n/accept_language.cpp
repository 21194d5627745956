#include "core/i18n/accept_language.hpp"

#include <algorithm>
#include <optional>

namespace kpa::i18n {
namespace {

constexpr std::string_view blanks = " \t";
constexpr int whole = 1000;

std::string_view trimmed(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of(blanks), text.size()));
  const std::size_t last = text.find_last_not_of(blanks);
  return text.substr(0, last == text.npos ? 0 : last + 1);
}

/// Removes the text before `separator` and returns it.
std::string_view take(std::string_view& text, char separator) {
  const std::size_t end = std::min(text.find(separator), text.size());
  const std::string_view part = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return trimmed(part);
}

/// The weight of `q=0.8` in thousandths; 0 (not wanted) when it cannot be read.
int weight_of(std::string_view parameter) {
  if (parameter.empty()) return whole;
  if (parameter.size() < 3 || (parameter[0] != 'q' && parameter[0] != 'Q') || parameter[1] != '=') return 0;
  const std::string_view number = parameter.substr(2);
  if (number.size() > 5 || (number.size() > 1 && number[1] != '.')) return 0;
  int weight = 0, worth = whole;
  for (const char c : number) {
    if (c == '.') continue;
    if (c < '0' || c > '9') return 0;
    weight += (c - '0') * worth;
    worth /= 10;
  }
  return weight > whole ? 0 : weight;
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

/// The language of `hi`, `hi-IN` or `HI-Deva`.
std::optional<Language> language_of(std::string_view range) {
  const std::string_view primary = range.substr(0, range.find('-'));
  for (const auto& [language, code] : EnumNames<Language>::table)
    if (primary.size() == code.size() && lower(primary[0]) == code[0] && lower(primary[1]) == code[1])
      return language;
  return std::nullopt;
}

}  // namespace

Language preferred_language(std::string_view accept_language) {
  Language preferred = Language::english;
  int best = 0;
  while (!accept_language.empty()) {
    std::string_view parameters = take(accept_language, ',');
    const std::string_view range = take(parameters, ';');
    const auto language = range == "*" ? Language::english : language_of(range);
    if (!language) continue;
    const int weight = weight_of(trimmed(parameters));
    if (weight <= best) continue;
    best = weight;
    preferred = *language;
  }
  return preferred;
}

}  // namespace kpa::i18n

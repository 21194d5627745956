#include "core/text.hpp"

#include <algorithm>
#include <array>
#include <numeric>
#include <utility>
#include <vector>

namespace kpa {
namespace {

/// Unicode's White_Space in UTF-8.
constexpr std::array<std::string_view, 25> white_space = {
    " ",      "\t",     "\n",     "\v",     "\f",     "\r",     "\u0085", "\u00A0", "\u1680",
    "\u2000", "\u2001", "\u2002", "\u2003", "\u2004", "\u2005", "\u2006", "\u2007", "\u2008",
    "\u2009", "\u200A", "\u2028", "\u2029", "\u202F", "\u205F", "\u3000"};

}  // namespace

std::string lower(std::string_view text) {
  std::string lowered(text);
  for (char& c : lowered) c = lower(c);
  return lowered;
}

bool same_letters(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, [](char one, char other) { return lower(one) == lower(other); });
}

std::size_t characters(std::string_view text) {
  // All bytes but those that continue a character.
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

std::size_t white_space_at(std::string_view text) {
  const auto* found = std::ranges::find_if(white_space, [&](auto space) { return text.starts_with(space); });
  return found == white_space.end() ? 0 : found->size();
}

std::string_view trimmed(std::string_view text) {
  while (const std::size_t space = white_space_at(text)) text.remove_prefix(space);
  const auto trailing = [&]() -> std::size_t {
    const auto* found = std::ranges::find_if(white_space, [&](auto space) { return text.ends_with(space); });
    return found == white_space.end() ? 0 : found->size();
  };
  while (const std::size_t space = trailing()) text.remove_suffix(space);
  return text;
}

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({replaced, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row.back();
}

}  // namespace kpa

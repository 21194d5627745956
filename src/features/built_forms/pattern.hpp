#pragma once

#include <bitset>
#include <memory>
#include <string>
#include <string_view>
#include <variant>

#include "core/schema/issues.hpp"

namespace kpa::built_forms {

constexpr std::size_t longest_matched = 1'000;  ///< characters of a text that a pattern can match

/// A regular expression for whole texts, in what JavaScript (flags `u` and `v`) and RE2 both have and mean
/// alike: characters, `.`, classes, `\d \w \s` and their opposites, `\p{L}`, groups, `|`, and `* + ? {2,5}`.
/// No look-around, back references, named groups, flags, or anchors within; `^` and `$` around the whole are
/// allowed, and say nothing.
class Pattern {
 public:
  /// The pattern, or why it is none; `position` of the params is a character, from 1.
  static std::variant<Pattern, schema::Violation> read(std::string_view text);

  /// Whether the whole text matches; false for a text longer than longest_matched.
  bool matches(std::string_view text) const;
  /// The numbers of characters that texts it matches have.
  const std::bitset<longest_matched + 1>& lengths() const { return lengths_; }
  /// For JSON Schema: `^(?:…)$`.
  const std::string& javascript() const { return javascript_; }

 private:
  struct Engine;
  std::shared_ptr<const Engine> engine_;
  std::bitset<longest_matched + 1> lengths_;
  std::string javascript_;
};

}  // namespace kpa::built_forms

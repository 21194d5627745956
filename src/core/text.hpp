#pragma once

#include <cstddef>
#include <string>
#include <string_view>

// Texts are UTF-8. Case is changed only for ASCII letters: names, codes and headers are ASCII, and people's
// texts are kept as they are.

namespace kpa {

constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
std::string lower(std::string_view text);
/// Whether both are equal apart from case.
bool same_letters(std::string_view a, std::string_view b);

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_letter(char c) { return lower(c) >= 'a' && lower(c) <= 'z'; }

/// Whether the bytes are UTF-8 (RFC 3629): nothing overlong, no surrogates, nothing beyond U+10FFFF.
bool is_utf8(std::string_view text);
/// Number of code points.
std::size_t characters(std::string_view text);
/// Length in bytes of the white space character that the text begins with (Unicode's White_Space in
/// PropList.txt, including U+00A0); 0 when there is none.
std::size_t white_space_at(std::string_view text);
/// Without white space at either end.
std::string_view trimmed(std::string_view text);
/// Levenshtein distance: how many single-byte insertions, deletions or replacements turn `a` into `b`.
std::size_t edit_distance(std::string_view a, std::string_view b);

}  // namespace kpa

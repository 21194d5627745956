#pragma once

#include <cstddef>
#include <string>
#include <string_view>

// Texts are UTF-8. Letters have their case changed in ASCII only: names, codes and headers are ASCII, and
// what people write is kept as it is.

namespace kpa {

constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
std::string lower(std::string_view text);
/// Whether both are the same in any case of letters.
bool same_letters(std::string_view a, std::string_view b);

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_letter(char c) { return lower(c) >= 'a' && lower(c) <= 'z'; }

/// Whether the bytes are UTF-8 (RFC 3629): nothing overlong, no surrogates, nothing beyond U+10FFFF.
bool is_utf8(std::string_view text);
/// Code points, not bytes.
std::size_t characters(std::string_view text);
/// How many bytes of white space the text begins with: one character of Unicode's White_Space (PropList.txt),
/// so also U+00A0 and its like, or none.
std::size_t white_space_at(std::string_view text);
/// Without the white space around it.
std::string_view trimmed(std::string_view text);
/// How many single bytes have to be put in, left out or replaced to make `b` of `a` (Levenshtein).
std::size_t edit_distance(std::string_view a, std::string_view b);

}  // namespace kpa

#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

// What keyboards, spreadsheets and copying make of plain characters, made plain again. Texts are UTF-8, and
// stay as long as they are ASCII: then nothing is looked up.

namespace kpa {

bool is_ascii(std::string_view text);

/// A text for comparing: what a reader takes for the same word becomes the same bytes, however it was typed.
/// Unicode's NFKC_Casefold (UAX #31): composed and decomposed letters, full width and ligatures, upper and
/// lower case; characters that cannot be seen are gone. Folding it again changes nothing. What is no UTF-8 is
/// only lowered.
std::string folded(std::string_view text);

/// A text whose punctuation and digits are those of ASCII, and where each of its bytes came from.
struct Plain {
  std::string text;
  std::vector<std::size_t> origins;  ///< of each byte: the offset in the source; empty where none has moved

  /// The offset in the source of what stands at `at` in `text`; its end for the end.
  std::size_t origin(std::size_t at) const { return origins.empty() ? at : origins.at(at); }
};

/// Decimal digits of every script, dashes and the minus sign, quotation marks and primes, white space, and
/// the full-width forms of ASCII become ASCII's; characters without width (marks of direction, joiners,
/// U+FEFF) are left out. All others stay, letters too. What is no UTF-8 stays as it is.
Plain plain(std::string_view text);

/// Whether somebody typed this one of some choices, whose names are ASCII: in any case, with spaces, dashes
/// and underscores between its words, around them or nowhere. `WORN_OUT`, `Worn-out` and `wornout` are `Worn
/// Out`.
bool is_choice(std::string_view typed, std::string_view choice);

}  // namespace kpa

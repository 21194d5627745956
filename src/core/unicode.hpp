#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

// Restores plain characters from what keyboards, spreadsheets and copying turn them into. Texts are UTF-8;
// pure ASCII is returned unchanged, without any look-up.

namespace kpa {

bool is_ascii(std::string_view text);

/// A text for comparison: what a reader takes for the same word becomes the same bytes. It is Unicode's
/// NFKC_Casefold (UAX #31): unifies composed and decomposed letters, full-width forms, ligatures and case,
/// and removes invisible characters. Folding twice changes nothing. Of invalid UTF-8 only ASCII letters are
/// lowered.
std::string folded(std::string_view text);

/// A text with ASCII punctuation and digits, and where each of its bytes came from.
struct Plain {
  std::string text;
  std::vector<std::size_t> origins;  ///< of each byte: its offset in the source; empty when no byte has moved

  /// The offset in the source of position `at` in `text`; of its end, the source's end.
  std::size_t origin(std::size_t at) const { return origins.empty() ? at : origins.at(at); }
};

/// Replaces decimal digits of every script, dashes and minus signs, quotation marks and primes, white space,
/// and full-width forms by ASCII; removes characters without width (direction marks, joiners, U+FEFF). All
/// others stay, including letters and invalid UTF-8.
Plain plain(std::string_view text);

/// Whether `typed` means this choice, whose name is ASCII: in any case, with spaces, dashes, underscores or
/// nothing between words. `WORN_OUT`, `Worn-out` and `wornout` mean `Worn Out`.
bool is_choice(std::string_view typed, std::string_view choice);

}  // namespace kpa

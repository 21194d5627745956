#pragma once

#include <cstddef>
#include <string>
#include <string_view>

// Secrets that somebody was told and now types or pastes, without what typing, reading aloud and copying add.

namespace kpa {

/// A token as it was made: without white space and characters that cannot be seen, wherever they stand.
std::string pasted_token(std::string_view text);

/// A code of digits or small letters as it was made: `494 390`, `494-390` and `४९४३९०` are `494390`. Digits
/// and dashes of every script, as plain() has them; capital letters become small.
std::string typed_code(std::string_view text);

/// Whether a code, as typed_code() has it, is so many decimal digits.
bool is_digits(std::string_view code, std::size_t count);

}  // namespace kpa

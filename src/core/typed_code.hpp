#pragma once

#include <cstddef>
#include <string>
#include <string_view>

// Restores secrets that people type or paste, by removing what typing, reading aloud and copying add.

namespace kpa {

/// A pasted token without white space and invisible characters, wherever they are.
std::string pasted_token(std::string_view text);

/// A typed code of digits or lower-case letters, restored: `494 390`, `494-390` and `४९४३९०` become `494390`.
/// Accepts digits and dashes of every script (see plain()); upper case becomes lower case.
std::string typed_code(std::string_view text);

/// Whether the code, after typed_code(), is exactly `count` decimal digits.
bool is_digits(std::string_view code, std::size_t count);

}  // namespace kpa

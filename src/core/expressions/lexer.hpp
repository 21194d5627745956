#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/expressions/expressions.hpp"

namespace kpa::expressions {

struct Token {
  enum class Kind { word, number, text, sign, end };
  Kind kind = Kind::end;
  std::string text = {};  ///< of a text, what it means; of a sign, its ASCII
  std::size_t begin = 0;  ///< code points from the beginning of the expression
  std::size_t end = 0;
};

/// The tokens of an expression, the last of kind `end`, or everything that is none.
struct Tokens {
  std::vector<Token> tokens;
  std::vector<Fault> faults;
};

/// Outside of texts, typographic quotation marks, dashes, spaces and digits of any script count as plain
/// ones.
Tokens tokens_of(std::string_view text);

/// A fault from code point `begin` to `end`; its message gets its line and column.
Fault fault_at(std::string_view text, std::size_t begin, std::size_t end, std::string_view code,
               Params params, i18n::Text message);

}  // namespace kpa::expressions

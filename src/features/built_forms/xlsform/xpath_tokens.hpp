#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace kpa::built_forms::xlsform {

struct Token {
  enum class Type { word, number, text, reference, sign, end };
  Type type = Type::end;
  std::string text;  ///< of a text, without its quotation marks; of a reference, the name in it
};

/// The tokens, the last of type `end`. What is no token is a sign of its own.
std::vector<Token> tokens_of(std::string_view xpath);

/// A text in quotation marks, as expressions of this service have them.
std::string in_quotes(std::string_view text);

}  // namespace kpa::built_forms::xlsform

#include "features/built_forms/xlsform/xpath_tokens.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "core/text.hpp"

namespace kpa::built_forms::xlsform {
namespace {

/// Quotation marks with their ends; spreadsheets make typographic ones of plain ones.
constexpr std::array<std::pair<std::string_view, std::string_view>, 4> quotation_marks = {
    {{"'", "'"}, {"\"", "\""}, {"‘", "’"}, {"“", "”"}}};

constexpr std::array<std::string_view, 4> long_signs = {"!=", "<=", ">=", ".."};

bool in_word(char c) {
  return is_letter(c) || is_digit(c) || c == '_' || c == '-' || c == '.' || c == ':' ||
         (static_cast<unsigned char>(c) & 0x80U) != 0;
}

class Lexer {
 public:
  explicit Lexer(std::string_view text) : left_(text) {}

  std::vector<Token> all() {
    std::vector<Token> tokens;
    do tokens.push_back(next());
    while (tokens.back().type != Token::Type::end);
    return tokens;
  }

 private:
  std::string take(std::size_t length) {
    const std::string taken(left_.substr(0, length));
    left_.remove_prefix(std::min(length, left_.size()));
    return taken;
  }

  Token next() {
    while (const std::size_t space = white_space_at(left_)) left_.remove_prefix(space);
    if (left_.empty()) return {};
    if (left_.starts_with("${")) return reference();
    for (const auto& [begin, end] : quotation_marks)
      if (left_.starts_with(begin)) return quotation(begin, end);
    const char c = left_.front();
    if (is_digit(c) || (c == '.' && left_.size() > 1 && is_digit(left_[1]))) return number();
    if (is_letter(c) || c == '_') {
      std::size_t length = 1;
      while (length < left_.size() && in_word(left_[length])) ++length;
      return {Token::Type::word, take(length)};
    }
    for (const std::string_view sign : long_signs)
      if (left_.starts_with(sign)) return {Token::Type::sign, take(sign.size())};
    return {Token::Type::sign, take(1)};
  }

  Token reference() {
    const std::size_t end = left_.find('}');
    if (end == left_.npos) return {Token::Type::sign, take(2)};
    const std::string whole = take(end + 1);
    return {Token::Type::reference,
            std::string(trimmed(std::string_view(whole).substr(2, whole.size() - 3)))};
  }
  Token quotation(std::string_view begin, std::string_view end) {
    const std::size_t close = left_.find(end, begin.size());
    if (close == left_.npos) return {Token::Type::sign, take(begin.size())};
    take(begin.size());
    const std::string inside = take(close - begin.size());
    take(end.size());
    return {Token::Type::text, inside};
  }
  Token number() {
    std::size_t length = 0;
    bool point = false;
    while (length < left_.size() && (is_digit(left_[length]) || (left_[length] == '.' && !point))) {
      point = point || left_[length] == '.';
      ++length;
    }
    return {Token::Type::number, take(length)};
  }

  std::string_view left_;
};

}  // namespace

std::vector<Token> tokens_of(std::string_view xpath) { return Lexer(xpath).all(); }

std::string in_quotes(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

}  // namespace kpa::built_forms::xlsform

#include "core/expressions/lexer.hpp"

#include <array>
#include <cstdint>

#include <unicode/utf8.h>

#include "core/text.hpp"
#include "core/unicode.hpp"

namespace kpa::expressions {
namespace {

using i18n::text;

/// Longer ones first.
constexpr std::array<std::string_view, 18> signs = {"**", "<=", ">=", "!=", "..", "+", "-", "*", "/",
                                                    "<",  ">",  "=",  "(",  ")",  "[", "]", ",", "."};

/// A character: its bytes, and those of its plain form.
struct Character {
  std::string_view source;
  std::string plain;
  bool is(char c) const { return plain.size() == 1 && plain[0] == c; }
  bool is_blank() const { return plain.empty() || is(' ') || is('\t') || is('\n') || is('\r'); }
  bool is_digit() const { return plain.size() == 1 && kpa::is_digit(plain[0]); }
  bool starts_word() const { return plain.size() == 1 && kpa::is_letter(plain[0]); }
  bool is_of_word() const { return starts_word() || is_digit() || is('_'); }
};

std::vector<Character> characters_of(std::string_view text) {
  std::vector<Character> all;
  const auto size = static_cast<std::int32_t>(text.size());
  for (std::int32_t at = 0; at < size;) {
    const std::int32_t begin = at;
    U8_FWD_1(text.data(), at, size);
    const auto source = text.substr(static_cast<std::size_t>(begin), static_cast<std::size_t>(at - begin));
    all.push_back({source, source.size() == 1 ? std::string(source) : plain(source).text});
  }
  return all;
}

class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text), characters_(characters_of(text)) {}

  Tokens tokens() {
    while (at_ < characters_.size()) {
      const Character& next = characters_[at_];
      if (next.is_blank())
        ++at_;
      else if (next.starts_word())
        take(Token::Kind::word, &Character::is_of_word);
      else if (next.is_digit() || (next.is('.') && digit_at(at_ + 1)))
        number();
      else if (next.is('"'))
        quoted();
      else
        sign();
    }
    made_.tokens.push_back({.begin = at_, .end = at_});
    return std::move(made_);
  }

 private:
  bool digit_at(std::size_t at) const { return at < characters_.size() && characters_[at].is_digit(); }

  void add(Token::Kind kind, std::string text, std::size_t begin) {
    made_.tokens.push_back({kind, std::move(text), begin, at_});
  }
  void refuse(std::size_t begin, std::string_view code, Params params, i18n::Text message) {
    made_.faults.push_back(fault_at(text_, begin, at_, code, std::move(params), message));
  }

  std::string run(bool (Character::*belongs)() const) {
    std::string all;
    for (; at_ < characters_.size() && (characters_[at_].*belongs)(); ++at_) all += characters_[at_].plain;
    return all;
  }

  void take(Token::Kind kind, bool (Character::*belongs)() const) {
    const std::size_t begin = at_;
    std::string all = run(belongs);
    add(kind, std::move(all), begin);
  }

  /// A point belongs to a number only before a digit: `1..5` is a range.
  void number() {
    const std::size_t begin = at_;
    std::string digits = run(&Character::is_digit);
    if (at_ < characters_.size() && characters_[at_].is('.') && digit_at(at_ + 1)) {
      ++at_;
      digits += '.' + run(&Character::is_digit);
    }
    if (parse_number(digits))
      add(Token::Kind::number, std::move(digits), begin);
    else
      refuse(begin, "too_many_digits", {}, text("{line}:{column}: A number has at most 34 digits."));
  }

  /// A text that a typographic mark opened is closed by one too, so that it may hold plain ones.
  bool closes(const Character& mark, bool plain_mark) const {
    return mark.is('"') && (mark.source.size() == 1) == plain_mark;
  }

  void quoted() {
    const std::size_t begin = at_;
    const bool plain_mark = characters_[at_].source.size() == 1;
    std::string all;
    for (++at_; at_ < characters_.size() && !closes(characters_[at_], plain_mark); ++at_) {
      if (characters_[at_].source != "\\") {
        all += characters_[at_].source;
        continue;
      }
      constexpr std::string_view escapes = "\"\\nrt", meanings = "\"\\\n\r\t";
      if (++at_ == characters_.size()) break;
      const auto which = escapes.find(characters_[at_].source);
      if (which != escapes.npos)
        all += meanings[which];
      else
        refuse(at_ - 1, "unknown_escape", {},
               text("{line}:{column}: After a backslash only \\, \", n, r and t have a meaning."));
    }
    if (at_ == characters_.size())
      return refuse(begin, "unclosed_text", {},
                    text("{line}:{column}: This text has no closing quotation mark."));
    ++at_;
    add(Token::Kind::text, std::move(all), begin);
  }

  void sign() {
    const std::size_t begin = at_;
    std::string two = characters_[at_].plain;
    if (at_ + 1 < characters_.size()) two += characters_[at_ + 1].plain;
    for (const std::string_view sign : signs)
      if (std::string_view(two).starts_with(sign)) {
        at_ += sign.size();
        return add(Token::Kind::sign, std::string(sign), begin);
      }
    ++at_;
    refuse(begin, "unknown_character", {{"character", characters_[begin].source}},
           text("{line}:{column}: '{character}' has no meaning in expressions."));
  }

  std::string_view text_;
  std::vector<Character> characters_;
  std::size_t at_ = 0;
  Tokens made_;
};

}  // namespace

Tokens tokens_of(std::string_view text) { return Lexer(text).tokens(); }

Fault fault_at(std::string_view text, std::size_t begin, std::size_t end, std::string_view code,
               Params params, i18n::Text message) {
  Fault fault{.code = std::string(code), .at = begin, .length = end - begin};
  std::size_t left = begin;
  for (std::int32_t at = 0; left > 0 && at < static_cast<std::int32_t>(text.size()); --left) {
    const bool ends_line = text[static_cast<std::size_t>(at)] == '\n';
    U8_FWD_1(text.data(), at, static_cast<std::int32_t>(text.size()));
    fault.line += ends_line ? 1 : 0;
    fault.column = ends_line ? 1 : fault.column + 1;
  }
  for (const auto& [name, number] :
       {std::pair{"line", fault.line}, {"column", fault.column}, {"at", begin}, {"length", end - begin}})
    params.push_back({name, std::to_string(number)});
  fault.message = {message, std::move(params)};
  return fault;
}

}  // namespace kpa::expressions

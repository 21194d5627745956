#include "core/expressions/token_reader.hpp"

#include <algorithm>

namespace kpa::expressions {

using Kind = Token::Kind;
using i18n::text;

TokenReader::TokenReader(std::string_view text) : text_(text) {
  Tokens found = tokens_of(text);
  tokens_ = std::move(found.tokens);
  faults_ = std::move(found.faults);
}

const Token& TokenReader::next(std::size_t ahead) const {
  return tokens_[std::min(at_ + ahead, tokens_.size() - 1)];
}

bool TokenReader::is_sign(std::string_view sign, std::size_t ahead) const {
  return next(ahead).kind == Kind::sign && next(ahead).text == sign;
}

bool TokenReader::is_word(std::string_view word) const {
  return next().kind == Kind::word && next().text == word;
}

bool TokenReader::take_sign(std::string_view sign) {
  if (!is_sign(sign)) return false;
  take();
  return true;
}

bool TokenReader::take_word(std::string_view word) {
  if (!is_word(word)) return false;
  take();
  return true;
}

void TokenReader::expect_sign(std::string_view sign) {
  if (!take_sign(sign)) missing(sign);
}

void TokenReader::expect_word(std::string_view word) {
  if (!take_word(word)) missing(word);
}

void TokenReader::refuse(std::size_t begin, std::size_t end, std::string_view code, Params params,
                         i18n::Text message) {
  if (!stopped_) faults_.push_back(fault_at(text_, begin, end, code, std::move(params), message));
}

void TokenReader::unexpected() {
  const Token& found = next();
  if (is_at_end())
    refuse(found.begin, found.end, "ends_too_early", {},
           text("{line}:{column}: Something is missing at the end."));
  else
    refuse(found.begin, found.end, "unexpected",
           {{"found", found.kind == Kind::text ? '"' + found.text + '"' : found.text}},
           text("{line}:{column}: '{found}' cannot stand here."));
  stop();
}

void TokenReader::missing(std::string_view wanted) {
  refuse(next().begin, next().end, "missing", {{"wanted", wanted}},
         text("{line}:{column}: '{wanted}' is missing here."));
  stop();
}

void TokenReader::stop() {
  stopped_ = true;
  at_ = tokens_.size() - 1;
}

}  // namespace kpa::expressions

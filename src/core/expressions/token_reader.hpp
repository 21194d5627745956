#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/expressions/lexer.hpp"

namespace kpa::expressions {

/// Goes through the tokens of an expression and collects what is wrong with it.
class TokenReader {
 public:
  explicit TokenReader(std::string_view text);

 protected:
  const Token& next(std::size_t ahead = 0) const;
  bool is_sign(std::string_view sign, std::size_t ahead = 0) const;
  bool is_word(std::string_view word) const;
  bool is_at_end() const { return next().kind == Token::Kind::end; }
  /// The end of the token that was taken last.
  std::size_t end_of_last() const { return at_ == 0 ? 0 : tokens_[at_ - 1].end; }

  void take(std::size_t count = 1) { at_ = std::min(at_ + count, tokens_.size() - 1); }
  bool take_sign(std::string_view sign);
  bool take_word(std::string_view word);
  void expect_sign(std::string_view sign);
  void expect_word(std::string_view word);

  /// Adds a fault from code point `begin` to `end`.
  void refuse(std::size_t begin, std::size_t end, std::string_view code, Params params, i18n::Text message);
  /// Refuses the next token.
  void unexpected();
  void missing(std::string_view wanted);
  /// Goes to the end: after a fault of syntax nothing that follows means anything.
  void stop();

  bool stopped() const { return stopped_; }
  const std::vector<Fault>& faults() const { return faults_; }

 private:
  std::string_view text_;
  std::vector<Token> tokens_;  // the last is the end
  std::vector<Fault> faults_;
  std::size_t at_ = 0;
  bool stopped_ = false;
};

}  // namespace kpa::expressions

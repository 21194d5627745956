#include "core/db/script.hpp"

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <string>

#include "core/text.hpp"

namespace kpa::db {
namespace {

bool is_word(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}

class Splitter {
 public:
  explicit Splitter(std::string_view script) : script_(script) {}

  std::vector<ScriptStatement> split() {
    while (at_ < script_.size()) step();
    finish();
    return std::move(statements_);
  }

 private:
  static constexpr std::size_t none = std::string_view::npos;

  bool next_is(std::string_view text) const { return script_.substr(at_, text.size()) == text; }

  void step() {
    const char c = script_[at_];
    if (std::isspace(static_cast<unsigned char>(c))) {
      ++at_;
    } else if (next_is("--")) {
      at_ = std::min(script_.find('\n', at_), script_.size());
    } else if (next_is("/*")) {
      skip_comment();
    } else if (c == ';' && parentheses_ == 0 && blocks_ == 0) {
      finish();
      ++at_;
    } else {
      if (begin_ == none) begin_ = at_;
      skip_token(c);
    }
  }

  void skip_token(char c) {
    if (c == '\'') return skip_quoted('\'', false);
    if (c == '"') return skip_quoted('"', false);
    if (c == '$') return skip_dollar();
    if (is_word(c)) return skip_word();
    if (c == '(') ++parentheses_;
    if (c == ')' && parentheses_ > 0) --parentheses_;
    ++at_;
  }

  void skip_comment() {
    int depth = 0;
    do {
      if (next_is("/*")) {
        ++depth;
        at_ += 2;
      } else if (next_is("*/")) {
        --depth;
        at_ += 2;
      } else {
        ++at_;
      }
    } while (depth > 0 && at_ < script_.size());
  }

  // A doubled quote reads as two adjacent strings, which end at the same place.
  void skip_quoted(char quote, bool backslash_escapes) {
    for (++at_; at_ < script_.size() && script_[at_] != quote; ++at_) {
      if (backslash_escapes && script_[at_] == '\\') ++at_;
    }
    at_ = std::min(at_ + 1, script_.size());
  }

  void skip_dollar() {
    std::size_t end = at_ + 1;
    while (end < script_.size() && is_word(script_[end])) ++end;
    const bool opens = end < script_.size() && script_[end] == '$' &&
                       !std::isdigit(static_cast<unsigned char>(script_[at_ + 1]));
    if (!opens) {
      at_ = end;
      return;
    }
    const std::string_view tag = script_.substr(at_, end + 1 - at_);
    const std::size_t close = script_.find(tag, end + 1);
    at_ = close == none ? script_.size() : close + tag.size();
  }

  void skip_word() {
    std::size_t end = at_;
    while (end < script_.size() && (is_word(script_[end]) || script_[end] == '$')) ++end;
    const std::string word = lower(script_.substr(at_, end - at_));
    at_ = end;
    if (word == "e" && next_is("'")) return skip_quoted('\'', true);
    // Only in a routine's body do BEGIN and CASE nest, up to END.
    if (words_ == 0) creates_ = word == "create";
    routine_ = routine_ || (creates_ && words_ < 4 && (word == "function" || word == "procedure"));
    ++words_;
    if (!routine_) return;
    if (word == "atomic" && last_word_ == "begin") ++blocks_;
    if (word == "case" && blocks_ > 0) ++blocks_;
    if (word == "end" && blocks_ > 0) --blocks_;
    last_word_ = std::move(word);
  }

  void finish() {
    if (begin_ != none) {
      std::string_view text = script_.substr(begin_, at_ - begin_);
      while (std::isspace(static_cast<unsigned char>(text.back()))) text.remove_suffix(1);
      const auto lines = std::ranges::count(script_.substr(0, begin_), '\n');
      statements_.push_back({text, static_cast<int>(lines) + 1});
    }
    begin_ = none;
    parentheses_ = blocks_ = words_ = 0;
    creates_ = routine_ = false;
    last_word_.clear();
  }

  std::string_view script_;
  std::vector<ScriptStatement> statements_;
  std::size_t at_ = 0;
  std::size_t begin_ = none;
  int parentheses_ = 0;
  int blocks_ = 0;
  int words_ = 0;
  bool creates_ = false;
  bool routine_ = false;
  std::string last_word_;
};

}  // namespace

std::vector<ScriptStatement> split_statements(std::string_view script) { return Splitter(script).split(); }

}  // namespace kpa::db

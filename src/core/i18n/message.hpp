#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/i18n/text.hpp"

namespace kpa::i18n {

/// The value of a placeholder: either the same in every language (a number, a code, a person's words), or a
/// text that is translated too.
class Value {
 public:
  Value(std::string same_everywhere) : text_(std::move(same_everywhere)) {}
  Value(std::string_view same_everywhere) : text_(same_everywhere) {}
  Value(const char* same_everywhere) : text_(same_everywhere) {}
  Value(Text words) : words_(words) {}

  std::string_view english() const { return words_.empty() ? std::string_view(text_) : words_.english(); }
  /// Empty when the value is the same in every language.
  const Text& words() const { return words_; }

  friend bool operator==(const Value& one, const Value& other) { return one.english() == other.english(); }

 private:
  std::string text_;
  Text words_;
};

struct Param {
  std::string name;
  Value value;
  friend bool operator==(const Param&, const Param&) = default;
};

/// Values of a text's placeholders by name, e.g. {"max", "50"}.
using Params = std::vector<Param>;

/// A text with the values of its placeholders.
struct Message {
  Message() = default;
  Message(Text its_text, Params its_params = {}) : text(its_text), params(std::move(its_params)) {}

  bool empty() const { return text.empty(); }

  Text text;
  Params params;
};

}  // namespace kpa::i18n

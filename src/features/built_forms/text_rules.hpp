#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "features/built_forms/field_type.hpp"

namespace kpa::built_forms {

/// The rules of texts of one or several lines.
struct TextRules {
  std::optional<std::int64_t> min_length;
  std::optional<std::int64_t> max_length;
  std::optional<std::string> pattern;
  std::optional<bool> unique;
};
const schema::Object<TextRules>& text_rules();

/// An answer that is a text, with line ends only if it has `lines`; `longest` without a rule.
BuiltAnswer text_answer(const Making& making, std::size_t longest, bool lines);

}  // namespace kpa::built_forms

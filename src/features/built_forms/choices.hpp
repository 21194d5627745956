#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "features/built_forms/field_type.hpp"

namespace kpa::built_forms {

/// The values of a field's options. Adds an issue when there are none, or two that mean the same.
std::vector<std::string> option_values(const Making& making);

/// The value that somebody chose, in the notations of is_choice(), or exactly; with `other`, any other short
/// text too. Nothing, and an issue, when it is none.
std::optional<std::string> chosen_value(const std::vector<std::string>& values, bool other,
                                        std::string_view typed, const schema::Path& path,
                                        schema::Issues& issues);

/// The JSON Schema of one choice.
boost::json::object choice_schema(const std::vector<std::string>& values, bool other);

/// Makes an answer that is one of the options: of `select` and `radio`.
BuiltAnswer one_choice(const Making& making);
/// The rules of one_choice().
const schema::Shape& one_choice_rules();

}  // namespace kpa::built_forms

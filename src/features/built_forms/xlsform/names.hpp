#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "features/built_forms/definition.hpp"
#include "features/built_forms/xlsform/xpath.hpp"

namespace kpa::built_forms::xlsform {

/// Whether a group has any number of rows.
bool repeats(const Field& field);
/// What an answer to the field is in expressions.
Kind kind_of(const Field& field);

/// What `${name}` means in an expression of a field within these groups, the outermost first: the field of
/// this name that is nearest. Names of the groups around can be used as they are, others with their groups.
std::optional<Reference> resolve(const std::vector<Field>& form, const std::vector<const Field*>& within,
                                 std::string_view name);

}  // namespace kpa::built_forms::xlsform

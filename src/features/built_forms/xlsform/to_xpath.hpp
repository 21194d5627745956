#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/expressions/expressions.hpp"
#include "features/built_forms/definition.hpp"

namespace kpa::built_forms::xlsform {

/// The names that an expression of a field within these groups can use, the outermost group first.
expressions::Scope scope_within(const std::vector<Field>& form, const std::vector<const Field*>& within);

/// The expression as XPath, `self` being the field whose value is `.` (empty: none); nothing when XPath, with
/// the functions of XLSForms, cannot say it.
std::optional<std::string> to_xpath(std::string_view expression, const expressions::Scope& scope,
                                    std::string_view self = {});

}  // namespace kpa::built_forms::xlsform

#pragma once

#include <string>
#include <string_view>

#include "core/schema/constraints.hpp"

namespace kpa::schema {

/// A code that people type: spaces and dashes are ignored; at most 60 characters are examined. `can_be` tells
/// whether the code without them (kpa::typed_code) is possible at all; `expected` completes "Must be …".
/// Checked before an attempt is counted.
Constraint<std::string> typed_code(bool (*can_be)(std::string_view code), i18n::Text expected);

}  // namespace kpa::schema

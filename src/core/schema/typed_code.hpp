#pragma once

#include <string>
#include <string_view>

#include "core/schema/constraints.hpp"

namespace kpa::schema {

/// What people type of a code: spaces and dashes count for nothing, and 60 characters at most are looked at.
/// `can_be` says of the code without them (kpa::typed_code) whether it is one at all; `expected` completes
/// "Must be …". Told before an attempt is counted.
Constraint<std::string> typed_code(bool (*can_be)(std::string_view code), i18n::Text expected);

}  // namespace kpa::schema

#pragma once

#include <string_view>

namespace kpa::passwords {

/// Whether `password`, ignoring the case of ASCII letters, is in the list of passwords of at least 8
/// characters known from leaks, which attackers try first. Exact: no false positives.
bool is_known_password(std::string_view password);

}  // namespace kpa::passwords

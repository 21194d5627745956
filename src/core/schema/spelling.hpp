#pragma once

#include <string>
#include <string_view>

namespace kpa::schema {

/// Converts `form_number` to `formNumber`, and the other function back.
std::string camel_case(std::string_view name);
std::string snake_case(std::string_view name);

}  // namespace kpa::schema

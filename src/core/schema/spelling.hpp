#pragma once

#include <string>
#include <string_view>

namespace kpa::schema {

/// `formNumber` of `form_number`, and the other way round; unchanged where both are the same.
std::string camel_case(std::string_view name);
std::string snake_case(std::string_view name);

}  // namespace kpa::schema

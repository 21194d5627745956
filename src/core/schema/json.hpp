#pragma once

#include <string>
#include <string_view>

#include <boost/json/value.hpp>

#include "core/problem.hpp"

namespace kpa::schema {

/// Parses a whole JSON text, strictly: UTF-8 only, no more than 32 levels, no member named twice. The failure
/// says what is wrong and at which byte.
Outcome<boost::json::value> parse_json(std::string_view text);

/// Appends `text` as a JSON string with its quotes. `text` must be UTF-8.
void write_string(std::string_view text, std::string& out);

}  // namespace kpa::schema

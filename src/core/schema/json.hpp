#pragma once

#include <string>
#include <string_view>

#include <boost/json/value.hpp>

#include "core/decimal.hpp"
#include "core/problem.hpp"

namespace kpa::schema {

/// Parses a complete JSON text, strictly: only UTF-8, at most 32 levels, no repeated member. The failure says
/// what is wrong and at which byte. A number with a fraction becomes a double, from which digits_of()
/// restores its digits if it has at most 15. The value is allocated in `memory`.
Outcome<boost::json::value> parse_json(std::string_view text, boost::json::storage_ptr memory = {});

/// The digits of a number read by parse_json(): `-0.07`. More than 15 if the number had more.
std::string digits_of(const boost::json::value& number);
/// A decimal as a JSON number.
boost::json::value json_number(Decimal number);

/// Appends `text` as a JSON string with its quotes. `text` must be UTF-8.
void write_string(std::string_view text, std::string& out);

}  // namespace kpa::schema

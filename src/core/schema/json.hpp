#pragma once

#include <string>
#include <string_view>

#include <boost/json/value.hpp>

#include "core/decimal.hpp"
#include "core/problem.hpp"

namespace kpa::schema {

/// Parses a whole JSON text, strictly: UTF-8 only, no more than 32 levels, no member named twice. The failure
/// says what is wrong and at which byte. A number that is not whole becomes a double, from which
/// digits_of() finds the number again where that has 15 digits or fewer.
Outcome<boost::json::value> parse_json(std::string_view text);

/// The digits of a number that parse_json() read: `-0.07`. More than 15 for one that had more.
std::string digits_of(const boost::json::value& number);
/// The number for a JSON document.
boost::json::value json_number(Decimal number);

/// Appends `text` as a JSON string with its quotes. `text` must be UTF-8.
void write_string(std::string_view text, std::string& out);

}  // namespace kpa::schema

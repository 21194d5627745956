#pragma once

#include <string>

#include <boost/json/value.hpp>

namespace kpa::schema {

/// Appends the value as JSON with members sorted by name, and numbers in plain digits: equal values have
/// equal texts.
void write_canonical(const boost::json::value& value, std::string& out);
/// The same as a text of its own.
std::string canonical_json(const boost::json::value& value);

}  // namespace kpa::schema

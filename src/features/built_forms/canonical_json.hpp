#pragma once

#include <string>

#include <boost/json/value.hpp>

namespace kpa::built_forms {

/// Appends the value as JSON with members sorted by name, and numbers in plain digits: equal values have
/// equal texts.
void write_canonical(const boost::json::value& value, std::string& out);

/// `current` with a merge patch (RFC 7396) applied, at all levels.
boost::json::value merge_patched(boost::json::value current, const boost::json::value& patch);

}  // namespace kpa::built_forms

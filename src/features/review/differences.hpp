#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <boost/json/value.hpp>

#include "core/problem.hpp"

namespace kpa::review {

/// The members in which two objects differ, by their paths as in a problem: `fields.wheelGauge`,
/// `axles[2].gauge`. A member that is missing counts as null.
std::vector<Difference> differences(const boost::json::value& before, const boost::json::value& after);

/// The value at such a path; null when there is none. A member that is there and has no value is JSON's null.
const boost::json::value* at_path(const boost::json::value& content, std::string_view path);

}  // namespace kpa::review

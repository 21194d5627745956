#pragma once

#include <vector>

#include "core/finding.hpp"
#include "core/schema/object.hpp"

namespace kpa::schema {

template <>
const Object<Finding>& describe();

/// Findings as they are stored and answered.
using Findings = Encoded<std::vector<Finding>>;

}  // namespace kpa::schema

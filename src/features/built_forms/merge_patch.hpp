#pragma once

#include <boost/json/value.hpp>

namespace kpa::built_forms {

/// `current` with a merge patch (RFC 7396) applied, at all levels.
boost::json::value merge_patched(boost::json::value current, const boost::json::value& patch);

}  // namespace kpa::built_forms

#pragma once

#include <string>
#include <vector>

#include "core/http/message.hpp"

namespace kpa::http {

/// Whether the request comes from a page of another origin than the service's own or one in `trusted`.
/// Browsers say so by Sec-Fetch-Site; older ones by an Origin that differs from Host. Other programs send
/// neither.
bool is_cross_origin(const Headers& headers, const std::vector<std::string>& trusted);

}  // namespace kpa::http

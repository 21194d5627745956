#pragma once

#include <string>
#include <vector>

#include "core/http/message.hpp"

namespace kpa::http {

/// Whether a browser says that it sends the request for a page of another origin than the service's own and
/// `trusted`: by Sec-Fetch-Site, or, in browsers that do not know it, by an Origin that is not the Host.
/// Programs that are no browsers say neither.
bool is_cross_origin(const Headers& headers, const std::vector<std::string>& trusted);

}  // namespace kpa::http

#pragma once

#include <string>

#include "core/http/router.hpp"

namespace kpa::permissions {

/// docs/permissions.md: the matrix, and under which of its rows each documented endpoint is.
std::string reference_markdown(const http::Router& router);

}  // namespace kpa::permissions

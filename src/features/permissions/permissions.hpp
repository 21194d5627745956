#pragma once

#include <string>
#include <vector>

#include "core/http/router.hpp"

/// Who may do what. A row of the matrix is an http::Permission, declared in the feature that it concerns.
/// Each endpoint names its row, and the matrix is collected from the endpoints. `own` in a row: others'
/// records do not exist for that role (404); `regulars`: records of staff and superusers are refused (403).
/// How much staff may see is identity::Sight; superusers see everything.
namespace kpa::permissions {

using http::Permission;
using http::Reach;

/// For settings of the whole installation, in any feature.
inline constexpr Permission administer{.action = "System administration", .superuser = Reach::all};

/// The rows of all documented endpoints, each once: sorted by how many people may do it, then in the router's
/// order.
std::vector<const Permission*> matrix(const http::Router& router);

/// The text of docs/permissions.md: the matrix, and the row of each documented endpoint.
std::string reference_markdown(const http::Router& router);

}  // namespace kpa::permissions

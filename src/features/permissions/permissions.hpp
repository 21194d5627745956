#pragma once

#include <string>
#include <vector>

#include "core/http/router.hpp"

/// Who may do what. A row of the matrix is an http::Permission, which stands in the feature that it is about;
/// each endpoint says under which it is, and the matrix is what the endpoints say together. Where a row says
/// `own`, the records of others are not there for that role (404); where it says `regulars`, those of staff
/// and superusers are refused (403). How far staff see is identity::Sight; superusers see everything.
namespace kpa::permissions {

using http::Permission;
using http::Reach;

/// Of all features: what changes the installation for everybody.
inline constexpr Permission administer{.action = "System administration", .superuser = Reach::all};

/// The rows under which the router's documented endpoints are, each once: what more people may do comes
/// first, else the order of the router.
std::vector<const Permission*> matrix(const http::Router& router);

/// docs/permissions.md: the matrix, and under which of its rows each documented endpoint is.
std::string reference_markdown(const http::Router& router);

}  // namespace kpa::permissions

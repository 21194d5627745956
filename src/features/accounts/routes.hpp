#pragma once

#include "core/http/router.hpp"

namespace kpa::accounts {

class Service;

/// What the documentation says of every endpoint that answers tokens.
inline constexpr auto about_cookies =
    "With `cookie=true` the tokens come as cookies that no script can read, and the body holds none. The browser sends "
    "them by itself; a request that changes something then needs the field `X-CSRF-Token`. The session ends whose cookies "
    "these replace, or, without cookies, whose access token of the same person came with the request.";

void declare_routes(http::Router& router, Service& service);
void declare_session_routes(http::Router& router, Service& service);
/// Codes by text message, resets of passwords, second factors.
void declare_factor_routes(http::Router& router, Service& service);

}  // namespace kpa::accounts

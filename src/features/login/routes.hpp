#pragma once

#include "core/http/router.hpp"
#include "features/sessions/sessions.hpp"

namespace kpa::login {

class Service;

void declare_routes(http::Router& router, Service& service, sessions::Sessions& sessions);

}  // namespace kpa::login

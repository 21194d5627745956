#pragma once

#include "core/http/router.hpp"

namespace kpa::accounts {

class Service;

void declare_routes(http::Router& router, Service& service);
void declare_session_routes(http::Router& router, Service& service);

}  // namespace kpa::accounts

#pragma once

#include "core/http/router.hpp"

namespace kpa::sessions {

class Authentication;
class Service;

void declare_routes(http::Router& router, Service& service, Authentication& authentication);

}  // namespace kpa::sessions

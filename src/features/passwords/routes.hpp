#pragma once

#include "core/http/router.hpp"

namespace kpa::passwords {

class Service;

void declare_routes(http::Router& router, Service& service);

}  // namespace kpa::passwords

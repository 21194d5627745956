#pragma once

#include "core/http/router.hpp"

namespace kpa::second_factor {

class Service;

void declare_routes(http::Router& router, Service& service);

}  // namespace kpa::second_factor

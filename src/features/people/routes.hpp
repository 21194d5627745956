#pragma once

#include "core/http/router.hpp"

namespace kpa::people {

class Service;

void declare_routes(http::Router& router, const Service& service);

}  // namespace kpa::people

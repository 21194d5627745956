#pragma once

#include "core/http/router.hpp"

namespace kpa::recovery {

class Service;

void declare_routes(http::Router& router, Service& service);

}  // namespace kpa::recovery

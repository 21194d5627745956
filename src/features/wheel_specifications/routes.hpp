#pragma once

#include "core/http/endpoint.hpp"
#include "features/wheel_specifications/service.hpp"

namespace kpa::wheel_specifications {

/// Adds /api/forms/wheel-specifications. `service` must outlive the router.
void declare_routes(http::Router& router, const Service& service);

}  // namespace kpa::wheel_specifications

#pragma once

#include "core/http/endpoint.hpp"
#include "features/bogie_checksheets/service.hpp"

namespace kpa::bogie_checksheets {

/// Adds /api/forms/bogie-checksheets. `service` must outlive the router.
void declare_routes(http::Router& router, const Service& service);

}  // namespace kpa::bogie_checksheets

#pragma once

#include "core/http/openapi.hpp"

namespace kpa::service_info {

/// Adds `/api/openapi.json`, Swagger UI at `/api/docs/`, ReDoc at `/api/redoc/` and the files that they load;
/// `/` redirects there.
void add_pages(http::Router& router, http::ApiInfo info);

}  // namespace kpa::service_info

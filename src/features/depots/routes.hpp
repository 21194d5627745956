#pragma once

#include "core/http/router.hpp"
#include "features/depots/service.hpp"

namespace kpa::depots {

/// The endpoints of one level.
template <Level level>
void declare_routes(http::Router& router, const Service<level>& service);

}  // namespace kpa::depots

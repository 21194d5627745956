#pragma once

namespace kpa::http {
class Router;
}

namespace kpa::audit {

class Service;

/// `service` must outlive the router.
void declare_routes(http::Router& router, const Service& service);

}  // namespace kpa::audit

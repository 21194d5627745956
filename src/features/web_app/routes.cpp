#include "core/http/endpoint.hpp"
#include "features/web_app/permissions.hpp"
#include "features/web_app/service.hpp"
#include "features/web_app/web_app.hpp"
#include "features/web_app/wire.hpp"

namespace kpa::web_app {

void WebApp::declare_routes(http::Router& router) {
  const http::Routes routes(router, "Service");

  routes.get("/api/installation")
      .operation("getInstallation")
      .summary("What a page must know before somebody logs in")
      .allow(permissions::open_the_app)
      .answers<Installation>()
      .handle([this](const http::Call& call) { return describe_installation(call.unit, settings_); });

  http::add_pages(router, "/", app_);
}

}  // namespace kpa::web_app

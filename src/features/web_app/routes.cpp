#include "core/http/endpoint.hpp"
#include "features/web_app/permissions.hpp"
#include "features/web_app/store.hpp"
#include "features/web_app/web_app.hpp"
#include "features/web_app/wire.hpp"

namespace kpa::web_app {
namespace {

Task<Outcome<Installation>> describe_installation(db::Queries& queries, const config::Settings& settings) {
  const store::Doors doors = co_await store::doors(queries);
  co_return Installation{.name = settings.api.title,
                         .version = settings.api.version,
                         .awaits_first_superuser = doors.awaits_first_superuser,
                         .registration_open = doors.registration_open,
                         .login_by_code = settings.sms.sender != config::SmsSenderKind::none,
                         .default_region = settings.auth.default_region,
                         .time_zone = settings.time_zone};
}

}  // namespace

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

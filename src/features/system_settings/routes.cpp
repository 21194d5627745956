#include "core/http/endpoint.hpp"
#include "features/permissions/permissions.hpp"
#include "features/system_settings/service.hpp"
#include "features/system_settings/system_settings.hpp"

namespace kpa::system_settings {

using http::Call;

void SystemSettings::declare_routes(http::Router& router) {
  const http::Routes routes(router, "Settings", "Settings that superusers can change at run time.");

  routes.get("/api/settings")
      .operation("getSettings")
      .summary("Show the installation's settings")
      .allow(permissions::administer)
      .answers<Settings>()
      .handle([](const Call& call) { return read(call); });

  routes.patch("/api/settings")
      .operation("updateSettings")
      .summary("Change some of the installation's settings")
      .description(
          "A JSON Merge Patch (RFC 7396). Takes effect on all servers within `auth.session_recheck`.")
      .allow(permissions::administer)
      .conditional()
      .body<Changes>()
      .answers<Settings>()
      .handle([](const Call& call, Changes changes) { return change(call, std::move(changes)); });
}

}  // namespace kpa::system_settings

#include "core/crypto/digest.hpp"
#include "core/http/assets.hpp"
#include "core/http/endpoint.hpp"
#include "core/observe/metrics.hpp"
#include "features/service_info/pages.hpp"
#include "features/service_info/permissions.hpp"
#include "features/service_info/service.hpp"
#include "features/service_info/service_info.hpp"
#include "features/service_info/wire.hpp"

namespace kpa::service_info {
namespace {

using http::Call;
using http::Role;
using Shared = std::shared_ptr<const Sources>;

Links links() {
  return {.documentation = "/api/docs/",
          .reference = "/api/redoc/",
          .openapi = "/api/openapi.json",
          .health = "/health/",
          .info = "/api-info/"};
}

std::string access(Role role) {
  switch (role) {
    case Role::anyone: return "anyone";
    case Role::user: return "user";
    case Role::staff: return "staff";
    case Role::superuser: return "superuser";
  }
  return "superuser";
}

Task<Outcome<ApiRoot>> root(Shared sources) {
  co_return ApiRoot{.name = sources->title, .version = sources->version, .links = links()};
}

Task<Outcome<ApiDescription>> describe_api(Shared sources, const http::Router& router) {
  ApiDescription api{.name = sources->title,
                     .version = sources->version,
                     .description = api_info(sources->title, sources->version).description,
                     .links = links(),
                     .endpoints = {}};
  for (const auto& route : router.all())
    if (route->documented)
      api.endpoints.push_back({.method = std::string(http::name_of(route->method)),
                               .path = route->path,
                               .tag = route->tag,
                               .summary = route->summary,
                               .access = access(route->role)});
  co_return api;
}

/// Requests that a proxy on this machine forwards do not count as local.
bool from_this_machine(const http::Request& request) {
  for (const auto* const field : {"Forwarded", "X-Forwarded-For", "X-Real-IP"})
    if (!request.headers.find(field).empty()) return false;
  const std::string_view address = request.client_address;
  return address == "::1" || address.starts_with("127.") || address.starts_with("::ffff:127.");
}

bool has_token(const http::Request& request, const std::string& token) {
  return !token.empty() &&
         crypto::constant_time_equal(request.headers.find("Authorization"), "Bearer " + token);
}

/// Whether details may be shown: to local requests, and to monitoring with its token.
bool may_look_inside(const http::Request& request, const Sources& sources) {
  return from_this_machine(request) || has_token(request, sources.metrics_token);
}

Task<Outcome<Health>> health(Shared sources, std::shared_ptr<FaultLog> faults, db::Queries& unit, bool deep,
                             bool with_details) {
  if (!deep) co_return judge(sources->version, {});
  auto checks = co_await look_at_everything(unit, *sources);
  faults->write(checks);
  auto health = judge(sources->version, std::move(checks));
  if (with_details) co_return health;
  co_return in_one_word(std::move(health));
}

http::Response metrics(const Sources& sources, const http::Request& request) {
  if (!may_look_inside(request, sources))
    return http::problem_response({.code = Code::not_found}, request.request_id, request.language);
  return {.content_type = "text/plain; version=0.0.4; charset=utf-8",
          .headers = {{"Cache-Control", "no-store"}},
          .body = observe::metrics().exposition()};
}

}  // namespace

ServiceInfo::ServiceInfo(const Foundation& foundation, std::span<const db::Migration> migrations)
    : sources_{.title = foundation.settings.api.title,
               .version = foundation.settings.api.version,
               .migrations = migrations,
               .redis = [redis = foundation.redis] { return redis; },
               .directories = {foundation.settings.data_dir, foundation.settings.media_root},
               .metrics_token = foundation.settings.metrics.token} {}

void add_routes(http::Router& router, Sources given) {
  const Shared sources = std::make_shared<const Sources>(std::move(given));
  const auto faults = std::make_shared<FaultLog>();
  const http::Routes routes(router, "Service", "State of the service, and a list of its endpoints.");

  routes.get("/health/")
      .operation("getHealth")
      .summary("Whether the service works")
      .description(
          "Without parameters it answers quickly and checks nothing else. With `deep=1` it checks "
          "PostgreSQL, the schema, Redis (if configured) and free disk space, and answers 200 if the "
          "service can work, else 503. Details are shown only to requests from the server's own "
          "machine or with the metrics token: `checks`, the status `degraded` when something is "
          "missing that the service can do without, and with 503 the failed checks under `errors`.")
      .allow(permissions::read_what_is_open)
      .even_when_full()
      .query<HealthQuery>()
      .answers<Health>()
      .handle([sources, faults](const Call& call, HealthQuery query) {
        return health(sources, faults, call.unit, query.deep.value_or(false),
                      may_look_inside(call.request, *sources));
      });

  routes.get("/api/")
      .operation("getApiRoot")
      .summary("The API's root")
      .description("Links to the documentation.")
      .allow(permissions::read_what_is_open)
      .answers<ApiRoot>()
      .handle([sources](const Call&) { return root(sources); });

  routes.get("/api-info/")
      .operation("getApiInfo")
      .summary("List all endpoints")
      .description("Name and version of the API, and one line for each endpoint.")
      .allow(permissions::read_what_is_open)
      .answers<ApiDescription>()
      .handle([sources, &router](const Call&) { return describe_api(sources, router); });

  http::add_page(router, "/metrics",
                 [sources](const http::Request& request) { return metrics(*sources, request); });
  add_pages(router, api_info(sources->title, sources->version));
}

}  // namespace kpa::service_info

#include <string>
#include <utility>

#include "core/http/endpoint.hpp"
#include "core/i18n/text.hpp"
#include "features/depots/depots.hpp"
#include "features/depots/permissions.hpp"
#include "features/depots/service.hpp"

namespace kpa::depots {
namespace {

/// Declares the endpoints of one table. `kind` names its records in operationIds: `Zone`.
template <class Place, class NewPlace>
void declare(const http::Routes& routes, db::Queries& database, const Table<Place, NewPlace>& table,
             const std::string& collection, const std::string& kind, const std::string& singular) {
  using http::Call;
  const std::string one = collection + "/{id}";

  routes.get(collection)
      .operation("list" + kind + 's')
      .summary("List all " + singular + 's')
      .allow(permissions::view_depots)
      .template answers<http::Whole<Place>>(200, i18n::text("Fetched successfully."))
      .handle([&](const Call&) { return list(database, table); });

  routes.post(collection)
      .operation("create" + kind)
      .summary("Add a " + singular)
      .allow(permissions::administer)
      .once()
      .template body<NewPlace>()
      .template answers<Place>(201)
      .fails_with({Code::conflict})
      .handle([&](const Call& call, NewPlace place) { return create(call, table, std::move(place)); });

  routes.get(one)
      .operation("get" + kind)
      .summary("Show a " + singular)
      .allow(permissions::view_depots)
      .template path<std::int64_t>("id", "Number of the record")
      .template answers<Place>()
      .handle([&](const Call&, std::int64_t id) { return get(database, table, id); });

  routes.put(one)
      .operation("replace" + kind)
      .summary("Replace a " + singular)
      .allow(permissions::administer)
      .conditional()
      .template path<std::int64_t>("id", "Number of the record")
      .template body<NewPlace>()
      .template answers<Place>()
      .fails_with({Code::conflict})
      .handle([&](const Call& call, std::int64_t id, NewPlace place) {
        return update(call, table, id, [place = std::move(place)](const Place&) { return place; });
      });

  routes.patch(one)
      .operation("update" + kind)
      .summary("Change a " + singular)
      .description("A JSON Merge Patch (RFC 7396).")
      .allow(permissions::administer)
      .conditional()
      .template path<std::int64_t>("id", "Number of the record")
      .template body<schema::Patch<NewPlace>>()
      .template answers<Place>()
      .fails_with({Code::conflict})
      .handle([&](const Call& call, std::int64_t id, schema::Patch<NewPlace> patch) {
        return update(call, table, id,
                      [patch = std::move(patch)](const Place& before) { return patch.applied_to(before); });
      });
}

}  // namespace

void Depots::declare_routes(http::Router& router) {
  const http::Routes routes(router, "Depots", "Zones, divisions and depots, where people work.");
  declare(routes, database_, zones, "/api/depots/zones", "Zone", "zone");
  declare(routes, database_, divisions, "/api/depots/divisions", "Division", "division");
  declare(routes, database_, depots_of_divisions, "/api/depots", "Depot", "depot");
}

}  // namespace kpa::depots

#include "features/depots/routes.hpp"

#include <utility>

#include "core/http/endpoint.hpp"
#include "core/i18n/text.hpp"
#include "features/permissions/permissions.hpp"

namespace kpa::depots {

template <Level level>
void declare_routes(http::Router& router, const Service<level>& service) {
  using http::Call;
  using P = Place<level>;
  using N = NewPlace<level>;

  const std::string singular(names<level>.singular), plural(names<level>.plural);
  const std::string collection(names<level>.path), one = collection + "/{id}";
  const std::string kind(names<level>.schema), all = kind + 's';
  const http::Routes routes(router, "Depots");

  routes.get(collection)
      .operation("list" + all)
      .summary("List all " + plural)
      .allow(permissions::view_depots)
      .template answers<http::Whole<P>>(200, i18n::text("Fetched successfully."))
      .handle([&service](const Call&) { return service.list(); });

  routes.post(collection)
      .operation("create" + kind)
      .summary("Add a " + singular)
      .allow(permissions::administer)
      .once()
      .template body<N>()
      .template answers<P>(201)
      .fails_with({Code::conflict})
      .handle([&service](const Call& call, N place) { return service.create(call, std::move(place)); });

  routes.get(one)
      .operation("get" + kind)
      .summary("Show a " + singular)
      .allow(permissions::view_depots)
      .template path<std::int64_t>("id", "Number of the record")
      .template answers<P>()
      .handle([&service](const Call&, std::int64_t id) { return service.get(id); });

  routes.put(one)
      .operation("replace" + kind)
      .summary("Replace a " + singular)
      .allow(permissions::administer)
      .conditional()
      .template path<std::int64_t>("id", "Number of the record")
      .template body<N>()
      .template answers<P>()
      .fails_with({Code::conflict})
      .handle([&service](const Call& call, std::int64_t id, N place) {
        return service.replace(call, id, std::move(place));
      });

  routes.patch(one)
      .operation("update" + kind)
      .summary("Change a " + singular)
      .description("A JSON Merge Patch (RFC 7396).")
      .allow(permissions::administer)
      .conditional()
      .template path<std::int64_t>("id", "Number of the record")
      .template body<schema::Patch<N>>()
      .template answers<P>()
      .fails_with({Code::conflict})
      .handle([&service](const Call& call, std::int64_t id, schema::Patch<N> patch) {
        return service.change(call, id, std::move(patch));
      });
}

template void declare_routes(http::Router&, const Service<Level::zone>&);
template void declare_routes(http::Router&, const Service<Level::division>&);
template void declare_routes(http::Router&, const Service<Level::depot>&);

}  // namespace kpa::depots

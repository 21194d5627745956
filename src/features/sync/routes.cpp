#include <utility>

#include "core/http/endpoint.hpp"
#include "features/sync/permissions.hpp"
#include "features/sync/service.hpp"

namespace kpa::sync {

void Sync::declare_routes(http::Router& router) {
  using http::Call;
  using i18n::text;

  const Service& service = *service_;
  const http::Routes routes(router, "Synchronisation", "For devices that work without a network.");

  routes.post("/api/sync")
      .operation("sendOperations")
      .summary("Send what was done on a device")
      .description(
          "Each operation gets a verdict, and is stored or not by itself: one that is refused holds up only later "
          "ones on the same record. Send a batch again, as it was, until there is an answer: nothing is done "
          "twice. Files cannot be attached yet.")
      .allow(permissions::synchronise)
      .body<Batch>()
      .answers<http::Envelope<Verdicts>>(200, text("The operations were received; each has its verdict."))
      .handle([&service](const Call& call, Batch batch) { return service.receive(call, std::move(batch)); });

  routes.get("/api/sync")
      .operation("listChanges")
      .summary("Fetch what changed for the caller")
      .description(
          "In pages: go on with `cursor` while there is `more`, and keep the last one for the next time. Without a "
          "cursor, everything comes. What another person or device did is here about a second after it was done.")
      .allow(permissions::synchronise)
      .query<ChangesQuery>()
      .answers<http::Envelope<Changes>>(200, text("Changes fetched successfully."))
      .handle([&service](const Call& call, ChangesQuery query) {
        return service.changes(call, std::move(query));
      });
}

}  // namespace kpa::sync

#include "features/audit/routes.hpp"

#include <utility>

#include "core/http/endpoint.hpp"
#include "core/i18n/text.hpp"
#include "features/audit/permissions.hpp"
#include "features/audit/service.hpp"

namespace kpa::audit {

void declare_routes(http::Router& router, const Service& service) {
  const http::Routes routes(router, "Audit", "Everything that happened, for superusers.");

  routes.get("/api/audit")
      .operation("listAuditEntries")
      .summary("List everything that happened")
      .description(
          "Every change of every record, and what else matters for security: refused logins and requests, limits "
          "reached. Filters combine. The entries are sealed in a hash chain; `kpa audit verify` checks it. "
          "Old entries may have been archived: `archived_until` tells up to when.")
      .allow(permissions::read_audit_log)
      .query<Query>()
      .answers<events::Page<Entry>>(200, i18n::text("Fetched successfully."))
      .handle(
          [&service](const http::Call& call, Query query) { return service.list(call, std::move(query)); });

  routes.get("/api/events/stream")
      .operation("streamEvents")
      .summary("Listen to everything that happens")
      .description(
          "Opens a WebSocket over which the entries of the audit log come as they are sealed, about a second after "
          "they happened, each exactly once. Send nothing; pings are answered by themselves. When the connection "
          "ends, come back with `after`. It is closed with 1001 when the server stops, 1003 when you send "
          "something, 1008 when you may listen no longer (log in again, or get a new token), 1011 after a failure "
          "and 1013 when you take a message too slowly. Pages listen with their cookies, from this origin or a "
          "trusted one; programs send the Authorization field.")
      .allow(permissions::read_audit_log)
      .query<StreamQuery>()
      .pushes<SealedEvents>()
      .handle([&service](const http::Call& call, StreamQuery query) { return service.stream(call, query); });
  // Created here, so that in test programs it outlives the threads that push to clients.
  (void)schema::describe<SealedEvents>();
}

}  // namespace kpa::audit

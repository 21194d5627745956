#include "features/audit/routes.hpp"

#include <utility>

#include "core/http/endpoint.hpp"
#include "core/i18n/text.hpp"
#include "features/audit/permissions.hpp"
#include "features/audit/service.hpp"

namespace kpa::audit {

void declare_routes(http::Router& router, const Service& service) {
  const http::Routes routes(router, "Audit", "The audit log, for superusers.");

  routes.get("/api/audit")
      .operation("listAuditEntries")
      .summary("List the audit log")
      .description(
          "Every change of every record, and other events that matter for security: refused logins and "
          "requests, limits reached. All filters must match. The entries are sealed in a hash chain, "
          "which `kpa audit verify` checks. Entries up to `archived_until` have been moved to archives.")
      .allow(permissions::read_audit_log)
      .query<Query>()
      .answers<events::Page<Entry>>(200, i18n::text("Fetched successfully."))
      .handle(
          [&service](const http::Call& call, Query query) { return service.list(call, std::move(query)); });

  routes.get("/api/events/stream")
      .operation("streamEvents")
      .summary("Stream the audit log")
      .description(
          "Opens a WebSocket that delivers each new entry of the audit log exactly once, when it is "
          "sealed, about a second after the event. Do not send anything; WebSocket libraries answer "
          "pings by themselves. When the connection ends, connect again with `after`. The server "
          "closes it with 1001 when it stops, 1003 when you send something, 1008 when you are no "
          "longer allowed to listen (log in again, or get a new token), 1011 after an error, and 1013 "
          "when you receive messages too slowly. Web pages of this origin or a trusted one "
          "authenticate with cookies, other programs with the Authorization field.")
      .allow(permissions::read_audit_log)
      .query<StreamQuery>()
      .pushes<SealedEvents>()
      .handle([&service](const http::Call& call, StreamQuery query) { return service.stream(call, query); });
  // Created here, so that in test programs it outlives the threads that push to clients.
  (void)schema::describe<SealedEvents>();
}

}  // namespace kpa::audit

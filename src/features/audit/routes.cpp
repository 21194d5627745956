#include "features/audit/routes.hpp"

#include <utility>

#include "core/http/endpoint.hpp"
#include "core/i18n/text.hpp"
#include "features/audit/service.hpp"
#include "features/permissions/permissions.hpp"

namespace kpa::audit {

void declare_routes(http::Router& router, const Service& service) {
  const http::Routes routes(router, "Audit");

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
}

}  // namespace kpa::audit

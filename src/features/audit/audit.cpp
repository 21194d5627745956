#include "features/audit/audit.hpp"

#include "features/audit/routes.hpp"
#include "features/audit/service.hpp"
#include "features/audit/store.hpp"

namespace kpa::audit {
namespace {

Task<jobs::Done> make_room(db::Queries& unit) {
  co_return co_await store::make_partitions(unit) > 0 ? jobs::Done::all : jobs::Done::nothing;
}

/// Writes nothing to the database: each process logs the chain's end, at its start and regularly.
Task<jobs::Done> tell_head(db::Queries& unit) {
  co_await log_head(unit);
  co_return jobs::Done::nothing;
}

}  // namespace

Audit::Audit(const Foundation& foundation)
    : service_(std::make_unique<Service>(foundation.database, foundation.settings.api.per_page,
                                         foundation.listener)),
      sealing_(std::make_unique<Sealing>()) {}
Audit::~Audit() = default;

void Audit::declare_routes(http::Router& router) { audit::declare_routes(router, *service_); }

std::vector<jobs::Job> Audit::scheduled_jobs() const {
  Sealing& sealing = *sealing_;
  return {{.name = "seal_events",
           .period = std::chrono::seconds(1),
           .work = [&sealing](db::Queries& unit) { return sealing.run(unit); },
           .look = [&sealing](db::Queries& queries) { return sealing.look(queries); }},
          {.name = "make_event_partitions", .period = std::chrono::minutes(1), .work = make_room},
          {.name = "tell_audit_head", .period = std::chrono::hours(6), .work = tell_head}};
}

}  // namespace kpa::audit

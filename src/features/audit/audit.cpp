#include "features/audit/audit.hpp"

#include "features/audit/routes.hpp"
#include "features/audit/service.hpp"

namespace kpa::audit {
namespace {

Task<jobs::Done> seal_some(db::Queries& unit) {
  co_return jobs::all_if_fewer(co_await seal_events(unit, most_at_once), most_at_once);
}

Task<jobs::Done> tell_head(db::Queries& unit) {
  co_await log_head(unit);
  co_return jobs::Done::all;
}

}  // namespace

Audit::Audit(db::Queries& database, std::int64_t per_page)
    : service_(std::make_unique<Service>(database, per_page)) {}
Audit::~Audit() = default;

void Audit::declare_routes(http::Router& router) { audit::declare_routes(router, *service_); }

std::vector<jobs::Job> Audit::scheduled_jobs() const {
  return {{.name = "seal_events", .period = std::chrono::seconds(1), .work = seal_some},
          {.name = "tell_audit_head", .period = std::chrono::hours(6), .work = tell_head}};
}

}  // namespace kpa::audit

#include "app/features.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "core/http/idempotency.hpp"
#include "core/outbox/outbox.hpp"
#include "features/one_time_codes/one_time_codes.hpp"
#include "features/system_settings/system_settings.hpp"

namespace kpa::app {
namespace {

Task<jobs::Done> forget_answers(db::Queries& unit) {
  constexpr std::int64_t most = 10'000;  // in one transaction
  co_return jobs::all_if_fewer(co_await http::forget_old_answers(unit, most), most);
}

Task<jobs::Done> forget_deliveries(db::Queries& unit) {
  constexpr std::int64_t most = 10'000;
  co_return jobs::all_if_fewer(co_await outbox::forget_old(unit, most), most);
}

}  // namespace

Features::Features(db::Queries& database, const config::Settings& settings, accounts::Shared& shared,
                   WorkerPool& workers, http::Limit limit)
    : audit(database, settings.api.per_page),
      accounts(database, shared),
      depots(database),
      people(database, accounts, workers, settings.api.per_page),
      wheel_specifications(database, accounts, kinds, settings.api.per_page),
      bogie_checksheets(database, accounts, kinds, settings.api.per_page),
      history(database, kinds, settings.api.per_page),
      dispatcher(
          router, database, [this](const http::Request& request) { return accounts.authenticate(request); },
          settings.forms.require_if_match, std::move(limit)) {
  dispatcher.tell_refusals(shared.incidents.refusals(database));
  audit.declare_routes(router);
  accounts.declare_routes(router);
  people.declare_routes(router);
  depots.declare_routes(router);
  system_settings::declare_routes(router);
  wheel_specifications.declare_routes(router);
  bogie_checksheets.declare_routes(router);
  history.declare_routes(router);
}

std::vector<jobs::Job> Features::scheduled_jobs() const {
  std::vector<jobs::Job> all = audit.scheduled_jobs();
  std::ranges::move(accounts.scheduled_jobs(), std::back_inserter(all));
  std::ranges::move(people.scheduled_jobs(), std::back_inserter(all));
  all.push_back({.name = "forget_answers", .period = std::chrono::hours(1), .work = forget_answers});
  all.push_back({.name = "forget_deliveries", .period = std::chrono::hours(1), .work = forget_deliveries});
  return all;
}

}  // namespace kpa::app

#include "app/features.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "core/http/idempotency.hpp"
#include "core/outbox/outbox.hpp"
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

Features::Features(db::Queries& database, const config::Settings& settings, SharedByFeatures shared,
                   http::Limit limit)
    : audit(database, settings.api.per_page),
      directory(settings.auth.default_region),
      sessions(database, shared.sessions),
      codes(shared.sessions.settings, directory, shared.sessions.incidents, shared.sms),
      passwords(sessions, shared.sessions, shared.passwords),
      second_factor(sessions, passwords, shared.sessions),
      logins(directory, sessions, passwords, second_factor, codes, shared.sessions),
      recovery(directory, sessions, passwords, codes, shared.sessions),
      depots(database),
      people(database, directory, sessions, logins, shared.workers, settings.api.per_page),
      wheel_specifications(database, directory, kinds, settings.api.per_page),
      bogie_checksheets(database, directory, kinds, settings.api.per_page),
      history(database, kinds, settings.api.per_page),
      dispatcher(
          router, database, [this](const http::Request& request) { return sessions.authenticate(request); },
          settings.forms.require_if_match, std::move(limit)) {
  dispatcher.tell_refusals(shared.sessions.incidents.refusals(database));
  audit.declare_routes(router);
  sessions.declare_routes(router);
  passwords.declare_routes(router);
  second_factor.declare_routes(router);
  logins.declare_routes(router);
  recovery.declare_routes(router);
  people.declare_routes(router);
  depots.declare_routes(router);
  system_settings::declare_routes(router);
  wheel_specifications.declare_routes(router);
  bogie_checksheets.declare_routes(router);
  history.declare_routes(router);
}

std::vector<jobs::Job> Features::scheduled_jobs() const {
  std::vector<jobs::Job> all = audit.scheduled_jobs();
  std::ranges::move(sessions.scheduled_jobs(), std::back_inserter(all));
  std::ranges::move(passwords.scheduled_jobs(), std::back_inserter(all));
  std::ranges::move(codes.scheduled_jobs(), std::back_inserter(all));
  std::ranges::move(people.scheduled_jobs(), std::back_inserter(all));
  all.push_back({.name = "forget_answers", .period = std::chrono::hours(1), .work = forget_answers});
  all.push_back({.name = "forget_deliveries", .period = std::chrono::hours(1), .work = forget_deliveries});
  return all;
}

}  // namespace kpa::app

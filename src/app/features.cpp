#include "app/features.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "app/installation.hpp"
#include "core/http/idempotency.hpp"
#include "core/outbox/outbox.hpp"
#include "features/audit/audit.hpp"
#include "features/bogie_checksheets/bogie_checksheets.hpp"
#include "features/built_forms/built_forms.hpp"
#include "features/depots/depots.hpp"
#include "features/exports/exports.hpp"
#include "features/history/history.hpp"
#include "features/one_time_codes/one_time_codes.hpp"
#include "features/passwords/passwords.hpp"
#include "features/people/people.hpp"
#include "features/recovery/recovery.hpp"
#include "features/review/review.hpp"
#include "features/second_factor/second_factor.hpp"
#include "features/service_info/service_info.hpp"
#include "features/sessions/sessions.hpp"
#include "features/sync/sync.hpp"
#include "features/system_settings/system_settings.hpp"
#include "features/web_app/web_app.hpp"
#include "features/wheel_specifications/wheel_specifications.hpp"

namespace kpa::app {
namespace {

Task<jobs::Done> forget_answers(db::Queries& unit) {
  constexpr std::int64_t most = 10'000;  // answers deleted in one transaction
  co_return jobs::all_if_fewer(co_await http::forget_old_answers(unit, most), most);
}

Task<jobs::Done> forget_deliveries(db::Queries& unit) {
  constexpr std::int64_t most = 10'000;
  co_return jobs::all_if_fewer(co_await outbox::forget_old(unit, most), most);
}

}  // namespace

template <class F, class... Needs>
F& Features::add(const Foundation& foundation, Needs&&... needs) {
  auto made = std::make_unique<F>(foundation, std::forward<Needs>(needs)...);
  F& feature = *made;
  all_.push_back(std::move(made));
  feature.declare_routes(router_);
  return feature;
}

// One line per feature, after the features that it needs. This is also the order of the documentation.
Features::Features(const Foundation& foundation, const SharedByFeatures& shared, http::Limit limit)
    : directory_(foundation.settings.auth.default_region),
      dispatcher_(
          router_, foundation.database,
          [this](const http::Request& request) { return sessions_->authenticate(request); },
          foundation.settings.forms.require_if_match, std::move(limit)) {
  dispatcher_.tell_refusals(shared.sessions.incidents.refusals(foundation.database));
  dispatcher_.trust_origins(shared.sessions.trusted_origins);

  auto& sessions = *(sessions_ = &add<sessions::Sessions>(foundation, shared.sessions));
  auto& codes =
      add<one_time_codes::OneTimeCodes>(foundation, directory_, shared.sessions.incidents, shared.sms);
  auto& passwords = add<passwords::Passwords>(foundation, sessions, shared.sessions, shared.passwords);
  auto& factors = add<second_factor::SecondFactor>(foundation, sessions, passwords, shared.sessions);
  auto& logins = *(logins_ = &add<login::Logins>(foundation, directory_, sessions, passwords, factors, codes,
                                                 shared.sessions));
  add<recovery::Recovery>(foundation, directory_, sessions, passwords, codes, shared.sessions);
  auto& exports = add<exports::Exports>(foundation, sessions);
  add<wheel_specifications::WheelSpecifications>(foundation, directory_, exports, kinds_, synced_);
  add<bogie_checksheets::BogieChecksheets>(foundation, directory_, exports, kinds_, synced_);
  add<built_forms::BuiltForms>(foundation, directory_, exports, kinds_, synced_);
  add<history::History>(foundation, kinds_);  // for the kinds above
  add<review::Review>(foundation, directory_, kinds_);
  add<sync::Sync>(foundation, synced_);
  add<people::People>(foundation, directory_, sessions, logins, exports);
  add<depots::Depots>(foundation);
  add<system_settings::SystemSettings>(foundation);
  add<audit::Audit>(foundation);
  add<service_info::ServiceInfo>(foundation, known_migrations());
  add<web_app::WebApp>(foundation, shared.web_app);
}

Features::~Features() {
  while (!all_.empty()) all_.pop_back();  // a feature is destroyed before those that it needs
}

std::vector<jobs::Job> Features::scheduled_jobs() const {
  std::vector<jobs::Job> all{
      {.name = "forget_answers", .period = std::chrono::hours(1), .work = forget_answers},
      {.name = "forget_deliveries", .period = std::chrono::hours(1), .work = forget_deliveries}};
  for (const auto& feature : all_) std::ranges::move(feature->scheduled_jobs(), std::back_inserter(all));
  return all;
}

}  // namespace kpa::app

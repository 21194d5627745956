#pragma once

#include <vector>

#include "app/shared_by_features.hpp"
#include "core/config/settings.hpp"
#include "core/db/database.hpp"
#include "core/http/dispatcher.hpp"
#include "core/http/router.hpp"
#include "core/jobs/job.hpp"
#include "features/audit/audit.hpp"
#include "features/bogie_checksheets/bogie_checksheets.hpp"
#include "features/depots/depots.hpp"
#include "features/history/history.hpp"
#include "features/identity/identity.hpp"
#include "features/login/login.hpp"
#include "features/one_time_codes/one_time_codes.hpp"
#include "features/passwords/passwords.hpp"
#include "features/people/people.hpp"
#include "features/records/records.hpp"
#include "features/recovery/recovery.hpp"
#include "features/second_factor/second_factor.hpp"
#include "features/sessions/sessions.hpp"
#include "features/wheel_specifications/wheel_specifications.hpp"

namespace kpa::app {

/// The features with their routes, wired together, all at work on one `database`: that of an I/O thread, or a
/// transaction in which many requests are to be kept or undone as one. All references outlive it.
struct Features {
  /// Without `limit` the dispatcher's requests are not counted.
  Features(db::Queries& database, const config::Settings& settings, SharedByFeatures shared,
           http::Limit limit = {});
  Features(const Features&) = delete;
  Features& operator=(const Features&) = delete;

  /// What one process does now and then for all; good as long as this.
  std::vector<jobs::Job> scheduled_jobs() const;

  // In the order in which they need each other.
  audit::Audit audit;
  identity::Directory directory;
  sessions::Sessions sessions;
  one_time_codes::OneTimeCodes codes;
  passwords::Passwords passwords;
  second_factor::SecondFactor second_factor;
  login::Logins logins;
  recovery::Recovery recovery;
  depots::Depots depots;
  people::People people;
  records::Register kinds;
  wheel_specifications::WheelSpecifications wheel_specifications;
  bogie_checksheets::BogieChecksheets bogie_checksheets;
  history::History history;
  http::Router router;
  http::Dispatcher dispatcher;
};

}  // namespace kpa::app

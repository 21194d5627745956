#include "features/web_app/service.hpp"

#include "features/web_app/store.hpp"

namespace kpa::web_app {

Task<Outcome<Installation>> describe_installation(db::Queries& database, const config::Settings& settings) {
  const store::Doors doors = co_await store::doors(database);
  co_return Installation{.name = settings.api.title,
                         .version = settings.api.version,
                         .awaits_first_superuser = doors.awaits_first_superuser,
                         .registration_open = doors.registration_open,
                         .login_by_code = settings.sms.sender != config::SmsSenderKind::none,
                         .default_region = settings.auth.default_region,
                         .time_zone = settings.time_zone};
}

}  // namespace kpa::web_app

#include "app/features.hpp"

namespace kpa::app {

Features::Features(db::Queries& database, const config::Settings& settings, accounts::Shared& shared)
    : accounts(database, shared),
      wheel_specifications(database, accounts, settings.api.per_page),
      bogie_checksheets(database, accounts, settings.api.per_page),
      dispatcher(
          router, database, [this](const http::Request& request) { return accounts.authenticate(request); },
          settings.forms.require_if_match) {
  accounts.declare_routes(router);
  wheel_specifications.declare_routes(router);
  bogie_checksheets.declare_routes(router);
}

}  // namespace kpa::app

#include "features/system_settings/store.hpp"

#include <utility>

template <>
const kpa::db::Columns<kpa::system_settings::Settings>& kpa::db::columns() {
  using S = system_settings::Settings;
  static const auto made =
      Columns<S>()
          .column("require_second_factor_for_staff",
                  [](S& settings) -> bool& { return settings.require_second_factor_for_staff; })
          .column("registration_open", [](S& settings) -> bool& { return settings.registration_open; })
          .column("updated_at", &S::updated_at)
          .column("version", &S::version);
  return made;
}

namespace kpa::system_settings::store {
namespace {

const std::string read = "SELECT " + db::column_list<Settings>() + " FROM system_settings";

const db::Query<Settings()> current{"system_settings", read};

const db::Change<Settings()> to_change{"system_settings_to_change", read + " FOR UPDATE"};

const db::Change<Settings(bool, bool, RawJson, RawJson, events::Origin)> set{
    "system_settings_change",
    events::sql_of({.entity_type = "system_settings",
                    .change = "UPDATE system_settings SET require_second_factor_for_staff = $1, "
                              "registration_open = $2, version = version + 1, updated_at = now()",
                    .origin = 5,
                    .action = "'changed'",
                    .before = "$3",
                    .after = "$4",
                    .answered = db::column_list<Settings>()})};

}  // namespace

Task<Settings> settings(db::Queries& database) {
  const auto row = co_await database.first(current);
  co_return row.value();
}

Task<Settings> locked_settings(db::Queries& unit) {
  const auto row = co_await unit.first(to_change);
  co_return row.value();
}

Task<Settings> change(db::Queries& unit, Choices before, Choices after, events::Origin origin) {
  const RawJson was{schema::encode(before)};
  const RawJson becomes{schema::encode(after)};
  const auto row = co_await unit.first(set, after.require_second_factor_for_staff, after.registration_open,
                                       was, becomes, std::move(origin));
  co_return row.value();
}

}  // namespace kpa::system_settings::store

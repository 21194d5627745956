#include "features/web_app/store.hpp"

#include "core/db/statement.hpp"

template <>
const kpa::db::Columns<kpa::web_app::store::Doors>& kpa::db::columns() {
  using D = web_app::store::Doors;
  static const auto made = Columns<D>()
                               .column("awaits_first_superuser", &D::awaits_first_superuser)
                               .column("registration_open", &D::registration_open);
  return made;
}

namespace kpa::web_app::store {
namespace {

const db::Query<Doors()> read_doors{
    "web_app_doors",
    "SELECT NOT EXISTS (SELECT FROM users WHERE is_superuser AND is_active) AS awaits_first_superuser, "
    "registration_open FROM system_settings"};

}  // namespace

Task<Doors> doors(db::Queries& queries) {
  const auto row = co_await queries.first(read_doors);
  co_return row.value();
}

}  // namespace kpa::web_app::store

#include "features/service_info/store.hpp"

#include "core/db/statement.hpp"

template <>
const kpa::db::Columns<kpa::db::AppliedMigration>& kpa::db::columns() {
  using M = AppliedMigration;
  static const auto made =
      Columns<M>()
          .read_by("version", [](M& row, std::int64_t version) { row.version = static_cast<int>(version); })
          .column("name", &M::name)
          .column("checksum", &M::checksum);
  return made;
}

namespace kpa::service_info::store {
namespace {

const db::Query<bool()> ask{"service_info_ask", "SELECT true AS answers"};
const db::Query<db::AppliedMigration()> applied{
    "service_info_applied_migrations",
    "SELECT version, name, checksum FROM schema_migrations ORDER BY version"};

}  // namespace

Task<bool> answers(db::Queries& unit) {
  const auto answer = co_await unit.first(ask);
  co_return answer.has_value();
}

Task<std::vector<db::AppliedMigration>> applied_migrations(db::Queries& unit) { return unit.all(applied); }

}  // namespace kpa::service_info::store

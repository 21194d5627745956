#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/events/events.hpp"
#include "features/depots/wire.hpp"

namespace kpa::depots {

template <class T, Level level>
db::Columns<T> written_columns() {
  auto columns = db::Columns<T>().column("code", &T::code).column("name", &T::name);
  if constexpr (level != Level::zone) std::move(columns).column(std::string(names<level>.parent), &T::parent);
  return columns;
}

/// The table of one level. Writes throw db::Error of the level's constraints when the code is taken or there
/// is no such parent. One constant a level, in store.cpp.
template <Level level>
class Store {
 public:
  /// All of them, by code.
  Task<std::vector<Place<level>>> all(db::Queries& database) const { return database.all(all_); }
  Task<std::optional<Place<level>>> find(db::Queries& database, std::int64_t id) const {
    return database.first(find_, id);
  }
  /// Locks it until the transaction ends.
  Task<std::optional<Place<level>>> find_for_update(db::Queries& unit, std::int64_t id) const {
    return unit.first(find_for_update_, id);
  }
  Task<Place<level>> insert(db::Queries& unit, NewPlace<level> place, events::Origin origin) const {
    RawJson after{schema::encode(place)};
    auto stored = co_await unit.first(insert_, std::move(place), std::move(origin), std::move(after));
    co_return std::move(stored.value());
  }
  Task<Place<level>> update(db::Queries& unit, Place<level> before, NewPlace<level> place,
                            events::Origin origin) const {
    RawJson was{schema::encode(static_cast<const NewPlace<level>&>(before))}, becomes{schema::encode(place)};
    auto stored = co_await unit.first(update_, std::move(place), std::move(origin), before.id, std::move(was),
                                      std::move(becomes));
    co_return std::move(stored.value());
  }

 private:
  using P = Place<level>;
  using N = NewPlace<level>;

  static std::string statement(std::string_view what) {
    return std::string(names<level>.table).append("_").append(what);
  }
  /// `$n` for the value that is `offset` places behind those that are written.
  std::string behind_written(std::size_t offset) const { return "$" + std::to_string(width_ + offset); }

  const std::string table_{names<level>.table};
  const std::string answered_ = db::column_list<P>();
  const std::string written_ = db::column_list<N>();
  const std::size_t width_ = db::columns<N>().slots().size();
  const std::string values_ = db::placeholders(1, width_);

  const db::Query<P()> all_{statement("all"), "SELECT " + answered_ + " FROM " + table_ + " ORDER BY code"};
  const db::Query<P(std::int64_t)> find_{statement("by_id"),
                                         "SELECT " + answered_ + " FROM " + table_ + " WHERE id = $1"};
  const db::Change<P(std::int64_t)> find_for_update_{
      statement("for_update"),
      "SELECT " + answered_ + " FROM " + table_ + " WHERE id = $1 FOR NO KEY UPDATE"};
  const db::Change<P(N, events::Origin, RawJson)> insert_{
      statement("insert"),
      events::sql_of({.entity_type = names<level>.singular,
                      .change = "INSERT INTO " + table_ + " (" + written_ + ") VALUES (" + values_ + ")",
                      .origin = width_ + 1,
                      .action = "'created'",
                      .after = behind_written(4),
                      .answered = answered_})};
  const db::Change<P(N, events::Origin, std::int64_t, RawJson, RawJson)> update_{
      statement("update"),
      events::sql_of({.entity_type = names<level>.singular,
                      .change = "UPDATE " + table_ + " SET (" + written_ + ", version, updated_at) = (" +
                                values_ + ", version + 1, now()) WHERE id = " + behind_written(4),
                      .origin = width_ + 1,
                      .action = "'updated'",
                      .before = behind_written(5),
                      .after = behind_written(6),
                      .answered = answered_})};
};

template <Level level>
const Store<level>& store();

}  // namespace kpa::depots

#include "features/people/store.hpp"

#include <utility>

template <>
const kpa::db::Columns<kpa::people::store::Places>& kpa::db::columns() {
  using P = people::store::Places;
  static const auto made = Columns<P>().column("manager", &P::manager).column("depot", &P::depot);
  return made;
}

template <>
const kpa::db::Columns<kpa::people::store::Taken>& kpa::db::columns() {
  using T = people::store::Taken;
  static const auto made =
      Columns<T>().column("phone_number", &T::phone_number).column("employee_id", &T::employee_id);
  return made;
}

namespace kpa::people::store {
namespace {

using Id = std::optional<std::int64_t>;
using Text = std::optional<std::string>;

const std::string answered = db::column_list<Person>();
const std::string written = db::column_list<Details>();
const std::size_t width = db::columns<Details>().slots().size();
const std::string values = db::placeholders(1, width);

/// `$n` for the value that is `offset` places behind the details.
std::string behind_details(std::size_t offset) { return "$" + std::to_string(width + offset); }

const std::string one_seen =
    "SELECT " + answered + " FROM users WHERE id = $1 AND " + accounts::seen_by("id", "$2", "$3");

const db::Query<Person(std::int64_t, Viewer)> by_id{"people_by_id", one_seen};
const db::Change<Person(std::int64_t, Viewer)> for_update{"people_for_update",
                                                          one_seen + " FOR NO KEY UPDATE"};

const db::Query<Places(Id, Id, Viewer)> places{
    "people_places",
    "SELECT $1::bigint IS NULL OR EXISTS (SELECT FROM users WHERE id = $1 AND " +
        accounts::seen_by("id", "$3", "$4") +
        ") AS manager, CASE WHEN $3 IS NULL THEN $2::bigint IS NULL OR EXISTS (SELECT FROM depots WHERE id = $2)"
        " ELSE coalesce($2 = ANY (depots_seen_by($4)), false) END AS depot"};

const db::Query<Taken(std::string, Text)> taken{
    "people_taken",
    "SELECT EXISTS (SELECT FROM users WHERE phone_number = $1) AS phone_number, "
    "EXISTS (SELECT FROM users WHERE folded(employee_id) = folded($2)) AS employee_id"};

const db::Change<Person(Details, Origin, RawJson)> add{
    "people_insert",
    events::sql_of({.entity_type = "user",
                    .change = "INSERT INTO users (" + written + ", password_hash) VALUES (" + values + ", '" +
                              std::string(accounts::no_password) + "') ON CONFLICT DO NOTHING",
                    .origin = width + 1,
                    .action = "'created'",
                    .after = behind_details(4),
                    .answered = answered})};

const db::Change<Person(Details, Origin, std::int64_t, RawJson, RawJson)> change{
    "people_update",
    events::sql_of({.entity_type = "user",
                    .change = "UPDATE users SET (" + written + ", version, updated_at) = (" + values +
                              ", version + 1, now()) WHERE id = " + behind_details(4),
                    .origin = width + 1,
                    .action = "'changed'",
                    .before = behind_details(5),
                    .after = behind_details(6),
                    .answered = answered})};

const db::Change<Person(std::int64_t, Origin)> set_active{
    "people_activate",
    events::sql_of({.entity_type = "user",
                    .change = "UPDATE users SET is_active = true, version = version + 1, updated_at = now() "
                              "WHERE id = $1 AND NOT is_active",
                    .origin = 2,
                    .action = "'activated'",
                    .before = R"('{"is_active": false}')",
                    .after = R"('{"is_active": true}')",
                    .answered = answered})};

const db::Change<void(Origin, RawJson)> exported{
    "people_note_export",
    R"(SELECT append_event($1, 'user', id, version, 'users_exported', NULL, $4, $2, $3) FROM users WHERE id = $1)"};

}  // namespace

const db::List<Person> list{
    "people",
    db::column_list<Person>(),
    "users",
    {{"search", "searched_by LIKE containing(?)"},
     {"search_number",
      "(searched_by LIKE containing((?::text[])[1]) OR searched_by LIKE containing((?::text[])[2]))"},
     {"department", "folded(department) = folded(?)"},
     {"is_active", "is_active = ?"},
     {"is_staff", "is_staff = ?"},
     {"manager", "manager_id = ?"},
     {"reports_of",
      "id IN (WITH RECURSIVE below (id) AS (SELECT id FROM users WHERE manager_id = ? UNION "
      "SELECT users.id FROM users JOIN below ON users.manager_id = below.id) SELECT id FROM below)"},
     {"depot", "depot_id = ?"},
     {"seen", accounts::seen_by_staff("id")}},
    {{"name", "lower(first_name || ' ' || last_name)", "text"},
     {"date_joined", "date_joined", "timestamptz"}}};

Task<void> note_export(db::Queries& database, RawJson filters, Origin origin) {
  co_await database.run(exported, std::move(origin), std::move(filters));
}

Task<std::optional<Person>> find(db::Queries& database, std::int64_t id, Viewer viewer) {
  return database.first(by_id, id, viewer);
}

Task<std::optional<Person>> find_for_update(db::Queries& unit, std::int64_t id, Viewer viewer) {
  return unit.first(for_update, id, viewer);
}

Task<Places> look_for_places(db::Queries& unit, std::optional<std::int64_t> manager,
                             std::optional<std::int64_t> depot, Viewer viewer) {
  const auto found = co_await unit.first(places, manager, depot, viewer);
  co_return found.value();
}

Task<std::optional<Person>> insert(db::Queries& unit, Details details, Origin origin) {
  RawJson after{schema::encode(details)};
  return unit.first(add, std::move(details), std::move(origin), std::move(after));
}

Task<Taken> look_for_taken(db::Queries& unit, std::string phone_number,
                           std::optional<std::string> employee_id) {
  const auto found = co_await unit.first(taken, std::move(phone_number), std::move(employee_id));
  co_return found.value();
}

Task<Person> update(db::Queries& unit, Person before, Details after, Origin origin) {
  RawJson was{schema::encode(static_cast<const Details&>(before))}, becomes{schema::encode(after)};
  auto person = co_await unit.first(change, std::move(after), std::move(origin), before.id, std::move(was),
                                    std::move(becomes));
  co_return std::move(person.value());
}

Task<std::optional<Person>> activate(db::Queries& unit, std::int64_t id, Origin origin) {
  return unit.first(set_active, id, std::move(origin));
}

}  // namespace kpa::people::store

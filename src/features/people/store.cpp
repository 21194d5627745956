#include "features/people/store.hpp"

#include <utility>

template <>
const kpa::db::Columns<kpa::people::store::Placement>& kpa::db::columns() {
  using P = people::store::Placement;
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

/// How many columns a T (Details or PersonalDetails) has.
template <class T>
std::size_t width_of() {
  return db::columns<T>().slots().size();
}
/// The placeholder `offset` places after those of a T.
template <class T>
std::string behind(std::size_t offset) {
  return "$" + std::to_string(width_of<T>() + offset);
}
/// `$1, …`: placeholders for a T.
template <class T>
std::string values_of() {
  return db::placeholders(1, width_of<T>());
}

template <class T>
using Update = db::Change<Person(T, Origin, std::int64_t, RawJson, RawJson)>;

/// SQL of an Update.
template <class T>
std::string update_of() {
  return events::sql_of({.entity_type = "user",
                         .change = "UPDATE users SET (" + db::column_list<T>() +
                                   ", version, updated_at) = (" + values_of<T>() +
                                   ", version + 1, now()) WHERE id = " + behind<T>(4),
                         .origin = width_of<T>() + 1,
                         .action = "'changed'",
                         .before = behind<T>(5),
                         .after = behind<T>(6),
                         .answered = answered});
}

template <class T>
Task<Person> run_update(const Update<T>& statement, db::Queries& unit, Person before, T after,
                        Origin origin) {
  RawJson was{schema::encode(static_cast<const T&>(before))}, becomes{schema::encode(after)};
  auto person = co_await unit.first(statement, std::move(after), std::move(origin), before.id, std::move(was),
                                    std::move(becomes));
  co_return std::move(person.value());
}

const std::string one_seen =
    "SELECT " + answered + " FROM users WHERE id = $1 AND " + identity::seen_by("id", "$2", "$3");

const db::Query<Person(std::int64_t, Viewer)> person_seen{"people_by_id", one_seen};
const db::Change<Person(std::int64_t, Viewer)> person_to_update{"people_for_update",
                                                                one_seen + " FOR NO KEY UPDATE"};

const db::Query<Placement(Id, Id, Viewer)> placement{
    "people_places",
    "SELECT $1::bigint IS NULL OR EXISTS (SELECT FROM users WHERE id = $1 AND " +
        identity::seen_by("id", "$3", "$4") +
        ") AS manager, CASE WHEN $3 IS NULL THEN $2::bigint IS NULL OR EXISTS (SELECT FROM depots WHERE id = $2)"
        " ELSE coalesce($2 = ANY (depots_seen_by($4)), false) END AS depot"};

const db::Query<Taken(std::string, Text)> names_taken{
    "people_taken",
    "SELECT EXISTS (SELECT FROM users WHERE phone_number = $1) AS phone_number, "
    "EXISTS (SELECT FROM users WHERE folded(employee_id) = folded($2)) AS employee_id"};

const db::Change<Person(Details, Origin, RawJson)> insert_person{
    "people_insert",
    events::sql_of({.entity_type = "user",
                    .change = "INSERT INTO users (" + db::column_list<Details>() +
                              ", password_hash) VALUES (" + values_of<Details>() + ", '" +
                              std::string(identity::no_password) + "') ON CONFLICT DO NOTHING",
                    .origin = width_of<Details>() + 1,
                    .action = "'created'",
                    .after = behind<Details>(4),
                    .answered = answered})};

const Update<Details> update_details{"people_update", update_of<Details>()};
const Update<PersonalDetails> update_personal_details{"people_update_personal_details",
                                                      update_of<PersonalDetails>()};

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

const db::Change<Person(std::int64_t, Origin)> set_inactive{
    "people_deactivate",
    events::sql_of({.entity_type = "user",
                    .change = "UPDATE users SET is_active = false, version = version + 1, updated_at = now() "
                              "WHERE id = $1 AND is_active",
                    .origin = 2,
                    .action = "'deactivated'",
                    .before = R"('{"is_active": true}')",
                    .after = R"('{"is_active": false}')",
                    .answered = answered})};

}  // namespace

const db::List<Person> list{
    "people",
    db::column_list<Person>(),
    "users",
    {{"search", "searched_by LIKE containing(?)"},
     {"search_number",
      "(searched_by LIKE containing((?::text[])[1]) OR searched_by LIKE containing((?::text[])[2]))"},
     {"joined_by", "date_joined <= ?"},
     {"department", "folded(department) = folded(?)"},
     {"is_active", "is_active = ?"},
     {"is_staff", "is_staff = ?"},
     {"manager", "manager_id = ?"},
     {"reports_of",
      "id IN (WITH RECURSIVE below (id) AS (SELECT id FROM users WHERE manager_id = ? UNION "
      "SELECT users.id FROM users JOIN below ON users.manager_id = below.id) SELECT id FROM below)"},
     {"depot", "depot_id = ?"},
     {"seen", identity::seen_by_staff("id")}},
    {{"name", "lower(first_name || ' ' || last_name)", "text"},
     {"date_joined", "date_joined", "timestamptz"}}};

Task<std::optional<Person>> find(db::Queries& database, std::int64_t id, Viewer viewer) {
  return database.first(person_seen, id, viewer);
}

Task<std::optional<Person>> find_for_update(db::Queries& unit, std::int64_t id, Viewer viewer) {
  return unit.first(person_to_update, id, viewer);
}

Task<Placement> look_for_placement(db::Queries& unit, std::optional<std::int64_t> manager,
                                   std::optional<std::int64_t> depot, Viewer viewer) {
  const auto found = co_await unit.first(placement, manager, depot, viewer);
  co_return found.value();
}

Task<std::optional<Person>> insert(db::Queries& unit, Details details, Origin origin) {
  RawJson after{schema::encode(details)};
  return unit.first(insert_person, std::move(details), std::move(origin), std::move(after));
}

Task<Taken> look_for_taken(db::Queries& unit, std::string phone_number,
                           std::optional<std::string> employee_id) {
  const auto found = co_await unit.first(names_taken, std::move(phone_number), std::move(employee_id));
  co_return found.value();
}

Task<Person> update(db::Queries& unit, Person before, Details after, Origin origin) {
  return run_update(update_details, unit, std::move(before), std::move(after), std::move(origin));
}

Task<Person> update(db::Queries& unit, Person before, PersonalDetails after, Origin origin) {
  return run_update(update_personal_details, unit, std::move(before), std::move(after), std::move(origin));
}

Task<std::optional<Person>> activate(db::Queries& unit, std::int64_t id, Origin origin) {
  return unit.first(set_active, id, std::move(origin));
}

Task<bool> deactivate(db::Queries& unit, std::int64_t id, Origin origin) {
  const auto person = co_await unit.first(set_inactive, id, std::move(origin));
  co_return person.has_value();
}

}  // namespace kpa::people::store

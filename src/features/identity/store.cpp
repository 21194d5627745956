#include <utility>

#include "features/identity/identity.hpp"

namespace kpa::identity {
namespace {

template <class T>
db::Columns<T> columns_of_personal_details() {
  return db::Columns<T>()
      .column("first_name", &T::first_name)
      .column("last_name", &T::last_name)
      .column("email", &T::email)
      .column("bio", &T::bio)
      .column("date_of_birth", &T::date_of_birth)
      .column("address_line_1", &T::address_line_1)
      .column("address_line_2", &T::address_line_2)
      .column("city", &T::city)
      .column("state", &T::state)
      .column("postal_code", &T::postal_code)
      .column("country", &T::country)
      .column("language", &T::language);
}

template <class T>
db::Columns<T> columns_of_details() {
  return columns_of_personal_details<T>()
      .column("phone_number", &T::phone_number)
      .column("employee_id", &T::employee_id)
      .column("department", &T::department)
      .column("position", &T::position)
      .column("manager_id", &T::manager_id)
      .column("depot_id", &T::depot_id)
      .column("is_staff", &T::is_staff)
      .column("is_superuser", &T::is_superuser)
      .column("sight", &T::sight);
}

}  // namespace
}  // namespace kpa::identity

template <>
const kpa::db::Columns<kpa::identity::PersonalDetails>& kpa::db::columns() {
  static const auto made = identity::columns_of_personal_details<identity::PersonalDetails>();
  return made;
}

template <>
const kpa::db::Columns<kpa::identity::Details>& kpa::db::columns() {
  static const auto made = identity::columns_of_details<identity::Details>();
  return made;
}

template <>
const kpa::db::Columns<kpa::identity::Person>& kpa::db::columns() {
  using P = identity::Person;
  static const auto made = identity::columns_of_details<P>()
                               .column("id", &P::id)
                               .column("profile_picture", &P::profile_picture)
                               .column("is_active", &P::is_active)
                               .column("date_joined", &P::date_joined)
                               .column("last_login", &P::last_login)
                               .column("version", &P::version);
  return made;
}

template <>
const kpa::db::Columns<kpa::identity::Standing>& kpa::db::columns() {
  using S = identity::Standing;
  static const auto made = Columns<S>()
                               .column("is_active", &S::is_active)
                               .column("is_staff", &S::is_staff)
                               .column("is_superuser", &S::is_superuser)
                               .column("sees_all", &S::sees_all)
                               .column("lacks_second_factor", &S::lacks_second_factor);
  return made;
}

template <>
const kpa::db::Columns<kpa::identity::Viewer>& kpa::db::columns() {
  using V = identity::Viewer;
  static const auto made = Columns<V>().column("person", &V::person).column("overseer", &V::overseer);
  return made;
}

namespace kpa::identity {
namespace {

using Text = std::optional<std::string>;

const std::string person_by_id = "SELECT " + db::column_list<Person>() + " FROM users WHERE id = $1";

const db::Query<Person(std::int64_t)> person_of_id{"users_person", person_by_id};

const db::Change<Person(std::int64_t)> person_to_change{"users_person_to_change",
                                                        person_by_id + " FOR NO KEY UPDATE"};

const db::Query<std::int64_t(std::int64_t, Viewer)> person_seen{
    "users_seen", "SELECT id FROM users WHERE id = $1 AND " + seen_by("id", "$2", "$3")};

const db::Query<std::int64_t(std::optional<std::int64_t>, std::string, Text, Viewer)> by_reference{
    "users_by_reference",
    R"(SELECT id FROM (SELECT id, depot_id, 1 AS rank FROM users WHERE id = $1
                       UNION ALL SELECT id, depot_id, 2 FROM users WHERE folded(employee_id) = folded($2)
                       UNION ALL SELECT id, depot_id, 3 FROM users WHERE phone_number = $3) AS meant
       WHERE )" +
        seen_by("id", "$4", "$5") + " ORDER BY rank LIMIT 1"};

}  // namespace

Task<std::optional<Person>> find_person(db::Queries& queries, std::int64_t user_id) {
  return queries.first(person_of_id, user_id);
}

Task<std::optional<Person>> hold_person(db::Queries& unit, std::int64_t user_id) {
  return unit.first(person_to_change, user_id);
}

Task<bool> is_seen(db::Queries& queries, std::int64_t user_id, Viewer viewer) {
  const auto seen = co_await queries.first(person_seen, user_id, viewer);
  co_return seen.has_value();
}

std::optional<std::string> Directory::canonical_phone(std::string_view text) const {
  return identity::canonical_phone(text, default_region_);
}

Task<std::optional<std::int64_t>> Directory::find(db::Queries& queries, std::string reference,
                                                  Viewer viewer) const {
  Reference meant = parse_reference(reference, default_region_);
  return queries.first(by_reference, meant.id, std::move(meant.employee_id), std::move(meant.phone_number),
                       viewer);
}

}  // namespace kpa::identity

#include "features/accounts/store.hpp"

#include <utility>

#include "core/schema/codec.hpp"
#include "features/accounts/accounts.hpp"
#include "features/accounts/wire.hpp"

template <>
const kpa::db::Columns<kpa::accounts::store::Credentials>& kpa::db::columns() {
  using C = accounts::store::Credentials;
  static const auto made = Columns<C>()
                               .column("id", &C::user_id)
                               .column("phone_number", &C::phone_number)
                               .column("password_hash", &C::password_hash)
                               .column("is_active", &C::is_active)
                               .column("version", &C::version);
  return made;
}

namespace kpa::accounts {
namespace {

template <class T>
db::Columns<T> columns_of_details() {
  return db::Columns<T>()
      .column("phone_number", &T::phone_number)
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
      .column("language", &T::language)
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
}  // namespace kpa::accounts

template <>
const kpa::db::Columns<kpa::accounts::Details>& kpa::db::columns() {
  static const auto made = accounts::columns_of_details<accounts::Details>();
  return made;
}

template <>
const kpa::db::Columns<kpa::accounts::Person>& kpa::db::columns() {
  using P = accounts::Person;
  static const auto made = accounts::columns_of_details<P>()
                               .column("id", &P::id)
                               .column("profile_picture", &P::profile_picture)
                               .column("is_active", &P::is_active)
                               .column("date_joined", &P::date_joined)
                               .column("last_login", &P::last_login)
                               .column("version", &P::version);
  return made;
}

template <>
const kpa::db::Columns<kpa::accounts::Viewer>& kpa::db::columns() {
  using V = accounts::Viewer;
  static const auto made = Columns<V>().column("person", &V::person).column("overseer", &V::overseer);
  return made;
}

namespace kpa::accounts::store {
namespace {

using Text = std::optional<std::string>;

const db::Query<Credentials(std::string)> by_phone{
    "users_credentials_by_phone",
    "SELECT id, phone_number, password_hash, is_active, version FROM users WHERE phone_number = $1"};

const db::Query<Credentials(std::int64_t)> by_id{
    "users_credentials_by_id",
    "SELECT id, phone_number, password_hash, is_active, version FROM users WHERE id = $1"};

const db::Query<bool()> registration_open{"system_settings_registration_open",
                                          "SELECT registration_open FROM system_settings"};

const std::string person_columns = db::column_list<Person>();

const db::Query<Person(std::int64_t)> person_by_id{"users_person",
                                                   "SELECT " + person_columns + " FROM users WHERE id = $1"};

const db::Change<Person(std::int64_t)> person_to_change{
    "users_person_to_change", "SELECT " + person_columns + " FROM users WHERE id = $1 FOR NO KEY UPDATE"};

const db::Query<std::int64_t(std::optional<std::int64_t>, std::string, Text, Viewer)> by_reference{
    "users_by_reference",
    R"(SELECT id FROM (SELECT id, depot_id, 1 AS rank FROM users WHERE id = $1
                       UNION ALL SELECT id, depot_id, 2 FROM users WHERE folded(employee_id) = folded($2)
                       UNION ALL SELECT id, depot_id, 3 FROM users WHERE phone_number = $3) AS meant
       WHERE )" +
        seen_by("id", "$4", "$5") + " ORDER BY rank LIMIT 1"};

const db::Change<std::int64_t(std::string, std::string, std::string, std::string, Text, Text, Text, Text,
                              bool, bool, std::string, Origin)>
    add{"users_add",
        R"(WITH fresh AS (
             INSERT INTO users (phone_number, password_hash, first_name, last_name, email, employee_id, department,
                                position, is_staff, is_superuser, last_login)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, CASE WHEN $11 = 'registered' THEN now() END)
             ON CONFLICT (phone_number) DO NOTHING RETURNING *),
           noted AS (
             SELECT id, append_event(coalesce($12, id), 'user', id, version, $11, NULL,
                                     to_jsonb(fresh) - ARRAY['password_hash', 'searched_by'], $13, $14) FROM fresh)
           SELECT id FROM noted)"};

const db::Change<Person(std::int64_t, std::string, std::string, Text, Text, std::optional<Date>, Text, Text,
                        Text, Text, Text, Text, std::optional<i18n::Language>, RawJson, RawJson, Origin)>
    change{"users_change_details",
           R"(WITH changed AS (
                UPDATE users SET first_name = $2, last_name = $3, email = $4, bio = $5, date_of_birth = $6,
                       address_line_1 = $7, address_line_2 = $8, city = $9, state = $10, postal_code = $11,
                       country = $12, language = $13, version = version + 1, updated_at = now()
                WHERE id = $1 RETURNING *),
              noted AS (
                SELECT append_event(coalesce($16, id), 'user', id, version, 'changed', $14, $15, $17, $18) FROM changed)
              SELECT )" +
               person_columns + " FROM changed, noted"};

const db::Change<std::int64_t(std::int64_t, std::string, std::string, std::int64_t, Text, LoginProof,
                              std::string, std::string)>
    login{"users_note_login",
          R"(WITH person AS (
         UPDATE users SET last_login = now(),
                          password_hash = CASE WHEN password_hash = $3 THEN coalesce($5, $3) ELSE password_hash END
         WHERE id = $1 AND phone_number = $2 AND (password_hash = $3 OR version = $4) AND is_active
         RETURNING id, version)
       SELECT append_event(id, 'user', id, version, 'logged_in', NULL, jsonb_build_object('by', $6::text), $7, $8)
       FROM person)"};

const db::Change<std::int64_t(std::int64_t, std::string, std::string, Origin)> password{
    "users_change_password",
    R"(WITH changed AS (
                  UPDATE users SET password_hash = $3, version = version + 1, updated_at = now()
                  WHERE id = $1 AND password_hash = $2 AND is_active RETURNING id, version)
                SELECT append_event(coalesce($4, id), 'user', id, version, 'password_changed', NULL, NULL, $5, $6)
                FROM changed)"};

const db::Change<std::int64_t(std::int64_t, std::string, ResetProof, std::optional<std::int64_t>, Origin)>
    reset{"users_reset_password", R"(WITH changed AS (
         UPDATE users SET password_hash = $2, version = version + 1, updated_at = now()
         WHERE id = $1 AND is_active RETURNING id, version)
       SELECT append_event(coalesce($5, id), 'user', id, version, 'password_reset', NULL,
                           jsonb_build_object('by', $3::text, 'link_by', $4::bigint), $6, $7)
       FROM changed)"};

const db::Change<std::int64_t(std::int64_t, Origin)> forget{
    "users_forget_password", "WITH changed AS (UPDATE users SET password_hash = '" +
                                 std::string(no_password) +
                                 R"(' WHERE id = $1 RETURNING id, version)
       SELECT append_event($2, 'user', id, version, 'password_forgotten', NULL, NULL, $3, $4) FROM changed)"};

const db::Change<std::int64_t(std::int64_t, Origin)> set_inactive{"users_deactivate",
                                                                  R"(WITH changed AS (
         UPDATE users SET is_active = false, version = version + 1, updated_at = now()
         WHERE id = $1 AND is_active RETURNING id, version)
       SELECT append_event($2, 'user', id, version, 'deactivated', '{"is_active": true}', '{"is_active": false}', $3, $4)
       FROM changed)"};

}  // namespace

Task<bool> registration_is_open(db::Queries& queries) {
  const auto open = co_await queries.first(registration_open);
  co_return open.value();
}

Task<std::optional<Credentials>> credentials_of_phone(db::Queries& queries, std::string phone_number) {
  return queries.first(by_phone, std::move(phone_number));
}

Task<std::optional<Credentials>> credentials_of_user(db::Queries& queries, std::int64_t user_id) {
  return queries.first(by_id, user_id);
}

Task<std::optional<Person>> person(db::Queries& queries, std::int64_t user_id) {
  return queries.first(person_by_id, user_id);
}

Task<std::optional<Person>> locked_person(db::Queries& queries, std::int64_t user_id) {
  return queries.first(person_to_change, user_id);
}

Task<std::optional<std::int64_t>> find_person(db::Queries& queries, Reference reference, Viewer viewer) {
  return queries.first(by_reference, reference.id, std::move(reference.employee_id),
                       std::move(reference.phone_number), viewer);
}

Task<std::optional<std::int64_t>> add_person(db::Queries& queries, Person person, std::string password_hash,
                                             std::string action, Origin origin) {
  return queries.first(add, person.phone_number, std::move(password_hash), person.first_name,
                       person.last_name, person.email, person.employee_id, person.department, person.position,
                       person.is_staff, person.is_superuser, std::move(action), std::move(origin));
}

Task<Person> change_details(db::Queries& queries, Person before, PersonalDetails after, Origin origin) {
  const RawJson was{schema::encode(static_cast<const PersonalDetails&>(before))};
  const RawJson becomes{schema::encode(after)};
  auto person = co_await queries.first(change, before.id, after.first_name, after.last_name, after.email,
                                       after.bio, after.date_of_birth, after.address_line_1,
                                       after.address_line_2, after.city, after.state, after.postal_code,
                                       after.country, after.language, was, becomes, std::move(origin));
  co_return std::move(person.value());
}

Task<bool> note_login(db::Queries& queries, Credentials credentials, std::optional<std::string> rehashed,
                      LoginProof proof, Origin origin) {
  const auto event =
      co_await queries.first(login, credentials.user_id, credentials.phone_number, credentials.password_hash,
                             credentials.version, rehashed, proof, origin.request_id, origin.client_address);
  co_return event.has_value();
}

Task<bool> change_password(db::Queries& queries, std::int64_t user_id, std::string old_hash,
                           std::string new_hash, Origin origin) {
  const auto event = co_await queries.first(password, user_id, old_hash, new_hash, std::move(origin));
  co_return event.has_value();
}

Task<bool> reset_password(db::Queries& queries, std::int64_t user_id, std::string new_hash, ResetProof proof,
                          std::optional<std::int64_t> link_by, Origin origin) {
  const auto event =
      co_await queries.first(reset, user_id, std::move(new_hash), proof, link_by, std::move(origin));
  co_return event.has_value();
}

Task<void> forget_password(db::Queries& queries, std::int64_t user_id, Origin origin) {
  co_await queries.first(forget, user_id, std::move(origin));
}

Task<bool> deactivate(db::Queries& queries, std::int64_t user_id, Origin origin) {
  const auto event = co_await queries.first(set_inactive, user_id, std::move(origin));
  co_return event.has_value();
}

}  // namespace kpa::accounts::store

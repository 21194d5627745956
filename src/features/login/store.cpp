#include "features/login/store.hpp"

#include <utility>

namespace kpa::login::store {
namespace {

using Text = std::optional<std::string>;

const db::Query<bool()> is_registration_open{"system_settings_registration_open",
                                             "SELECT registration_open FROM system_settings"};

const db::Change<std::int64_t(std::string, std::string, std::string, std::string, Text, Text, Text, Text,
                              bool, bool, std::string, Origin)>
    insert_person{"users_add",
                  R"(WITH fresh AS (
             INSERT INTO users (phone_number, password_hash, first_name, last_name, email, employee_id, department,
                                position, is_staff, is_superuser, last_login)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, CASE WHEN $11 = 'registered' THEN now() END)
             ON CONFLICT (phone_number) DO NOTHING RETURNING *),
           noted AS (
             SELECT id, append_event(coalesce($12, id), 'user', id, version, $11, NULL,
                                     to_jsonb(fresh) - ARRAY['password_hash', 'searched_by'], $13, $14) FROM fresh)
           SELECT id FROM noted)"};

const db::Change<std::int64_t(std::int64_t, std::string, std::string, std::int64_t, Text, LoginProof,
                              std::string, std::string)>
    note_logged_in{"users_note_login",
                   R"(WITH person AS (
         UPDATE users SET last_login = now(),
                          password_hash = CASE WHEN password_hash = $3 THEN coalesce($5, $3) ELSE password_hash END
         WHERE id = $1 AND phone_number = $2 AND (password_hash = $3 OR version = $4) AND is_active
         RETURNING id, version)
       SELECT append_event(id, 'user', id, version, 'logged_in', NULL, jsonb_build_object('by', $6::text), $7, $8)
       FROM person)"};

}  // namespace

Task<bool> registration_is_open(db::Queries& queries) {
  const auto open = co_await queries.first(is_registration_open);
  co_return open.value();
}

Task<std::optional<std::int64_t>> add_person(db::Queries& queries, identity::Person person,
                                             std::string password_hash, std::string action, Origin origin) {
  return queries.first(insert_person, person.phone_number, std::move(password_hash), person.first_name,
                       person.last_name, person.email, person.employee_id, person.department, person.position,
                       person.is_staff, person.is_superuser, std::move(action), std::move(origin));
}

Task<bool> note_login(db::Queries& queries, passwords::Credentials credentials,
                      std::optional<std::string> rehashed, LoginProof proof, Origin origin) {
  const auto event = co_await queries.first(note_logged_in, credentials.user_id, credentials.phone_number,
                                            credentials.password_hash, credentials.version, rehashed, proof,
                                            origin.request_id, origin.client_address);
  co_return event.has_value();
}

}  // namespace kpa::login::store

#include "features/passwords/store.hpp"

#include <utility>

#include "features/identity/identity.hpp"

template <>
const kpa::db::Columns<kpa::passwords::Credentials>& kpa::db::columns() {
  using C = passwords::Credentials;
  static const auto made = Columns<C>()
                               .column("id", &C::user_id)
                               .column("phone_number", &C::phone_number)
                               .column("password_hash", &C::password_hash)
                               .column("is_active", &C::is_active)
                               .column("version", &C::version);
  return made;
}

namespace kpa::passwords::store {
namespace {

const db::Query<Credentials(std::string)> credentials_by_phone{
    "users_credentials_by_phone",
    "SELECT id, phone_number, password_hash, is_active, version FROM users WHERE phone_number = $1"};

const db::Query<Credentials(std::int64_t)> credentials_by_id{
    "users_credentials_by_id",
    "SELECT id, phone_number, password_hash, is_active, version FROM users WHERE id = $1"};

const db::Change<std::int64_t(std::int64_t, std::string, std::string, Origin)> replace_hash{
    "users_change_password",
    R"(WITH changed AS (
                  UPDATE users SET password_hash = $3, version = version + 1, updated_at = now()
                  WHERE id = $1 AND password_hash = $2 AND is_active RETURNING id, version)
                SELECT append_event(coalesce($4, id), 'user', id, version, 'password_changed', NULL, NULL, $5, $6)
                FROM changed)"};

const db::Change<std::int64_t(std::int64_t, std::string, ResetProof, std::optional<std::int64_t>, Origin)>
    reset_hash{"users_reset_password", R"(WITH changed AS (
         UPDATE users SET password_hash = $2, version = version + 1, updated_at = now()
         WHERE id = $1 AND is_active RETURNING id, version)
       SELECT append_event(coalesce($5, id), 'user', id, version, 'password_reset', NULL,
                           jsonb_build_object('by', $3::text, 'link_by', $4::bigint), $6, $7)
       FROM changed)"};

const db::Change<std::int64_t(std::int64_t, Origin)> forget_hash{
    "users_forget_password", "WITH changed AS (UPDATE users SET password_hash = '" +
                                 std::string(identity::no_password) +
                                 R"(' WHERE id = $1 RETURNING id, version)
       SELECT append_event($2, 'user', id, version, 'password_forgotten', NULL, NULL, $3, $4) FROM changed)"};

}  // namespace

Task<std::optional<Credentials>> credentials_of_phone(db::Queries& queries, std::string phone_number) {
  return queries.first(credentials_by_phone, std::move(phone_number));
}

Task<std::optional<Credentials>> credentials_of_user(db::Queries& queries, std::int64_t user_id) {
  return queries.first(credentials_by_id, user_id);
}

Task<bool> change_password(db::Queries& queries, std::int64_t user_id, std::string old_hash,
                           std::string new_hash, Origin origin) {
  const auto event = co_await queries.first(replace_hash, user_id, old_hash, new_hash, std::move(origin));
  co_return event.has_value();
}

Task<bool> reset_password(db::Queries& queries, std::int64_t user_id, std::string new_hash, ResetProof proof,
                          std::optional<std::int64_t> link_by, Origin origin) {
  const auto event =
      co_await queries.first(reset_hash, user_id, std::move(new_hash), proof, link_by, std::move(origin));
  co_return event.has_value();
}

Task<void> forget_password(db::Queries& queries, std::int64_t user_id, Origin origin) {
  co_await queries.first(forget_hash, user_id, std::move(origin));
}

}  // namespace kpa::passwords::store

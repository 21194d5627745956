#include "features/second_factor/store.hpp"

#include <utility>

template <>
const kpa::db::Columns<kpa::second_factor::Status>& kpa::db::columns() {
  using S = second_factor::Status;
  static const auto made = Columns<S>()
                               .column("enabled", &S::enabled)
                               .column("enabled_at", &S::enabled_at)
                               .column("recovery_codes_left", &S::recovery_codes_left)
                               .column("required", &S::required);
  return made;
}

template <>
const kpa::db::Columns<kpa::second_factor::store::Kept>& kpa::db::columns() {
  using K = second_factor::store::Kept;
  static const auto made = Columns<K>()
                               .column("sealed_secret", &K::sealed_secret)
                               .column("confirmed", &K::confirmed)
                               .column("last_step", &K::last_step)
                               .column("failures", &K::failures)
                               .column("wait", &K::wait);
  return made;
}

namespace kpa::second_factor::store {
namespace {

const db::Query<Status(std::int64_t)> status_of_user{
    "second_factors_status",
    R"(SELECT confirmed_at IS NOT NULL AS enabled, confirmed_at AS enabled_at,
              (SELECT count(*) FROM recovery_codes r WHERE r.user_id = u.id AND used_at IS NULL)
                AS recovery_codes_left,
              u.is_staff AND require_second_factor_for_staff AS required
       FROM users u CROSS JOIN system_settings LEFT JOIN second_factors f ON f.user_id = u.id WHERE u.id = $1)"};

const db::Change<std::int64_t(std::int64_t, std::string, Origin)> begin_factor{"second_factors_begin",
                                                                               R"(WITH begun AS (
         INSERT INTO second_factors (user_id, sealed_secret) VALUES ($1, $2)
         ON CONFLICT (user_id) DO UPDATE
         SET sealed_secret = excluded.sealed_secret, last_step = 0, failures = 0, retry_at = '-infinity',
             updated_at = now()
         WHERE second_factors.confirmed_at IS NULL RETURNING user_id)
       SELECT append_event($3, 'user', u.id, u.version, 'second_factor_begun', NULL, NULL, $4, $5)
       FROM begun JOIN users u ON u.id = begun.user_id)"};

const db::Change<Kept(std::int64_t)> factor_to_check{
    "second_factors_to_check",
    R"(SELECT sealed_secret, confirmed_at IS NOT NULL AS confirmed, last_step, failures,
              ceil(greatest(extract(epoch FROM greatest(retry_at, '1970-01-01Z') - clock_timestamp()), 0))::bigint
                AS wait
       FROM second_factors WHERE user_id = $1 FOR UPDATE)"};

const db::Change<std::int64_t(std::int64_t, std::int64_t, Origin)> confirm_factor{"second_factors_confirm",
                                                                                  R"(WITH factor AS (
         UPDATE second_factors SET confirmed_at = now(), last_step = $2, failures = 0, retry_at = '-infinity',
                                   updated_at = now()
         WHERE user_id = $1 RETURNING user_id)
       SELECT append_event($3, 'user', u.id, u.version, 'second_factor_enabled', NULL, NULL, $4, $5)
       FROM factor JOIN users u ON u.id = factor.user_id)"};

const db::Change<void(std::int64_t, std::optional<std::int64_t>)> note_success{
    "second_factors_succeeded",
    R"(UPDATE second_factors SET last_step = coalesce($2, last_step), failures = 0, retry_at = '-infinity',
                                 updated_at = now()
       WHERE user_id = $1 AND confirmed_at IS NOT NULL AND last_step < coalesce($2, last_step + 1))"};

const db::Change<void(std::int64_t, std::int64_t)> note_failure{
    "second_factors_failed",
    R"(UPDATE second_factors SET failures = failures + 1,
                                 retry_at = clock_timestamp() + $2::bigint * interval '1 second', updated_at = now()
       WHERE user_id = $1)"};

const db::Change<void(std::int64_t)> delete_recovery_codes{"recovery_codes_drop",
                                                           "DELETE FROM recovery_codes WHERE user_id = $1"};

const db::Change<void(std::int64_t, std::vector<std::string>)> insert_recovery_codes{
    "recovery_codes_add",
    "INSERT INTO recovery_codes (user_id, code_hash) SELECT $1, code_hash FROM unnest($2::text[]) AS code_hash"};

const db::Query<bool(std::int64_t, std::string)> has_unused_code{
    "recovery_codes_unused",
    "SELECT EXISTS (SELECT FROM recovery_codes WHERE user_id = $1 AND code_hash = $2 AND used_at IS NULL)"};

const db::Change<std::int64_t(std::int64_t, std::string, Origin)> use_up_code{"recovery_codes_use",
                                                                              R"(WITH code AS (
         UPDATE recovery_codes SET used_at = now()
         WHERE user_id = $1 AND code_hash = $2 AND used_at IS NULL RETURNING user_id)
       SELECT append_event(coalesce($3, u.id), 'user', u.id, u.version, 'recovery_code_used', NULL, NULL, $4, $5)
       FROM code JOIN users u ON u.id = code.user_id)"};

const db::Change<std::int64_t(std::int64_t, std::string, Origin)> append_note{
    "second_factors_note",
    R"(SELECT append_event($3, 'user', u.id, u.version, $2, NULL, NULL, $4, $5) FROM users u WHERE u.id = $1)"};

const db::Change<std::int64_t(std::int64_t, Origin)> delete_factor{
    "second_factors_remove",
    R"(WITH gone AS (DELETE FROM second_factors WHERE user_id = $1 RETURNING user_id)
       SELECT append_event($2, 'user', u.id, u.version, 'second_factor_removed', NULL, NULL, $3, $4)
       FROM gone JOIN users u ON u.id = gone.user_id)"};

}  // namespace

Task<Status> status(db::Queries& database, std::int64_t user_id) {
  const auto known = co_await database.first(status_of_user, user_id);
  co_return known.value_or(Status{});
}

Task<bool> begin(db::Queries& unit, std::int64_t user_id, std::string sealed_secret, Origin origin) {
  const auto event = co_await unit.first(begin_factor, user_id, std::move(sealed_secret), std::move(origin));
  co_return event.has_value();
}

Task<std::optional<Kept>> locked(db::Queries& unit, std::int64_t user_id) {
  return unit.first(factor_to_check, user_id);
}

Task<void> confirm(db::Queries& unit, std::int64_t user_id, std::int64_t step, Origin origin) {
  co_await unit.run(confirm_factor, user_id, step, std::move(origin));
}

Task<bool> succeeded(db::Queries& unit, std::int64_t user_id, std::optional<std::int64_t> step) {
  co_return co_await unit.run(note_success, user_id, step) == 1;
}

Task<void> failed(db::Queries& unit, std::int64_t user_id, std::chrono::seconds wait) {
  co_await unit.run(note_failure, user_id, std::int64_t{wait.count()});
}

Task<void> replace_recovery_codes(db::Queries& unit, std::int64_t user_id, std::vector<std::string> hashes) {
  co_await unit.run(delete_recovery_codes, user_id);
  co_await unit.run(insert_recovery_codes, user_id, std::move(hashes));
}

Task<bool> has_recovery_code(db::Queries& unit, std::int64_t user_id, std::string hash) {
  const auto unused = co_await unit.first(has_unused_code, user_id, std::move(hash));
  co_return unused.value();
}

Task<bool> use_recovery_code(db::Queries& unit, std::int64_t user_id, std::string hash, Origin origin) {
  const auto event = co_await unit.first(use_up_code, user_id, std::move(hash), std::move(origin));
  co_return event.has_value();
}

Task<void> note(db::Queries& unit, std::int64_t user_id, std::string action, Origin origin) {
  co_await unit.run(append_note, user_id, std::move(action), std::move(origin));
}

Task<bool> remove(db::Queries& unit, std::int64_t user_id, Origin origin) {
  const auto event = co_await unit.first(delete_factor, user_id, std::move(origin));
  co_return event.has_value();
}

}  // namespace kpa::second_factor::store

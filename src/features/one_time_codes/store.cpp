#include "features/one_time_codes/store.hpp"

#include <algorithm>
#include <utility>

template <>
const kpa::db::Columns<kpa::one_time_codes::store::Sent>& kpa::db::columns() {
  using S = one_time_codes::store::Sent;
  static const auto made = Columns<S>()
                               .column("to_number", &S::to_number)
                               .column("to_number_for_it", &S::to_number_for_it)
                               .column("since_last_for_it", &S::since_last_for_it)
                               .column("from_address", &S::from_address)
                               .column("all", &S::all)
                               .column("to_number_until", &S::to_number_until)
                               .column("from_address_until", &S::from_address_until)
                               .column("all_until", &S::all_until);
  return made;
}

template <>
const kpa::db::Columns<kpa::one_time_codes::store::Addressee>& kpa::db::columns() {
  using A = one_time_codes::store::Addressee;
  static const auto made = Columns<A>().column("known", &A::known).column("language", &A::language);
  return made;
}

template <>
const kpa::db::Columns<kpa::one_time_codes::store::LiveCode>& kpa::db::columns() {
  using L = one_time_codes::store::LiveCode;
  static const auto made =
      Columns<L>().column("id", &L::id).column("user_id", &L::user_id).column("code_hash", &L::code_hash);
  return made;
}

namespace kpa::one_time_codes::store {
namespace {

/// The advisory lock's number is unique to this table.
const db::Change<void()> lock_table{"one_time_codes_lock",
                                    "SELECT pg_advisory_xact_lock('one_time_codes'::regclass::oid::bigint)"};

/// SQL: the time until the oldest of some codes is a day old, in milliseconds.
const std::string until_one_less =
    "coalesce(extract(epoch FROM min(created_at) + interval '1 day' - clock_timestamp()) * 1000, 0)::bigint";

const db::Query<Sent(Purpose, std::string, std::string)> counts_of_day{
    "one_time_codes_sent_lately",
    R"(SELECT of_number.to_number, of_number.to_number_for_it, of_number.since_last_for_it,
              of_address.from_address, in_all."all",
              of_number.to_number_until, of_address.from_address_until, in_all.all_until
       FROM (SELECT count(*) AS to_number, count(*) FILTER (WHERE purpose = $1) AS to_number_for_it,
                    coalesce(extract(epoch FROM clock_timestamp() - max(created_at) FILTER (WHERE purpose = $1))
                             * 1000, 0)::bigint AS since_last_for_it, )" +
        until_one_less +
        R"( AS to_number_until
             FROM one_time_codes WHERE phone_number = $2 AND created_at > now() - interval '1 day') AS of_number,
            (SELECT count(*) AS from_address, )" +
        until_one_less +
        R"( AS from_address_until
             FROM one_time_codes WHERE address = $3 AND created_at > now() - interval '1 day') AS of_address,
            (SELECT count(*) AS "all", )" +
        until_one_less +
        R"( AS all_until
             FROM one_time_codes WHERE user_id IS NOT NULL AND created_at > now() - interval '1 day') AS in_all)"};

// The unique index on live codes allows a new one only after the previous one has ended; the count makes
// PostgreSQL run that update first.
const db::Change<Addressee(Purpose, std::string, std::string, std::int64_t, Origin, std::string, std::string)>
    insert_code{"one_time_codes_add",
                R"(WITH superseded AS (
         UPDATE one_time_codes SET ended_at = now()
         WHERE purpose = $1 AND phone_number = $2 AND challenge_hash = $9 AND ended_at IS NULL RETURNING id),
       code AS (
         INSERT INTO one_time_codes (purpose, phone_number, user_id, code_hash, expires_at, address, challenge_hash)
         SELECT $1, $2, (SELECT id FROM users WHERE phone_number = $2 AND is_active), $3,
                now() + $4::bigint * interval '1 millisecond', $8, $9
         FROM (SELECT count(*) FROM superseded) AS ended
         RETURNING user_id),
       noted AS (
         SELECT append_event(coalesce($5, u.id), 'user', u.id, u.version, 'code_sent', NULL,
                             jsonb_build_object('purpose', $1), $6, $7) AS event, u.language
         FROM code JOIN users u ON u.id = code.user_id)
       SELECT event IS NOT NULL AS known, language FROM code LEFT JOIN noted ON true)"};

const db::Change<LiveCode(Purpose, std::string, std::string)> count_code_attempt{
    "one_time_codes_attempt",
    R"(UPDATE one_time_codes SET attempts = attempts + 1
       WHERE purpose = $1 AND phone_number = $2 AND challenge_hash = $3
         AND ended_at IS NULL AND expires_at > now() AND attempts < 5
       RETURNING id, user_id, code_hash)"};

const db::Change<void(std::int64_t)> uncount_code_attempt{
    "one_time_codes_give_back",
    "UPDATE one_time_codes SET attempts = attempts - 1 WHERE id = $1 AND attempts > 0"};

const db::Change<void(std::int64_t)> use_up_code{"one_time_codes_end",
                                                 R"(UPDATE one_time_codes c SET ended_at = now() FROM users u
       WHERE c.id = $1 AND c.ended_at IS NULL AND u.id = c.user_id AND u.is_active
         AND u.phone_number = c.phone_number)"};

const db::Change<void(std::int64_t)> supersede_link{
    "one_time_links_supersede",
    "UPDATE one_time_links SET ended_at = now() WHERE user_id = $1 AND ended_at IS NULL"};

const db::Change<Instant(std::int64_t, std::string, std::int64_t, Origin)> insert_link{"one_time_links_add",
                                                                                       R"(WITH link AS (
         INSERT INTO one_time_links (user_id, token_hash, expires_at, made_by)
         VALUES ($1, $2, now() + $3::bigint * interval '1 millisecond', $4) RETURNING user_id, expires_at)
       SELECT link.expires_at FROM link JOIN users u ON u.id = link.user_id,
            LATERAL append_event($4, 'user', u.id, u.version, 'one_time_link_made', NULL,
                                 jsonb_build_object('expires_at', link.expires_at), $5, $6))"};

/// Link `l` of person `u`, made by `m`, is valid while `m` could still make it: the rules of offer_reset()
/// and identity::seen_by().
const std::string is_good =
    R"(l.token_hash = $1 AND l.ended_at IS NULL AND l.expires_at > now() AND u.id = l.user_id AND u.is_active
       AND m.id = l.made_by AND m.is_active AND NOT (m.is_staff AND lacks_second_factor(m.id))
       AND (m.is_superuser
            OR m.is_staff AND NOT u.is_staff AND (m.sight = 'all' OR u.depot_id = ANY (depots_seen_by(m.id)))))";

const db::Query<std::int64_t(std::string)> link_owner{
    "one_time_links_owner", "SELECT u.id FROM one_time_links l, users u, users m WHERE " + is_good};

const db::Change<std::int64_t(std::string)> use_up_link{
    "one_time_links_use", "UPDATE one_time_links l SET ended_at = now() FROM users u, users m WHERE " +
                              is_good + " RETURNING l.made_by"};

const db::Change<void(std::int64_t)> end_all_codes{
    "one_time_codes_end_all",
    "UPDATE one_time_codes SET ended_at = now() WHERE user_id = $1 AND ended_at IS NULL"};

const db::Change<void(std::int64_t)> delete_old_codes{"one_time_codes_forget",
                                                      R"(DELETE FROM one_time_codes WHERE id IN (
         SELECT id FROM one_time_codes WHERE created_at < now() - interval '2 days' ORDER BY created_at LIMIT $1))"};

const db::Change<void(std::int64_t)> delete_old_links{"one_time_links_forget",
                                                      R"(DELETE FROM one_time_links WHERE token_hash IN (
         SELECT token_hash FROM one_time_links WHERE expires_at < now() - interval '2 days' ORDER BY expires_at LIMIT $1))"};

}  // namespace

Task<void> lock_sending(db::Queries& unit) { co_await unit.run(lock_table); }

Task<Sent> sent_lately(db::Queries& unit, Purpose purpose, std::string phone_number, std::string source) {
  const auto sent = co_await unit.first(counts_of_day, purpose, std::move(phone_number), std::move(source));
  co_return sent.value();
}

Task<Addressee> replace(db::Queries& unit, Asked asked, std::string code_hash,
                        std::chrono::milliseconds lifetime, Origin origin, std::string source) {
  const auto addressee = co_await unit.first(insert_code, asked.purpose, asked.phone_number,
                                             std::move(code_hash), std::int64_t{lifetime.count()},
                                             std::move(origin), std::move(source), asked.challenge_hash);
  co_return addressee.value();
}

Task<std::optional<LiveCode>> count_attempt(db::Queries& database, Asked asked) {
  return database.first(count_code_attempt, asked.purpose, std::move(asked.phone_number),
                        std::move(asked.challenge_hash));
}

Task<void> give_back_attempt(db::Queries& database, std::int64_t id) {
  co_await database.run(uncount_code_attempt, id);
}

Task<bool> end_code(db::Queries& unit, std::int64_t id) { co_return co_await unit.run(use_up_code, id) == 1; }

Task<Instant> replace_link(db::Queries& unit, std::int64_t user_id, std::string token_hash,
                           std::chrono::milliseconds lifetime, Origin origin) {
  co_await unit.run(supersede_link, user_id);
  const auto expires_at = co_await unit.first(insert_link, user_id, std::move(token_hash),
                                              std::int64_t{lifetime.count()}, std::move(origin));
  co_return expires_at.value();
}

Task<std::optional<std::int64_t>> owner_of_link(db::Queries& database, std::string token_hash) {
  return database.first(link_owner, std::move(token_hash));
}

Task<std::optional<std::int64_t>> end_link(db::Queries& unit, std::string token_hash) {
  return unit.first(use_up_link, std::move(token_hash));
}

Task<void> end_all(db::Queries& unit, std::int64_t user_id) {
  co_await unit.run(end_all_codes, user_id);
  co_await unit.run(supersede_link, user_id);
}

Task<std::int64_t> forget_old(db::Queries& database, std::int64_t most) {
  const auto codes = co_await database.run(delete_old_codes, most);
  const auto links = co_await database.run(delete_old_links, most);
  co_return std::max(codes, links);
}

}  // namespace kpa::one_time_codes::store

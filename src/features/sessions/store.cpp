#include "features/sessions/store.hpp"

#include <utility>

namespace kpa::sessions::store {
namespace {

template <class L>
db::Columns<L> columns_of_live() {
  return db::Columns<L>()
      .column("user_id", &L::user_id)
      .column("is_active", &L::is_active)
      .column("is_staff", &L::is_staff)
      .column("is_superuser", &L::is_superuser)
      .column("sees_all", &L::sees_all)
      .column("lacks_second_factor", &L::lacks_second_factor)
      .column("language", &L::language)
      .column("is_use_noted", &L::is_use_noted)
      .column("seen_generation", &L::seen_generation);
}

}  // namespace
}  // namespace kpa::sessions::store

template <>
const kpa::db::Columns<kpa::sessions::store::LiveSession>& kpa::db::columns() {
  static const auto made = sessions::store::columns_of_live<sessions::store::LiveSession>();
  return made;
}

template <>
const kpa::db::Columns<kpa::sessions::store::LiveSessionOf>& kpa::db::columns() {
  using L = sessions::store::LiveSessionOf;
  static const auto made = sessions::store::columns_of_live<L>().column("session_id", &L::session_id);
  return made;
}

template <>
const kpa::db::Columns<kpa::sessions::store::SessionRow>& kpa::db::columns() {
  using S = sessions::store::SessionRow;
  static const auto made = Columns<S>()
                               .column("id", &S::id)
                               .column("device", &S::device)
                               .column("address", &S::address)
                               .column("created_at", &S::created_at)
                               .column("last_used_at", &S::last_used_at)
                               .column("expires_at", &S::expires_at);
  return made;
}

template <>
const kpa::db::Columns<kpa::sessions::store::RefreshRow>& kpa::db::columns() {
  using R = sessions::store::RefreshRow;
  static const auto made = Columns<R>()
                               .column("generation", &R::generation)
                               .column("token_hash", &R::token_hash)
                               .column("token_id", &R::token_id)
                               .column("issued_at", &R::issued_at)
                               .column("expires_at", &R::expires_at);
  return made;
}

template <>
const kpa::db::Columns<kpa::sessions::store::Presented>& kpa::db::columns() {
  using P = sessions::store::Presented;
  static const auto made = Columns<P>()
                               .column("generation", &P::generation)
                               .column("live", &P::live)
                               .column("within_grace", &P::within_grace)
                               .column("unanswered", &P::unanswered);
  return made;
}

namespace kpa::sessions::store {
namespace {

const std::string columns_of_session =
    "SELECT s.user_id, " + identity::standing_columns("u") + R"(, u.language,
         s.last_used_at > now() - interval '1 minute' AS is_use_noted, s.seen_generation)";
const std::string from_good_ones = R"(
  FROM sessions s JOIN users u ON u.id = s.user_id
  WHERE s.revoked_at IS NULL AND s.expires_at > now() AND u.is_active AND s.id = )";

const std::string good_session = columns_of_session + from_good_ones + "$1";

const db::Query<LiveSession(std::int64_t)> good_session_of{"sessions_live", good_session};

const db::Query<LiveSessionOf(std::vector<std::int64_t>)> good_sessions_of{
    "sessions_live_of", columns_of_session + ", s.id AS session_id" + from_good_ones + "ANY ($1)"};

const db::Change<LiveSession(std::int64_t)> session_to_refresh{"sessions_to_refresh",
                                                               good_session + " FOR UPDATE OF s"};

const db::Change<std::int64_t(std::int64_t)> hold_rank_of{"users_hold_rank",
                                                          "SELECT id FROM users WHERE id = $1 FOR SHARE"};

const db::Change<void(std::int64_t, std::int64_t)> note_session_use{
    "sessions_note_use",
    R"(UPDATE sessions SET last_used_at = now(), seen_generation = greatest(seen_generation, $2)
       WHERE id IN (SELECT id FROM sessions
                    WHERE id = $1 AND (last_used_at <= now() - interval '1 minute' OR seen_generation < $2)
                    FOR NO KEY UPDATE SKIP LOCKED))"};

const db::List<SessionRow> sessions_of_user{
    "sessions_list",
    db::column_list<SessionRow>(),
    "(SELECT * FROM sessions WHERE revoked_at IS NULL AND expires_at > now()) AS live_sessions",
    {{"user", "user_id = ?"}},
    {{"last_used_at", "last_used_at", "timestamptz"}, {"created_at", "created_at", "timestamptz"}}};

const db::Change<std::int64_t(std::int64_t, std::string, std::string, Instant)> insert_session{
    "sessions_add",
    "INSERT INTO sessions (user_id, device, address, expires_at) VALUES ($1, $2, $3, $4) RETURNING id"};

const db::Change<void(std::int64_t, std::int64_t, std::string, std::string, Instant, Instant)>
    insert_refresh_token{
        "refresh_tokens_add",
        R"(INSERT INTO refresh_tokens (session_id, generation, token_hash, token_id, issued_at, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6))"};

const db::Query<Presented(std::int64_t, std::string, std::int64_t)> token_presented{
    "refresh_tokens_presented",
    R"(SELECT generation, rotated_at IS NULL AS live,
              coalesce(rotated_at >= now() - $3::bigint * interval '1 millisecond', false)
                AND coalesce(rotated_for, generation) = generation AND generation + 1 =
                (SELECT generation FROM refresh_tokens WHERE session_id = $1 AND rotated_at IS NULL) AS within_grace,
              generation >= (SELECT seen_generation FROM sessions WHERE id = $1) AS unanswered
       FROM refresh_tokens WHERE session_id = $1 AND token_hash = $2)"};

const db::Query<RefreshRow(std::int64_t)> token_live{
    "refresh_tokens_live",
    R"(SELECT generation, token_hash, token_id, issued_at, expires_at FROM refresh_tokens
       WHERE session_id = $1 AND rotated_at IS NULL)"};

const db::Change<std::int64_t(std::int64_t, Instant, std::int64_t, std::int64_t)> rotate_token{
    "refresh_tokens_use",
    R"(WITH prolonged AS (UPDATE sessions
                          SET expires_at = least($2, created_at + $3::bigint * interval '1 millisecond'),
                              last_used_at = now(), seen_generation = greatest(seen_generation, $4), updated_at = now()
                          WHERE id = $1),
            forgotten AS (DELETE FROM refresh_tokens WHERE session_id = $1 AND rotated_at IS NOT NULL
                                                      AND expires_at < now())
       UPDATE refresh_tokens SET rotated_at = now(), rotated_for = $4 WHERE session_id = $1 AND rotated_at IS NULL
       RETURNING generation)"};

const db::Change<std::int64_t(std::int64_t, std::int64_t, Ended, Origin)> end_one_session{"sessions_revoke",
                                                                                          R"(WITH ended AS (
         UPDATE sessions SET revoked_at = now(), revoked_for = $3, updated_at = now()
         WHERE id = $2 AND user_id = $1 AND revoked_at IS NULL AND expires_at > now() RETURNING id, user_id)
       SELECT append_event($4, 'user', u.id, u.version, 'session_ended', NULL,
                           jsonb_build_object('session', e.id, 'reason', $3), $5, $6)
       FROM ended e JOIN users u ON u.id = e.user_id)"};

const db::Change<std::int64_t(std::int64_t, std::int64_t, Ended, Origin)> end_and_note_sessions{
    "sessions_end_all",
    R"(WITH ended AS (
         UPDATE sessions SET revoked_at = now(), revoked_for = $3, updated_at = now()
         WHERE user_id = $1 AND id <> $2 AND revoked_at IS NULL AND expires_at > now() RETURNING id),
       counted AS (SELECT count(*) AS count, jsonb_agg(id ORDER BY id) AS ids FROM ended),
       noted AS (
         SELECT c.count, append_event($4, 'user', u.id, u.version, 'sessions_ended', NULL,
                                      jsonb_build_object('sessions', c.ids, 'reason', $3), $5, $6)
         FROM counted c JOIN users u ON u.id = $1 WHERE c.count > 0)
       SELECT count FROM noted)"};

const db::Change<void(std::int64_t, std::int64_t, Ended)> end_all_sessions{
    "sessions_revoke_all",
    R"(UPDATE sessions SET revoked_at = now(), revoked_for = $3, updated_at = now()
       WHERE user_id = $1 AND id <> $2 AND revoked_at IS NULL)"};

const db::Change<void(std::int64_t)> delete_old_sessions{"sessions_forget",
                                                         R"(DELETE FROM sessions WHERE id IN (
         SELECT id FROM sessions WHERE expires_at < now() - interval '30 days' ORDER BY expires_at LIMIT $1))"};

const db::Change<void(std::int64_t)> delete_expired_tokens{
    "refresh_tokens_forget",
    R"(DELETE FROM refresh_tokens WHERE (session_id, generation) IN (
         SELECT session_id, generation FROM refresh_tokens WHERE expires_at < now() ORDER BY expires_at LIMIT $1))"};

}  // namespace

Task<std::optional<LiveSession>> live_session(db::Queries& queries, std::int64_t session_id) {
  return queries.first(good_session_of, session_id);
}

Task<std::vector<LiveSessionOf>> live_sessions_of(db::Queries& queries,
                                                  std::vector<std::int64_t> session_ids) {
  return queries.all(good_sessions_of, std::move(session_ids));
}

Task<std::optional<LiveSession>> locked_session(db::Queries& queries, std::int64_t session_id) {
  return queries.first(session_to_refresh, session_id);
}

Task<void> hold_rank(db::Queries& unit, std::int64_t user_id) { co_await unit.first(hold_rank_of, user_id); }

Task<void> note_use(db::Queries& queries, std::int64_t session_id, std::int64_t generation) {
  co_await queries.run(note_session_use, session_id, generation);
}

Task<db::Listed<SessionRow>> live_sessions(db::Queries& queries, std::int64_t user_id,
                                           db::Selection selection) {
  selection.where("user", user_id);
  return sessions_of_user.fetch(queries, std::move(selection));
}

Task<std::int64_t> add_session(db::Queries& queries, std::int64_t user_id, std::string device,
                               std::string address, Instant expires_at) {
  const auto id = co_await queries.first(insert_session, user_id, device, address, expires_at);
  co_return id.value();
}

Task<void> add_refresh_token(db::Queries& queries, std::int64_t session_id, RefreshRow token) {
  co_await queries.run(insert_refresh_token, session_id, token.generation, token.token_hash, token.token_id,
                       token.issued_at, token.expires_at);
}

Task<std::optional<Presented>> presented_token(db::Queries& queries, std::int64_t session_id,
                                               std::string token_hash, std::chrono::milliseconds grace) {
  return queries.first(token_presented, session_id, std::move(token_hash), std::int64_t{grace.count()});
}

Task<std::optional<RefreshRow>> live_token(db::Queries& queries, std::int64_t session_id) {
  return queries.first(token_live, session_id);
}

Task<std::int64_t> use_live_token(db::Queries& queries, std::int64_t session_id, std::int64_t generation,
                                  Instant session_expires_at, std::chrono::milliseconds longest) {
  const auto used = co_await queries.first(rotate_token, session_id, session_expires_at,
                                           std::int64_t{longest.count()}, generation);
  co_return used.value();
}

Task<bool> revoke_session(db::Queries& queries, std::int64_t user_id, std::int64_t session_id, Ended reason,
                          Origin origin) {
  const auto event = co_await queries.first(end_one_session, user_id, session_id, reason, std::move(origin));
  co_return event.has_value();
}

Task<std::int64_t> end_sessions(db::Queries& queries, std::int64_t user_id, std::int64_t spared, Ended reason,
                                Origin origin) {
  const auto ended =
      co_await queries.first(end_and_note_sessions, user_id, spared, reason, std::move(origin));
  co_return ended.value_or(0);
}

Task<std::int64_t> revoke_sessions(db::Queries& queries, std::int64_t user_id, std::int64_t spared,
                                   Ended reason) {
  return queries.run(end_all_sessions, user_id, spared, reason);
}

Task<std::int64_t> forget_old_sessions(db::Queries& queries, std::int64_t most) {
  return queries.run(delete_old_sessions, most);
}

Task<std::int64_t> forget_expired_tokens(db::Queries& queries, std::int64_t most) {
  return queries.run(delete_expired_tokens, most);
}

}  // namespace kpa::sessions::store

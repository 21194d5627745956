#include "features/passwords/store_attempts.hpp"

#include <utility>

namespace kpa::passwords::store {
namespace {

const db::Query<bool(std::string, std::string, std::optional<std::string>, std::string)> account_seen_at{
    "login_attempts_seen_at",
    R"(SELECT EXISTS (SELECT FROM login_attempts WHERE account = $1 AND source = $4 AND proven) OR EXISTS (
         SELECT FROM sessions s JOIN users u ON u.id = s.user_id
         WHERE u.phone_number = $1
           AND (s.address = $2 OR CASE WHEN s.address LIKE '%:%'
                                       THEN split_part(s.address, '%', 1)::inet << $3::text::inet ELSE false END)))"};

// '' stands for all sources where the person was not seen before; it is always locked first.
const db::Change<std::int64_t(std::string, std::string, bool)> count_attempt{"login_attempts_note",
                                                                             R"(WITH sources AS (
         SELECT unnest(CASE WHEN $3 THEN ARRAY[$2] ELSE ARRAY['', $2] END) AS source),
       early AS (
         SELECT coalesce(max(login_wait(failures, last_at)), interval '0') AS wait
         FROM login_attempts JOIN sources USING (source) WHERE account = $1),
       noted AS (
         INSERT INTO login_attempts AS kept (account, source)
         SELECT $1, source FROM sources, early WHERE wait = interval '0'
         ON CONFLICT (account, source) DO UPDATE
         SET failures = CASE WHEN kept.last_at < now() - interval '1 day' THEN 1 ELSE kept.failures + 1 END,
             last_at = now()
         WHERE login_wait(kept.failures, kept.last_at) = interval '0'
         RETURNING 1)
       SELECT CASE WHEN (SELECT count(*) FROM noted) = (SELECT count(*) FROM sources) THEN 0
                   ELSE greatest(1, ceil(extract(epoch FROM wait))) END::bigint
       FROM early)"};

const db::Change<void(std::string, std::string)> insert_proof{
    "login_attempts_prove",
    R"(INSERT INTO login_attempts (account, source, failures, proven) VALUES ($1, $2, 0, true)
       ON CONFLICT (account, source) DO UPDATE SET failures = 0, proven = true, last_at = now())"};

const db::Change<void(std::string, std::string, bool)> uncount_attempt{
    "login_attempts_leave_out",
    R"(UPDATE login_attempts SET failures = failures - 1
       WHERE account = $1 AND failures > 0 AND (source = $2 OR source = '' AND NOT $3))"};

const db::Change<void(std::string, std::string, bool)> uncount_all{
    "login_attempts_take_back",
    R"(WITH own AS (DELETE FROM login_attempts WHERE account = $1 AND source = $2 AND NOT proven)
       UPDATE login_attempts SET failures = CASE WHEN proven THEN 0 ELSE failures - 1 END
       WHERE account = $1 AND (source = $2 AND proven OR source = '' AND NOT $3 AND failures > 0))"};

const db::Change<void(std::int64_t)> delete_old_attempts{
    "login_attempts_forget",
    R"(DELETE FROM login_attempts WHERE (account, source) IN (
         SELECT account, source FROM login_attempts WHERE last_at < now() - interval '1 day' ORDER BY last_at LIMIT $1))"};

}  // namespace

Task<bool> was_seen_at(db::Queries& queries, std::string phone_number, std::string address,
                       std::optional<std::string> site, std::string source) {
  const auto seen = co_await queries.first(account_seen_at, std::move(phone_number), std::move(address),
                                           std::move(site), std::move(source));
  co_return seen.value();
}

Task<std::chrono::seconds> note_attempt(db::Queries& queries, Attempt attempt) {
  const auto wait = co_await queries.first(count_attempt, attempt.account, attempt.source, attempt.known);
  co_return std::chrono::seconds(wait.value());
}

Task<void> note_proof(db::Queries& queries, std::string account, std::string source) {
  co_await queries.run(insert_proof, std::move(account), std::move(source));
}

Task<void> leave_out_attempt(db::Queries& queries, Attempt attempt) {
  co_await queries.run(uncount_attempt, attempt.account, attempt.source, attempt.known);
}

Task<void> take_back_attempt(db::Queries& queries, Attempt attempt) {
  co_await queries.run(uncount_all, attempt.account, attempt.source, attempt.known);
}

Task<std::int64_t> forget_old_attempts(db::Queries& queries, std::int64_t most) {
  return queries.run(delete_old_attempts, most);
}

}  // namespace kpa::passwords::store

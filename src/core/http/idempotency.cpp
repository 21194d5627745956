#include "core/http/idempotency.hpp"

#include <algorithm>

#include "core/http/answers.hpp"

namespace kpa::http {
namespace {

struct KeptAnswer {
  std::string fingerprint;
  std::int64_t status = 0;
  std::string etag;
  std::string location;
  std::string body;
};

}  // namespace
}  // namespace kpa::http

template <>
const kpa::db::Columns<kpa::http::KeptAnswer>& kpa::db::columns() {
  using K = http::KeptAnswer;
  static const auto made = Columns<K>()
                               .column("fingerprint", &K::fingerprint)
                               .column("status", &K::status)
                               .column("etag", &K::etag)
                               .column("location", &K::location)
                               .column("body", &K::body);
  return made;
}

namespace kpa::http {
namespace {

const db::Change<std::int64_t(std::int64_t, std::string, std::string)> claim_key{
    "idempotency_claim_key",
    R"(INSERT INTO idempotency_keys (user_id, key, fingerprint) VALUES ($1, $2, $3)
       ON CONFLICT (user_id, key) DO NOTHING RETURNING user_id)"};

const db::Query<KeptAnswer(std::int64_t, std::string)> kept_answer{
    "idempotency_kept_answer",
    R"(SELECT fingerprint, status, etag, location, body FROM idempotency_keys WHERE user_id = $1 AND key = $2)"};

const db::Change<void(std::int64_t, std::string, std::int64_t, std::string, std::string, std::string)> keep_answer{
    "idempotency_keep_answer",
    R"(UPDATE idempotency_keys SET status = $3, etag = $4, location = $5, body = $6 WHERE user_id = $1 AND key = $2)"};

const db::Change<void(std::int64_t)> forget_old{"idempotency_forget_old",
                                                R"(DELETE FROM idempotency_keys WHERE (user_id, key) IN (
         SELECT user_id, key FROM idempotency_keys WHERE created_at < now() - interval '1 day'
         ORDER BY created_at LIMIT $1))"};

/// A wait for the first request's transaction that took this long is given up.
constexpr std::string_view lock_not_available = "55P03";

std::string header(const Response& response, std::string_view name) {
  const auto found = std::find_if(response.headers.begin(), response.headers.end(),
                                  [&](const auto& entry) { return entry.first == name; });
  return found == response.headers.end() ? "" : found->second;
}

Response replayed(KeptAnswer kept) {
  Response response;
  response.status = static_cast<int>(kept.status);
  response.body = std::move(kept.body);
  response.headers.emplace_back("Idempotency-Replayed", "true");
  if (!kept.etag.empty()) response.headers.emplace_back("ETag", std::move(kept.etag));
  if (!kept.location.empty()) response.headers.emplace_back("Location", std::move(kept.location));
  return response;
}

/// The answer belongs to `answer`; what is returned only decides between commit and rollback.
Task<Outcome<bool>> claim_and_work(db::Queries& unit, std::int64_t user_id, std::string key,
                                   std::string fingerprint, std::string request_id, i18n::Language language,
                                   const std::function<Task<Response>(db::Queries&)>& work, Response& answer,
                                   bool& claimed) {
  claimed = false;
  if (!co_await unit.first(claim_key, user_id, key, fingerprint)) {
    auto kept = co_await unit.first(kept_answer, user_id, key);
    if (kept && kept->fingerprint == fingerprint)
      answer = replayed(std::move(*kept));
    else
      answer = problem_response({.code = kept ? Code::idempotency_mismatch : Code::idempotency_in_flight},
                                request_id, language);
    co_return true;
  }
  claimed = true;
  answer = co_await work(unit);
  if (answer.status >= 400) co_return Problem{.code = Code::conflict};
  co_await unit.run(keep_answer, user_id, key, answer.status, header(answer, "ETag"),
                    header(answer, "Location"), answer.body);
  co_return true;
}

}  // namespace

Task<Response> once(db::Queries& database, std::int64_t user_id, std::string key, std::string fingerprint,
                    std::string request_id, i18n::Language language,
                    std::function<Task<Response>(db::Queries& unit)> work) {
  Response answer;
  bool claimed = false;
  bool in_flight = false;
  try {
    const auto body = [&](db::Queries& unit) {
      return claim_and_work(unit, user_id, key, fingerprint, request_id, language, work, answer, claimed);
    };
    co_await database.transaction(body);
  } catch (const db::Error& error) {
    // Once the key is ours it is not its lock that was not to be had.
    if (claimed || error.sqlstate != lock_not_available) throw;
    in_flight = true;
  }
  if (in_flight)
    co_return problem_response({.code = Code::idempotency_in_flight, .retry_after = std::chrono::seconds(1)},
                               request_id, language);
  co_return answer;
}

bool is_idempotency_key(std::string_view key) {
  return !key.empty() && key.size() <= 255 &&
         std::all_of(key.begin(), key.end(), [](char c) { return c > ' ' && c < 0x7F; });
}

Task<std::int64_t> forget_old_answers(db::Queries& database, std::int64_t most) {
  return database.run(forget_old, most);
}

}  // namespace kpa::http

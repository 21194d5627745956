#include "core/http/idempotency.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "core/crypto/digest.hpp"
#include "core/http/answers.hpp"
#include "core/time.hpp"

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

/// The wait for the first request's transaction timed out.
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

/// Says what the key has already created, so that the client does not create a second one.
Response mismatch(const KeptAnswer& kept, const KeyedRequest& request) {
  Problem problem{.code = Code::idempotency_mismatch};
  if (!kept.location.empty())
    problem.message = {i18n::text("This Idempotency-Key was used for a different request, which made "
                                  "{location}. Look there before you send this one under a new key."),
                       {{"location", kept.location}}};
  Response response = problem_response(problem, request.request_id, request.language);
  if (!kept.location.empty()) response.headers.emplace_back("Location", kept.location);
  return response;
}

Response in_flight(const KeyedRequest& request) {
  return problem_response({.code = Code::idempotency_in_flight, .retry_after = std::chrono::seconds(1)},
                          request.request_id, request.language);
}

/// Version of the way in which fingerprint() is computed.
constexpr std::string_view mark = "2:";

bool is_same(const std::string& kept, const KeyedRequest& request) {
  return kept.starts_with(mark) ? kept == request.fingerprint : kept == request.earlier_fingerprint();
}

/// Thrown when the key is in use already. Not a std::exception, so that nothing on the way catches it.
struct KeyInUse {};

/// The result goes into `answer`; the return value only decides between commit and rollback. The claim is
/// sent with the work's first statement, the kept answer with the commit.
Task<Outcome<bool>> claim_and_work(db::Queries& unit, const KeyedRequest& request,
                                   const std::function<Task<Response>(db::Queries&)>& work, Response& answer,
                                   bool& claimed) {
  claimed = false;
  const auto note = [&claimed](const db::Rows& rows) {
    if (rows.size() == 0) throw KeyInUse();
    claimed = true;
  };
  unit.ahead(note, claim_key, request.user_id, request.key, request.fingerprint);
  answer = co_await work(unit);
  if (!claimed) co_await unit.settle();
  if (answer.status >= 400) co_return Problem{.code = Code::conflict};
  unit.ahead({}, keep_answer, request.user_id, request.key, answer.status, header(answer, "ETag"),
             header(answer, "Location"), answer.body);
  co_return true;
}

/// The answer to a request whose key was in use.
Task<Response> answer_again(db::Queries& database, const KeyedRequest& request) {
  auto kept = co_await database.first(kept_answer, request.user_id, request.key);
  if (!kept) co_return in_flight(request);  // the kept answer was deleted at this very moment
  if (is_same(kept->fingerprint, request)) co_return replayed(std::move(*kept));
  co_return mismatch(*kept, request);
}

}  // namespace

Task<Response> Once::run(db::Queries& database, KeyedRequest request,
                         std::function<Task<Response>(db::Queries& unit)> work) {
  std::optional<Turnstiles::Turn> turn;
  try {
    turn.emplace(co_await turnstiles_.enter(std::to_string(request.user_id) + ' ' + request.key,
                                            Clock::now() + patience_));
  } catch (const Failure&) {
    co_return in_flight(request);
  }
  Response answer;
  bool claimed = false;
  bool in_use = false;
  try {
    const auto body = [&](db::Queries& unit) { return claim_and_work(unit, request, work, answer, claimed); };
    co_await database.transaction(body);
  } catch (const KeyInUse&) {
    in_use = true;
  } catch (const db::Error& error) {
    // After the key was claimed, the lock that timed out is another one.
    if (claimed || error.sqlstate != lock_not_available) throw;
    answer = in_flight(request);
  }
  if (in_use) co_return co_await answer_again(database, request);
  co_return answer;
}

std::string fingerprint(const Request& request, std::string_view route_path, std::string_view understood) {
  std::string whole(name_of(request.method));
  whole.append(1, ' ').append(route_path).append(1, '\n').append(understood);
  return std::string(mark) + crypto::hex(crypto::sha256(whole));
}

std::string fingerprint_of_bytes(const Request& request, std::string_view route_path,
                                 const std::vector<std::string>& values) {
  std::string whole(name_of(request.method));
  whole.append(1, ' ').append(route_path).append(1, '\n');
  for (const auto& value : values) whole += value + '\n';
  whole.append(request.query).append(1, '\n').append(request.body);
  return crypto::hex(crypto::sha256(whole));
}

bool is_idempotency_key(std::string_view key) {
  return !key.empty() && key.size() <= 255 &&
         std::all_of(key.begin(), key.end(), [](char c) { return c > ' ' && c < 0x7F; });
}

Task<std::int64_t> forget_old_answers(db::Queries& database, std::int64_t most) {
  return database.run(forget_old, most);
}

}  // namespace kpa::http

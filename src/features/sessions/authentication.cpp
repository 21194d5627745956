#include "features/sessions/authentication.hpp"

#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/this_coro.hpp>

#include "core/http/cross_origin.hpp"
#include "core/time.hpp"
#include "features/sessions/cookies.hpp"
#include "features/sessions/csrf.hpp"
#include "features/sessions/log.hpp"
#include "features/sessions/store.hpp"
#include "features/sessions/tokens.hpp"

namespace kpa::sessions {
namespace {

/// Some 500 bytes each.
constexpr std::size_t most_known = 10'000;

bool is_change(http::Method method) {
  return method != http::Method::get && method != http::Method::head && method != http::Method::options;
}

/// Whether the token was never made by us, or not for this use.
bool looks_forged(crypto::TokenFault fault) {
  using enum crypto::TokenFault;
  return fault == wrong_header || fault == bad_signature || fault == missing_claim ||
         fault == invalid_claim || fault == wrong_issuer || fault == wrong_audience || fault == wrong_type;
}

}  // namespace

Authentication::Authentication(db::Queries& database, Shared& shared)
    : database_(database), shared_(shared), known_(std::make_shared<KnownCallers>(most_known)) {}

Task<Outcome<http::Caller>> Authentication::authenticate(const http::Request& request) {
  const Credential credential = credential_of(request.headers);
  if (credential.token.empty()) co_return Problem{.code = Code::unauthenticated};
  auto caller = co_await identify(credential.token, request);
  if (caller && credential.in_cookie && is_change(request.method))
    if (auto problem = forgery(request, caller->session_id)) co_return std::move(*problem);
  co_return caller;
}

Task<Outcome<http::Caller>> Authentication::authenticate_leaving(const http::Request& request) {
  auto known = co_await authenticate(request);
  const Credential credential = credential_of(request.headers);
  if (known || known.error().code != Code::invalid_token || !credential.in_cookie) co_return known;
  const auto claims = claims_of(credential.token);
  if (!claims) co_return known;
  const std::int64_t session_id = id_in(claims->session_id);
  if (auto problem = forgery(request, session_id)) co_return std::move(*problem);
  const auto session = co_await store::live_session(database_, session_id);
  if (session) co_return caller_of(*session, session_id);
  co_return http::Caller{.session_id = session_id, .role = http::Role::user};
}

std::optional<crypto::Claims> Authentication::claims_of(std::string_view token) const {
  if (token.empty()) return std::nullopt;
  const auto lifetime = std::chrono::ceil<std::chrono::seconds>(shared_.settings.refresh_lifetime);
  const auto claims = shared_.signer.verify(token, access_type, now() - lifetime, lifetime);
  return claims ? std::optional(*claims) : std::nullopt;
}

std::optional<Problem> Authentication::forgery(const http::Request& request, std::int64_t session_id) const {
  const char* reason = nullptr;
  if (!is_csrf_token(request.headers.find("X-CSRF-Token"), shared_.csrf_key, session_id))
    reason = "no CSRF token of its session";
  else if (http::is_cross_origin(request.headers, shared_.trusted_origins))
    reason = "sent for a page of another origin";
  if (reason == nullptr) return std::nullopt;
  security.warning("change with cookies refused", {{"reason", reason},
                                                   {"session", session_id},
                                                   {"origin", request.headers.find("Origin")},
                                                   {"path", request.path},
                                                   {"address", request.client_address},
                                                   {"request_id", request.request_id}});
  return Problem{.code = Code::csrf_token_invalid};
}

Task<Outcome<http::Caller>> Authentication::identify(std::string_view token, const http::Request& request) {
  if (auto* entry = known_->cache.find(token)) {
    const auto age = Clock::now() - entry->checked_at;
    const bool unchanged = entry->endings == shared_.endings.load();
    if (unchanged && age < shared_.settings.session_recheck && now() < entry->expires_at) {
      if (!entry->caller) co_return Problem{.code = Code::invalid_token};
      const http::Caller caller = *entry->caller;
      if (age >= shared_.settings.session_recheck / 2 && !std::exchange(entry->being_checked, true)) {
        known_->due.emplace_back(token);
        if (!std::exchange(known_->looking, true)) {
          const Executor executor = co_await boost::asio::this_coro::executor;
          boost::asio::co_spawn(executor, look_again(known_, database_, shared_), boost::asio::detached);
        }
      }
      co_return caller;
    }
  }
  auto claims = shared_.signer.verify(token, access_type, now());
  if (!claims) {
    known_->cache.drop(token);
    security.info("access token refused", {{"reason", name(claims.error())},
                                           {"address", request.client_address},
                                           {"request_id", request.request_id}});
    co_await note_if_forged(request, claims.error());
    co_return Problem{.code = Code::invalid_token};
  }
  co_return co_await ask(std::string(token), std::move(*claims));
}

Task<void> Authentication::note_if_forged(const http::Request& request, crypto::TokenFault fault) {
  if (!looks_forged(fault)) co_return;
  incidents::Incident incident{.action = "token_refused", .details = {{"reason", name(fault)}}};
  events::Origin origin{.actor_id = {},
                        .request_id = std::string(request.request_id),
                        .client_address = std::string(request.client_address)};
  co_await shared_.incidents.note(database_, std::move(incident), std::move(origin));
}

Task<Outcome<http::Caller>> Authentication::ask(std::string token, crypto::Claims claims) {
  // Both are read before the query, so that a session that ends during it is not missed.
  const auto asked_at = Clock::now();
  const std::uint64_t endings = shared_.endings.load();
  const std::int64_t session_id = id_in(claims.session_id);
  const auto session = co_await store::live_session(database_, session_id);
  if (!session) {
    known_->cache.put({.token = std::move(token),
                       .caller = {},
                       .expires_at = claims.expires_at,
                       .checked_at = asked_at,
                       .endings = endings});
    co_return Problem{.code = Code::invalid_token};
  }
  const http::Caller caller = caller_of(*session, session_id);
  const std::int64_t generation = generation_of(claims);
  known_->cache.put({.token = std::move(token),
                     .caller = caller,
                     .expires_at = claims.expires_at,
                     .checked_at = asked_at,
                     .endings = endings,
                     .generation = generation});
  co_await note_use(database_, *session, session_id, generation);
  co_return caller;
}

Task<std::optional<Problem>> Authentication::refusal_now(db::Queries& unit, const http::Caller& caller) {
  // Two statements: a single one that waited for the lock would see the sessions as they were before.
  co_await store::hold_rank(unit, caller.user_id);
  const auto session = co_await store::live_session(unit, caller.session_id);
  if (!session) co_return Problem{.code = Code::invalid_token};
  const http::Caller now_is = caller_of(*session, caller.session_id);
  if (now_is.role < caller.role || now_is.sees_all < caller.sees_all)
    co_return Problem{.code = Code::forbidden};
  co_return std::nullopt;
}

}  // namespace kpa::sessions

#include "features/accounts/sessions.hpp"

#include <charconv>
#include <utility>

#include "core/http/cross_origin.hpp"
#include "core/observe/log.hpp"
#include "features/accounts/cookie_mode.hpp"
#include "features/accounts/csrf.hpp"
#include "features/accounts/device.hpp"
#include "features/accounts/tokens.hpp"

namespace kpa::accounts {
namespace {

const observe::Log security("security");

/// Some 500 bytes each.
constexpr std::size_t most_known = 10'000;

std::int64_t number(const std::string& digits) {
  std::int64_t value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

std::chrono::sys_seconds this_second() { return std::chrono::floor<std::chrono::seconds>(now()); }

http::Role role_of(const store::LiveSession& session) {
  return session.is_superuser ? http::Role::superuser
         : session.is_staff   ? http::Role::staff
                              : http::Role::user;
}

http::Caller caller_of(const store::LiveSession& session, std::int64_t session_id) {
  http::Caller caller{.user_id = session.user_id,
                      .session_id = session_id,
                      .role = role_of(session),
                      .sees_all = session.sees_all,
                      .language = session.language};
  if (session.lacks_second_factor) {
    caller.role_with_second_factor = caller.role;
    caller.role = http::Role::user;
    caller.sees_all = false;
  }
  return caller;
}

bool is_change(http::Method method) {
  return method != http::Method::get && method != http::Method::head && method != http::Method::options;
}

/// A token that we never made, or not for this. One that expired or is no token at all only shows a client
/// that was not told better.
bool looks_forged(crypto::TokenFault fault) {
  using enum crypto::TokenFault;
  return fault == wrong_header || fault == bad_signature || fault == missing_claim ||
         fault == invalid_claim || fault == wrong_issuer || fault == wrong_audience || fault == wrong_type;
}

/// The refresh token of a session that is live now.
struct LiveToken {
  std::string token;
  std::int64_t generation = 0;
};

/// How a refresh ended. A reused token is no failure of the transaction: the session's end must be committed.
struct Refreshed {
  enum class Result { good, unknown, reused } result = Result::unknown;
  std::int64_t user_id = 0;
  LiveToken live = {};
};

store::RefreshRow row_of(const RefreshGrant& grant, std::int64_t generation, const std::string& token) {
  return {.generation = generation,
          .token_hash = token_hash(token),
          .token_id = grant.token_id,
          .issued_at = grant.issued_at,
          .expires_at = grant.expires_at};
}

/// Makes the live token used, for whoever presented the one of `generation`, and gives its successor.
Task<LiveToken> next_token(db::Queries& unit, const Shared& shared, std::int64_t user_id,
                           std::int64_t session_id, std::int64_t generation) {
  const RefreshGrant grant = new_grant(this_second(), shared.settings.refresh_lifetime);
  std::string token = refresh_token(shared.signer, user_id, session_id, grant);
  const std::int64_t used = co_await store::use_live_token(unit, session_id, generation, grant.expires_at,
                                                           shared.settings.session_lifetime);
  const store::RefreshRow row = row_of(grant, used + 1, token);
  co_await store::add_refresh_token(unit, session_id, row);
  co_return LiveToken{std::move(token), used + 1};
}

/// The live token, signed once more. After a change of the key it cannot be; then it is replaced.
Task<LiveToken> same_token(db::Queries& unit, const Shared& shared, std::int64_t user_id,
                           std::int64_t session_id, std::int64_t generation) {
  const auto live = co_await store::live_token(unit, session_id);
  const RefreshGrant grant{.token_id = live.value().token_id,
                           .issued_at = std::chrono::floor<std::chrono::seconds>(live->issued_at),
                           .expires_at = std::chrono::floor<std::chrono::seconds>(live->expires_at)};
  std::string token = refresh_token(shared.signer, user_id, session_id, grant);
  if (token_hash(token) == live->token_hash) co_return LiveToken{std::move(token), live->generation};
  co_return co_await next_token(unit, shared, user_id, session_id, generation);
}

/// The session's row stays locked meanwhile, so that of refreshes at the same moment only the first rotates.
Task<Refreshed> exchange(db::Queries& unit, const Shared& shared, std::int64_t session_id, std::string hash,
                         events::Origin origin) {
  const auto session = co_await store::locked_session(unit, session_id);
  if (!session) co_return Refreshed{};
  const auto presented =
      co_await store::presented_token(unit, session_id, hash, shared.settings.refresh_grace);
  if (!presented) co_return Refreshed{};
  const std::int64_t user_id = session->user_id, generation = presented->generation;
  Refreshed refreshed{.result = Refreshed::Result::good, .user_id = user_id};
  if (presented->within_grace) {
    refreshed.live = co_await same_token(unit, shared, user_id, session_id, generation);
  } else if (presented->live || presented->unanswered) {
    // Never the same one: thief and owner must not go on with one token.
    refreshed.live = co_await next_token(unit, shared, user_id, session_id, generation);
  } else {
    refreshed.result = Refreshed::Result::reused;
    co_await store::revoke_session(unit, user_id, session_id, store::RevokedFor::token_reuse, origin);
  }
  co_return refreshed;
}

}  // namespace

std::string device_of(const http::Call& call) { return device_name(call.request.headers.find("User-Agent")); }

Sessions::Sessions(db::Queries& database, Shared& shared)
    : database_(database), shared_(shared), known_(most_known) {}

Task<Outcome<http::Caller>> Sessions::authenticate(const http::Request& request) {
  const Credential credential = credential_of(request.headers);
  if (credential.token.empty()) co_return Problem{.code = Code::unauthenticated};
  auto caller = co_await identify(credential.token, request);
  if (caller && credential.in_cookie && is_change(request.method))
    if (auto problem = forgery(request, caller->session_id)) co_return std::move(*problem);
  co_return caller;
}

Task<Outcome<http::Caller>> Sessions::authenticate_leaving(const http::Request& request) {
  auto known = co_await authenticate(request);
  const Credential credential = credential_of(request.headers);
  if (known || known.error().code != Code::invalid_token || !credential.in_cookie) co_return known;
  const auto claims = claims_of(credential.token);
  if (!claims) co_return known;
  const std::int64_t session_id = number(claims->session_id);
  if (auto problem = forgery(request, session_id)) co_return std::move(*problem);
  const auto session = co_await store::live_session(database_, session_id);
  if (session) co_return caller_of(*session, session_id);
  co_return http::Caller{.session_id = session_id, .role = http::Role::user};
}

std::optional<crypto::Claims> Sessions::claims_of(std::string_view token) const {
  if (token.empty()) return std::nullopt;
  const auto lifetime = std::chrono::ceil<std::chrono::seconds>(shared_.settings.refresh_lifetime);
  const auto claims = shared_.signer.verify(token, access_type, now() - lifetime, lifetime);
  return claims ? std::optional(*claims) : std::nullopt;
}

std::optional<Problem> Sessions::forgery(const http::Request& request, std::int64_t session_id) const {
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

Task<Outcome<http::Caller>> Sessions::identify(std::string_view token, const http::Request& request) {
  if (auto* entry = known_.find(token)) {
    if (!entry->caller) co_return Problem{.code = Code::invalid_token};
    const auto age = CallerCache::Clock::now() - entry->checked_at;
    const bool unchanged = entry->endings == shared_.endings.load();
    if (unchanged && age < shared_.settings.session_recheck && now() < entry->expires_at) {
      // In the last quarter one request asks, and the others go on with what is known.
      if (age < shared_.settings.session_recheck * 3 / 4 || entry->being_checked) co_return *entry->caller;
      entry->being_checked = true;
    }
  }
  auto claims = shared_.signer.verify(token, access_type, now());
  if (!claims) {
    known_.drop(token);
    security.info("access token refused", {{"reason", name(claims.error())},
                                           {"address", request.client_address},
                                           {"request_id", request.request_id}});
    if (looks_forged(claims.error())) co_await note_forged(request, claims.error());
    co_return Problem{.code = Code::invalid_token};
  }
  co_return co_await ask(std::string(token), std::move(*claims));
}

Task<void> Sessions::note_forged(const http::Request& request, crypto::TokenFault fault) {
  events::Incident incident{.action = "token_refused", .details = {{"reason", name(fault)}}};
  events::Origin origin{.actor_id = {},
                        .request_id = std::string(request.request_id),
                        .client_address = std::string(request.client_address)};
  co_await shared_.incidents.note(database_, std::move(incident), std::move(origin));
}

Task<Outcome<http::Caller>> Sessions::ask(std::string token, crypto::Claims claims) {
  // Both before the question: what ends while it is under way must not be missed.
  const auto asked_at = CallerCache::Clock::now();
  const std::uint64_t endings = shared_.endings.load();
  const std::int64_t session_id = number(claims.session_id);
  const auto session = co_await store::live_session(database_, session_id);
  if (!session) {
    known_.put(
        {.token = std::move(token), .caller = {}, .expires_at = claims.expires_at, .checked_at = asked_at});
    co_return Problem{.code = Code::invalid_token};
  }
  const http::Caller caller = caller_of(*session, session_id);
  known_.put({.token = std::move(token),
              .caller = caller,
              .expires_at = claims.expires_at,
              .checked_at = asked_at,
              .endings = endings});
  const std::int64_t generation = generation_of(claims);
  if (!session->is_use_noted || generation > session->seen_generation) {
    try {
      co_await store::note_use(database_, session_id, generation);
    } catch (const std::exception& error) {
      security.debug("the use of a session was not noted",
                     {{"session", session_id}, {"reason", error.what()}});
    }
  }
  co_return caller;
}

Task<std::optional<Problem>> Sessions::refusal_now(db::Queries& unit, const http::Caller& caller) {
  // Two statements: one that had to wait for the person would see their sessions as they were before.
  co_await store::hold_rank(unit, caller.user_id);
  const auto session = co_await store::live_session(unit, caller.session_id);
  if (!session) co_return Problem{.code = Code::invalid_token};
  const http::Caller now_is = caller_of(*session, caller.session_id);
  if (now_is.role < caller.role || now_is.sees_all < caller.sees_all)
    co_return Problem{.code = Code::forbidden};
  co_return std::nullopt;
}

Task<TokenPair> Sessions::open(db::Queries& unit, std::int64_t user_id, std::string device,
                               std::string address) {
  const RefreshGrant grant = new_grant(this_second(), shared_.settings.refresh_lifetime);
  const std::int64_t session_id =
      co_await store::add_session(unit, user_id, device, address, grant.expires_at);
  std::string token = refresh_token(shared_.signer, user_id, session_id, grant);
  const store::RefreshRow row = row_of(grant, 1, token);
  co_await store::add_refresh_token(unit, session_id, row);
  co_return pair(user_id, session_id, std::move(token), 1);
}

Task<void> Sessions::end_former(const http::Call& call, const TokenPair& tokens, bool in_cookies) {
  const Credential credential = credential_of(call.request.headers);
  if (credential.in_cookie != in_cookies) co_return;
  const auto claims = claims_of(credential.token);
  if (!claims) co_return;
  const std::int64_t user_id = number(claims->subject), session_id = number(claims->session_id);
  // A browser has the other cookies of the session too; whoever found an old token somewhere has not.
  const bool replaced =
      in_cookies ? is_csrf_token(csrf_cookie_of(call.request.headers), shared_.csrf_key, session_id)
                 : user_id == tokens.user_id;
  if (!replaced) co_return;
  events::Origin origin = events::origin_of(call);
  origin.actor_id = tokens.user_id;
  const bool was_live =
      co_await store::revoke_session(call.unit, user_id, session_id, store::RevokedFor::new_login, origin);
  if (was_live) ended();
}

Task<Outcome<TokenPair>> Sessions::refresh(const http::Call& call, std::string token, bool in_cookie) {
  const auto claims = shared_.signer.verify(token, refresh_type, now());
  if (!claims) {
    if (looks_forged(claims.error())) co_await note_forged(call.request, claims.error());
    co_return Problem{.code = Code::invalid_token};
  }
  const std::int64_t session_id = number(claims->session_id);
  if (in_cookie)
    if (auto problem = forgery(call.request, session_id)) co_return std::move(*problem);
  const std::string hash = token_hash(token);
  const events::Origin origin = events::origin_of(call);
  const auto work = [&](db::Queries& unit) { return exchange(unit, shared_, session_id, hash, origin); };
  Refreshed refreshed = co_await call.unit.transaction(work);
  if (refreshed.result == Refreshed::Result::good)
    co_return pair(refreshed.user_id, session_id, std::move(refreshed.live.token), refreshed.live.generation);
  if (refreshed.result == Refreshed::Result::reused) {
    ended();
    security.warning("a used refresh token came again; its session ended",
                     {{"user", refreshed.user_id},
                      {"session", session_id},
                      {"address", call.request.client_address},
                      {"request_id", call.request.request_id}});
  }
  co_return Problem{.code = Code::invalid_token};
}

http::Caller Sessions::refreshing(const http::Request& request) const {
  const auto body = schema::decode<RefreshRequest>(request.body);
  const std::string token =
      body && body->refresh_token ? *body->refresh_token : std::string(refresh_cookie_of(request.headers));
  const auto claims = shared_.signer.verify(token, refresh_type, now());
  return {.session_id = claims ? number(claims->session_id) : 0};
}

TokenPair Sessions::pair(std::int64_t user_id, std::int64_t session_id, std::string refresh_token,
                         std::int64_t generation) const {
  const auto seconds = [](std::chrono::milliseconds lifetime) {
    return std::chrono::ceil<std::chrono::seconds>(lifetime).count();
  };
  const auto lifetime = shared_.settings.access_lifetime;
  return {
      .access_token = access_token(shared_.signer, user_id, session_id, generation, this_second(), lifetime),
      .refresh_token = std::move(refresh_token),
      .expires_in = seconds(lifetime),
      .refresh_expires_in = seconds(shared_.settings.refresh_lifetime),
      .csrf_token = csrf_token(shared_.csrf_key, session_id),
      .user_id = user_id};
}

}  // namespace kpa::accounts

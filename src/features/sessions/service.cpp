#include "features/sessions/service.hpp"

#include <chrono>
#include <utility>

#include "core/events/events.hpp"
#include "core/http/cross_origin.hpp"
#include "core/i18n/text.hpp"
#include "features/sessions/cookies.hpp"
#include "features/sessions/csrf.hpp"
#include "features/sessions/device.hpp"
#include "features/sessions/log.hpp"
#include "features/sessions/store.hpp"
#include "features/sessions/tokens.hpp"

namespace kpa::sessions {
namespace {

std::chrono::sys_seconds this_second() { return std::chrono::floor<std::chrono::seconds>(now()); }

/// The refresh token of a session that is valid now.
struct LiveToken {
  std::string token;
  std::int64_t generation = 0;
};

/// The result of a refresh. A reused token must not roll the transaction back: the end of the session has to
/// be committed.
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

/// Marks the live token as used, on behalf of the token of `generation` that was sent, and returns its
/// successor.
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

/// The live token, signed again; if the signing key was changed meanwhile, it is replaced instead.
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

/// The session's row is locked meanwhile, so that of simultaneous refreshes only the first rotates the token.
Task<Refreshed> rotate(db::Queries& unit, const Shared& shared, std::int64_t session_id, std::string hash,
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
    // Always a new token, so that a thief and the owner cannot both go on with the same one.
    refreshed.live = co_await next_token(unit, shared, user_id, session_id, generation);
  } else {
    refreshed.result = Refreshed::Result::reused;
    co_await store::revoke_session(unit, user_id, session_id, Ended::token_reuse, origin);
  }
  co_return refreshed;
}

}  // namespace

Task<TokenPair> Service::open(db::Queries& unit, const http::Call& call, std::int64_t user_id) const {
  const std::string device = device_name(call.request.headers.find("User-Agent"));
  const RefreshGrant grant = new_grant(this_second(), shared_.settings.refresh_lifetime);
  const std::int64_t session_id = co_await store::add_session(
      unit, user_id, device, std::string(call.request.client_address), grant.expires_at);
  std::string token = refresh_token(shared_.signer, user_id, session_id, grant);
  const store::RefreshRow row = row_of(grant, 1, token);
  co_await store::add_refresh_token(unit, session_id, row);
  co_return pair(user_id, session_id, std::move(token), 1);
}

Task<Outcome<LoginAnswer>> Service::answer_login(const http::Call& call, TokenQuery query,
                                                 Task<Outcome<TokenPair>> login) {
  return answer(call, query, end_former(call, query, std::move(login)));
}

Task<Outcome<LoginAnswer>> Service::answer(const http::Call& call, TokenQuery query,
                                           Task<Outcome<TokenPair>> tokens) const {
  // Otherwise a foreign page could log its visitor in to an account whose records the page's owner reads.
  if (query.in_cookies() && http::is_cross_origin(call.request.headers, shared_.trusted_origins))
    co_return Problem{.code = Code::forbidden};
  auto given = co_await std::move(tokens);
  if (!given) co_return given.error();
  co_return login_answer(std::move(*given), query.in_cookies());
}

Task<Outcome<TokenPair>> Service::end_former(const http::Call& call, TokenQuery query,
                                             Task<Outcome<TokenPair>> login) {
  auto tokens = co_await std::move(login);
  if (!tokens) co_return tokens;
  const Credential credential = credential_of(call.request.headers);
  if (credential.in_cookie != query.in_cookies()) co_return tokens;
  const auto claims = authentication_.claims_of(credential.token);
  if (!claims) co_return tokens;
  const std::int64_t user_id = id_in(claims->subject), session_id = id_in(claims->session_id);
  // A browser also has the session's CSRF cookie; somebody who found an old token elsewhere does not.
  const bool replaced =
      credential.in_cookie ? is_csrf_token(csrf_cookie_of(call.request.headers), shared_.csrf_key, session_id)
                           : user_id == tokens->user_id;
  if (!replaced) co_return tokens;
  events::Origin origin = events::origin_of(call);
  origin.actor_id = tokens->user_id;
  const bool was_live =
      co_await store::revoke_session(call.unit, user_id, session_id, Ended::new_login, origin);
  if (was_live) ended();
  co_return tokens;
}

Task<Outcome<LoginAnswer>> Service::refresh(const http::Call& call, TokenQuery query,
                                            RefreshRequest request) {
  const bool in_cookie = !request.refresh_token && query.in_cookies();
  std::string token = request.refresh_token.value_or("");
  if (in_cookie) token = refresh_cookie_of(call.request.headers);
  return answer(call, query, exchange(call, std::move(token), in_cookie));
}

Task<Outcome<TokenPair>> Service::exchange(const http::Call& call, std::string token, bool in_cookie) {
  if (token.empty())
    co_return field_failure(Code::validation_failed, "refresh_token", "required",
                            i18n::text("This field is required"));
  const auto claims = shared_.signer.verify(token, refresh_type, now());
  if (!claims) {
    co_await authentication_.note_if_forged(call.request, claims.error());
    co_return Problem{.code = Code::invalid_token};
  }
  const std::int64_t session_id = id_in(claims->session_id);
  if (in_cookie)
    if (auto problem = authentication_.forgery(call.request, session_id)) co_return std::move(*problem);
  const std::string hash = token_hash(token);
  const events::Origin origin = events::origin_of(call);
  const auto work = [&](db::Queries& unit) { return rotate(unit, shared_, session_id, hash, origin); };
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

http::Caller Service::refreshing(const http::Request& request) const {
  const auto body = schema::decode<RefreshRequest>(request.body);
  const std::string token =
      body && body->refresh_token ? *body->refresh_token : std::string(refresh_cookie_of(request.headers));
  const auto claims = shared_.signer.verify(token, refresh_type, now());
  return {.session_id = claims ? id_in(claims->session_id) : 0};
}

Task<Outcome<http::Nothing>> Service::logout(const http::Call& call) {
  const events::Origin origin = events::origin_of(call);
  const bool was_live = co_await store::revoke_session(call.unit, call.caller.user_id, call.caller.session_id,
                                                       Ended::logout, origin);
  if (was_live) {
    ended();
    users.info("logged out", {{"user", call.caller.user_id}, {"request_id", call.request.request_id}});
  }
  co_return http::Nothing{cookies_to_forget(call.request)};
}

TokenPair Service::pair(std::int64_t user_id, std::int64_t session_id, std::string refresh_token,
                        std::int64_t generation) const {
  const auto lifetime = shared_.settings.access_lifetime;
  return {
      .access_token = access_token(shared_.signer, user_id, session_id, generation, this_second(), lifetime),
      .refresh_token = std::move(refresh_token),
      .expires_in = whole_seconds(lifetime),
      .refresh_expires_in = whole_seconds(shared_.settings.refresh_lifetime),
      .csrf_token = csrf_token(shared_.csrf_key, session_id),
      .user_id = user_id};
}

}  // namespace kpa::sessions

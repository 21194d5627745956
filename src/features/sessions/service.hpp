#pragma once

#include <cstdint>
#include <string>

#include "core/http/answers.hpp"
#include "core/http/caller.hpp"
#include "core/http/endpoint.hpp"
#include "features/sessions/authentication.hpp"
#include "features/sessions/shared.hpp"
#include "features/sessions/wire.hpp"
#include "features/sessions/wire_tokens.hpp"

namespace kpa::sessions {

/// Use cases of sessions and their tokens, on one I/O thread.
class Service {
 public:
  Service(Authentication& authentication, Shared& shared)
      : authentication_(authentication), shared_(shared) {}

  // See sessions.hpp.
  Task<TokenPair> open(db::Queries& unit, const http::Call& call, std::int64_t user_id) const;
  Task<Outcome<LoginAnswer>> answer_login(const http::Call& call, TokenQuery query,
                                          Task<Outcome<TokenPair>> login);
  void ended() { shared_.endings.fetch_add(1); }

  /// Exchanges a refresh token, from the body or else from the cookie, for fresh tokens:
  /// - The newest unused token is replaced by the next one.
  /// - The token before it, sent again within refresh_grace by a client that asked twice, gives that same
  ///   next one.
  /// - An older token also gives a new one, for a client that lost the answer, as long as no token made since
  ///   was seen in use.
  /// - Any other token must have been stolen, from this client or by it: the session ends, invalid_token.
  /// A browser sends cookies by itself, so with them a CSRF token is required, else csrf_token_invalid.
  Task<Outcome<LoginAnswer>> refresh(const http::Call& call, TokenQuery query, RefreshRequest request);
  /// The session that a request would refresh, without a user, for rate limits: only the token's signature is
  /// checked.
  http::Caller refreshing(const http::Request& request) const;

  Task<Outcome<http::Nothing>> logout(const http::Call& call);

  /// A person's valid sessions. not_found when there is no such person.
  Task<Outcome<http::Page<Session>>> list(const http::Call& call, std::int64_t user_id, SessionQuery query);
  /// not_found when the person has no such session, or it has ended.
  Task<Outcome<http::Nothing>> end(const http::Call& call, std::int64_t user_id, std::int64_t session_id);
  /// Ends all of a person's sessions except the one of the call. not_found when there is no such person.
  Task<Outcome<SessionsEnded>> end_others(const http::Call& call, std::int64_t user_id);

 private:
  Task<Outcome<LoginAnswer>> answer(const http::Call& call, TokenQuery query,
                                    Task<Outcome<TokenPair>> tokens) const;
  Task<Outcome<TokenPair>> exchange(const http::Call& call, std::string token, bool in_cookie);
  /// The tokens of a login; ends the session that it replaces: the one in the browser's cookies, or one of
  /// the same person. Otherwise that session would stay open.
  Task<Outcome<TokenPair>> end_former(const http::Call& call, TokenQuery query,
                                      Task<Outcome<TokenPair>> login);
  TokenPair pair(std::int64_t user_id, std::int64_t session_id, std::string refresh_token,
                 std::int64_t generation) const;

  Authentication& authentication_;
  Shared& shared_;
};

}  // namespace kpa::sessions

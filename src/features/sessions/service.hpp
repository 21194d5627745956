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

/// The use cases of sessions and their tokens, on one I/O thread.
class Service {
 public:
  Service(Authentication& authentication, Shared& shared)
      : authentication_(authentication), shared_(shared) {}

  // As in sessions.hpp.
  Task<TokenPair> open(db::Queries& unit, const http::Call& call, std::int64_t user_id) const;
  Task<Outcome<LoginAnswer>> answer_login(const http::Call& call, TokenQuery query,
                                          Task<Outcome<TokenPair>> login);
  void ended() { shared_.endings.fetch_add(1); }

  /// Fresh tokens for a refresh token, which is in the request's body or else in its cookie.
  /// - The newest one that was not used yet is replaced by the next.
  /// - The one before it, sent again within refresh_grace by a client that asked twice, gives the same next
  /// one.
  /// - An older one gives a next one too, for a client that lost the answer, as long as no token was seen in
  /// use
  ///   that was made since.
  /// - Any other must have been stolen, from this client or by it: the session ends, invalid_token.
  /// A browser sends its cookies by itself: with them a CSRF token has to come, else csrf_token_invalid.
  Task<Outcome<LoginAnswer>> refresh(const http::Call& call, TokenQuery query, RefreshRequest request);
  /// Which session a request would refresh, and nobody yet: only the token's signature is looked at.
  http::Caller refreshing(const http::Request& request) const;

  Task<Outcome<http::Nothing>> logout(const http::Call& call);

  /// Those of a person that are good. not_found when there is no such person.
  Task<Outcome<http::Page<Session>>> list(const http::Call& call, std::int64_t user_id, SessionQuery query);
  /// not_found when the person has no such session, or it has ended.
  Task<Outcome<http::Nothing>> end(const http::Call& call, std::int64_t user_id, std::int64_t session_id);
  /// All of a person's but the one that the call belongs to. not_found when there is no such person.
  Task<Outcome<SessionsEnded>> end_others(const http::Call& call, std::int64_t user_id);

 private:
  Task<Outcome<LoginAnswer>> answer(const http::Call& call, TokenQuery query,
                                    Task<Outcome<TokenPair>> tokens) const;
  Task<Outcome<TokenPair>> exchange(const http::Call& call, std::string token, bool in_cookie);
  /// The tokens of a login, and the end of the session in whose place they are: in a browser's cookies, or as
  /// those of the same person. Nobody else would end it.
  Task<Outcome<TokenPair>> end_former(const http::Call& call, TokenQuery query,
                                      Task<Outcome<TokenPair>> login);
  TokenPair pair(std::int64_t user_id, std::int64_t session_id, std::string refresh_token,
                 std::int64_t generation) const;

  Authentication& authentication_;
  Shared& shared_;
};

}  // namespace kpa::sessions

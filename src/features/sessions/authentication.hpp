#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/http/caller.hpp"
#include "features/sessions/known_callers.hpp"
#include "features/sessions/shared.hpp"

namespace kpa::sessions {

/// Identifies the caller of a request, on one I/O thread.
class Authentication {
 public:
  Authentication(db::Queries& database, Shared& shared);

  /// The caller, by an access token in the Authorization field or else in the cookie. Caches what it knows of
  /// a session for at most session_recheck, and checks again as soon as this process has ended any session;
  /// on other instances an ended session is therefore noticed within session_recheck. Fails with
  /// unauthenticated, invalid_token or csrf_token_invalid; throws Failure when the database cannot be
  /// reached.
  Task<Outcome<http::Caller>> authenticate(const http::Request& request);
  /// Like authenticate(), for logout: the access token in a cookie may have expired, and the session ended
  /// (then the caller is nobody), because a page cannot delete these cookies by itself.
  Task<Outcome<http::Caller>> authenticate_leaving(const http::Request& request);

  /// See sessions.hpp.
  Task<std::optional<Problem>> refusal_now(db::Queries& unit, const http::Caller& caller);

  /// The claims of an access token, even of an expired one, as long as its session can live.
  std::optional<crypto::Claims> claims_of(std::string_view token) const;

  /// Why a request with the session's cookies may not change anything (csrf_token_invalid); nothing when it
  /// may.
  std::optional<Problem> forgery(const http::Request& request, std::int64_t session_id) const;

  /// Records an incident if the token, refused for `fault`, was forged. Expired tokens and texts that are not
  /// tokens are mistakes of clients, and not recorded.
  Task<void> note_if_forged(const http::Request& request, crypto::TokenFault fault);

 private:
  Task<Outcome<http::Caller>> identify(std::string_view token, const http::Request& request);
  Task<Outcome<http::Caller>> ask(std::string token, crypto::Claims claims);

  db::Queries& database_;
  Shared& shared_;
  const std::shared_ptr<KnownCallers> known_;
};

}  // namespace kpa::sessions

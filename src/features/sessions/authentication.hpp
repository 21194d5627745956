#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/http/caller.hpp"
#include "features/sessions/caller_cache.hpp"
#include "features/sessions/shared.hpp"

namespace kpa::sessions {

/// Whom a request comes from, on one I/O thread.
class Authentication {
 public:
  Authentication(db::Queries& database, Shared& shared);

  /// Who sent a request, by an access token in its Authorization field or else in its cookie. Trusts what it
  /// knows of a session for session_recheck at most, and not at all once this process has ended any; on other
  /// instances an end therefore shows within session_recheck. unauthenticated, invalid_token,
  /// csrf_token_invalid; throws Failure when the database cannot be asked.
  Task<Outcome<http::Caller>> authenticate(const http::Request& request);
  /// The same for somebody who only wants to log out. The access token in their cookies may have expired, and
  /// the session ended, in which case the caller is nobody: a page cannot delete these cookies by itself.
  Task<Outcome<http::Caller>> authenticate_leaving(const http::Request& request);

  /// As in sessions.hpp.
  Task<std::optional<Problem>> refusal_now(db::Queries& unit, const http::Caller& caller);

  /// What an access token says, also one that has expired, for as long as its session can live.
  std::optional<crypto::Claims> claims_of(std::string_view token) const;

  /// Why a request whose cookies are those of the session must not change anything, or nothing:
  /// csrf_token_invalid.
  std::optional<Problem> forgery(const http::Request& request, std::int64_t session_id) const;

  /// Notes an incident where the token, refused for `fault`, is one that somebody forged: one that expired or
  /// is no token at all only shows a client that was not told better.
  Task<void> note_if_forged(const http::Request& request, crypto::TokenFault fault);

 private:
  Task<Outcome<http::Caller>> identify(std::string_view token, const http::Request& request);
  Task<Outcome<http::Caller>> ask(std::string token, crypto::Claims claims);

  db::Queries& database_;
  Shared& shared_;
  CallerCache known_;
};

}  // namespace kpa::sessions

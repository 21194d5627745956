#pragma once

#include <cstdint>
#include <string>

#include "core/http/caller.hpp"
#include "features/accounts/caller_cache.hpp"
#include "features/accounts/shared.hpp"
#include "features/accounts/store_sessions.hpp"
#include "features/accounts/wire.hpp"

namespace kpa::accounts {

/// The device that a request comes from, as it is kept with its session.
std::string device_of(const http::Call& call);

/// Logins and their tokens, on one I/O thread.
class Sessions {
 public:
  Sessions(db::Queries& database, Shared& shared);

  /// Who sent a request, by an access token in its Authorization field or else in its cookie. Trusts what it
  /// knows of a session for session_recheck at most, and not at all once this process has ended any; on other
  /// instances an end therefore shows within session_recheck. unauthenticated, invalid_token,
  /// csrf_token_invalid; throws Failure when the database cannot be asked.
  Task<Outcome<http::Caller>> authenticate(const http::Request& request);
  /// The same for who only wants to log out: a browser's page cannot delete the cookies by itself, so the
  /// access token in them may have expired, and the session ended; then it is nobody's.
  Task<Outcome<http::Caller>> authenticate_leaving(const http::Request& request);

  /// Why the caller may do less by now than when the request was let in, or nothing: then they keep their
  /// rank until the transaction ends. For changes that give rights, which may wait for others first.
  /// invalid_token, forbidden.
  Task<std::optional<Problem>> refusal_now(db::Queries& unit, const http::Caller& caller);

  /// A new session with its first tokens, for a person who has just proved who they are.
  Task<TokenPair> open(db::Queries& unit, std::int64_t user_id, std::string device, std::string address);

  /// Ends the session that a login came with, where `tokens` take its place: in a browser's cookies, or as
  /// those of the same person. Nobody else would end it.
  Task<void> end_former(const http::Call& call, const TokenPair& tokens, bool in_cookies);

  /// A live refresh token gives the next one. The one before it gives the live one within refresh_grace, for
  /// a client that asked twice; one of before gives a next one too, for a client that lost the answer, as
  /// long as nothing was seen of what was made since. Any other has been stolen, here or there: the session
  /// ends. `in_cookie`: the browser sent the token by itself, so a CSRF token has to come with it; else
  /// csrf_token_invalid.
  Task<Outcome<TokenPair>> refresh(const http::Call& call, std::string token, bool in_cookie);

  /// Which session a request would refresh, and nobody yet: only the token's signature is looked at.
  http::Caller refreshing(const http::Request& request) const;

  /// Why a request whose cookies are those of the session must not change anything, or nothing:
  /// csrf_token_invalid.
  std::optional<Problem> forgery(const http::Request& request, std::int64_t session_id) const;

  /// To be called when a transaction that ended sessions is committed.
  void ended() { shared_.endings.fetch_add(1); }

 private:
  /// What an access token says, also one that has expired, for as long as its session can live.
  std::optional<crypto::Claims> claims_of(std::string_view token) const;
  Task<Outcome<http::Caller>> identify(std::string_view token, const http::Request& request);
  Task<void> note_forged(const http::Request& request, crypto::TokenFault fault);
  Task<Outcome<http::Caller>> ask(std::string token, crypto::Claims claims);
  TokenPair pair(std::int64_t user_id, std::int64_t session_id, std::string refresh_token,
                 std::int64_t generation) const;

  db::Queries& database_;
  Shared& shared_;
  CallerCache known_;
};

}  // namespace kpa::accounts

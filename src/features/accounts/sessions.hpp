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

  /// Who sent a request. Trusts what it knows of a session for session_recheck at most, and not at all once
  /// this process has ended any; on other instances an end therefore shows within session_recheck.
  /// unauthenticated, invalid_token; throws Failure when the database cannot be asked.
  Task<Outcome<http::Caller>> authenticate(const http::Request& request);

  /// A new session with its first tokens, for a person who has just proved who they are.
  Task<TokenPair> open(db::Queries& unit, std::int64_t user_id, std::string device, std::string address);

  /// A live refresh token gives the next one. One that was used less than refresh_grace ago gives the live
  /// one, for a client that lost the answer or asked twice. One used longer ago has been stolen, here or
  /// there: the session ends.
  Task<Outcome<TokenPair>> refresh(const http::Call& call, RefreshRequest request);

  /// To be called when a transaction that ended sessions is committed.
  void ended() { shared_.endings.fetch_add(1); }

 private:
  Task<Outcome<http::Caller>> ask(std::string token, crypto::Claims claims);
  TokenPair pair(std::int64_t user_id, std::int64_t session_id, std::string refresh_token) const;

  db::Queries& database_;
  Shared& shared_;
  CallerCache known_;
};

}  // namespace kpa::accounts

#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "core/feature/feature.hpp"
#include "core/http/caller.hpp"
#include "features/sessions/ended.hpp"
#include "features/sessions/permissions.hpp"
#include "features/sessions/shared.hpp"
#include "features/sessions/wire_tokens.hpp"

namespace kpa::sessions {

class Authentication;
class Service;

/// Sessions with their tokens, and the callers of requests, on one I/O thread.
class Sessions final : public Feature {
 public:
  /// `shared` must outlive it.
  Sessions(const Foundation& foundation, Shared& shared);
  ~Sessions() override;

  /// Refresh, logout, and lists of sessions.
  void declare_routes(http::Router& router) override;
  /// Deletes old sessions and tokens.
  std::vector<jobs::Job> scheduled_jobs() const override;

  /// For http::Dispatcher: the caller of a request, by its access token. Fails with unauthenticated without
  /// one, invalid_token when it is not valid or no longer, csrf_token_invalid. An ended session is noticed at
  /// once in the process that ended it, and within session_recheck elsewhere. Throws Failure when the
  /// database cannot be reached.
  Task<Outcome<http::Caller>> authenticate(const http::Request& request);

  /// Why the caller's rights have become fewer since the request was let in (invalid_token, forbidden); else
  /// nothing, and their rank is locked until the transaction ends. For changes that grant rights, which may
  /// first have waited for a lock.
  Task<std::optional<Problem>> refusal_now(db::Queries& unit, const http::Caller& caller);

  /// Opens a session, on the device that the request comes from, for a person who has just proved their
  /// identity; returns its first tokens.
  Task<TokenPair> open(db::Queries& unit, const http::Call& call, std::int64_t user_id);

  /// The answer with the tokens of a new login, in the body or in cookies as the client asked. If the new
  /// session replaces the one that the request came with, that one ends. Fails with forbidden when a page
  /// that may not use cookies asks for them.
  Task<Outcome<LoginAnswer>> answer(const http::Call& call, TokenQuery query, Task<Outcome<TokenPair>> login);

  /// Ends all sessions of a person except `spared` (0: none), for a change that has its own event. Call
  /// ask_again() after the commit.
  Task<void> end_all(db::Queries& unit, std::int64_t user_id, std::int64_t spared, Ended reason);

  /// Call it after the commit of a change that ends sessions, or changes what a person may do, how much they
  /// may see, or their language: this process then no longer trusts cached callers.
  void ask_again();

 private:
  std::unique_ptr<Authentication> authentication_;
  std::unique_ptr<Service> service_;
};

}  // namespace kpa::sessions

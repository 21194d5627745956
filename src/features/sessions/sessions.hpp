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

/// Logins with their tokens, and whom a request comes from, on one I/O thread.
class Sessions final : public Feature {
 public:
  /// `shared` outlives it.
  Sessions(const Foundation& foundation, Shared& shared);
  ~Sessions() override;

  /// Refresh, logout, and the lists of sessions.
  void declare_routes(http::Router& router) override;
  /// Forgets sessions and tokens that are past their time.
  std::vector<jobs::Job> scheduled_jobs() const override;

  /// For http::Dispatcher: who sent the request, by its access token. unauthenticated without one,
  /// invalid_token when it is not or no longer good, csrf_token_invalid. An ended session is noticed at once
  /// where it ended, and within session_recheck elsewhere. Throws Failure when the database cannot be asked.
  Task<Outcome<http::Caller>> authenticate(const http::Request& request);

  /// Why the caller may do less by now than when the request was let in, or nothing: then they keep their
  /// rank until the transaction ends. For changes that give rights, which may wait for others first.
  /// invalid_token, forbidden.
  Task<std::optional<Problem>> refusal_now(db::Queries& unit, const http::Caller& caller);

  /// A new session with its first tokens, on the device that the request comes from, for a person who has
  /// just proved who they are.
  Task<TokenPair> open(db::Queries& unit, const http::Call& call, std::int64_t user_id);

  /// The tokens of a new login as the client asked for them, in the body or in cookies. The session that the
  /// request itself came with ends, where the new one takes its place. With cookies only for pages that may
  /// use them: forbidden.
  Task<Outcome<LoginAnswer>> answer(const http::Call& call, TokenQuery query, Task<Outcome<TokenPair>> login);

  /// Ends all sessions of a person but `spared` (0: none is), for a change that has an event of its own.
  /// ask_again() after the commit.
  Task<void> end_all(db::Queries& unit, std::int64_t user_id, std::int64_t spared, Ended reason);

  /// To be called when a change is committed that ends sessions, or changes what somebody may do, how far
  /// they see or in which language they are answered: this process then looks again before it trusts what it
  /// knows of callers.
  void ask_again();

 private:
  std::unique_ptr<Authentication> authentication_;
  std::unique_ptr<Service> service_;
};

}  // namespace kpa::sessions

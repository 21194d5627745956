#include "features/sessions/sessions.hpp"

#include <utility>

#include "features/sessions/authentication.hpp"
#include "features/sessions/routes.hpp"
#include "features/sessions/service.hpp"
#include "features/sessions/store.hpp"

namespace kpa::sessions {
namespace {

constexpr std::int64_t most_forgotten = 10'000;  // rows deleted in one transaction

Task<jobs::Done> forget_sessions(db::Queries& unit) {
  co_return jobs::all_if_fewer(co_await store::forget_old_sessions(unit, most_forgotten), most_forgotten);
}

Task<jobs::Done> forget_tokens(db::Queries& unit) {
  co_return jobs::all_if_fewer(co_await store::forget_expired_tokens(unit, most_forgotten), most_forgotten);
}

}  // namespace

Sessions::Sessions(const Foundation& foundation, Shared& shared)
    : authentication_(std::make_unique<Authentication>(foundation.database, shared)),
      service_(std::make_unique<Service>(*authentication_, shared)) {}
Sessions::~Sessions() = default;

void Sessions::declare_routes(http::Router& router) {
  sessions::declare_routes(router, *service_, *authentication_);
}

std::vector<jobs::Job> Sessions::scheduled_jobs() const {
  return {{.name = "forget_sessions", .period = std::chrono::hours(1), .work = forget_sessions},
          {.name = "forget_refresh_tokens", .period = std::chrono::hours(1), .work = forget_tokens}};
}

Task<Outcome<http::Caller>> Sessions::authenticate(const http::Request& request) {
  return authentication_->authenticate(request);
}

Task<std::optional<Problem>> Sessions::refusal_now(db::Queries& unit, const http::Caller& caller) {
  return authentication_->refusal_now(unit, caller);
}

Task<TokenPair> Sessions::open(db::Queries& unit, const http::Call& call, std::int64_t user_id) {
  return service_->open(unit, call, user_id);
}

Task<Outcome<LoginAnswer>> Sessions::answer(const http::Call& call, TokenQuery query,
                                            Task<Outcome<TokenPair>> login) {
  return service_->answer_login(call, query, std::move(login));
}

Task<void> Sessions::end_all(db::Queries& unit, std::int64_t user_id, std::int64_t spared, Ended reason) {
  co_await store::revoke_sessions(unit, user_id, spared, reason);
}

void Sessions::ask_again() { service_->ended(); }

}  // namespace kpa::sessions

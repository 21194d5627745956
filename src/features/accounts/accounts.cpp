#include "features/accounts/accounts.hpp"

#include <utility>

#include "features/accounts/routes.hpp"
#include "features/accounts/service.hpp"
#include "features/accounts/store_login_attempts.hpp"

namespace kpa::accounts {
namespace {

constexpr std::int64_t most_forgotten = 10'000;  // in one transaction

Task<jobs::Done> forget_codes(db::Queries& unit) {
  co_return jobs::all_if_fewer(co_await one_time_codes::forget_old(unit, most_forgotten), most_forgotten);
}

Task<jobs::Done> forget_sessions(db::Queries& unit) {
  co_return jobs::all_if_fewer(co_await store::forget_old_sessions(unit, most_forgotten), most_forgotten);
}

Task<jobs::Done> forget_tokens(db::Queries& unit) {
  co_return jobs::all_if_fewer(co_await store::forget_expired_tokens(unit, most_forgotten), most_forgotten);
}

Task<jobs::Done> forget_attempts(db::Queries& unit) {
  co_return jobs::all_if_fewer(co_await store::forget_old_attempts(unit, most_forgotten), most_forgotten);
}

}  // namespace

Accounts::Accounts(db::Queries& database, Shared& shared)
    : service_(std::make_unique<Service>(database, shared)) {}
Accounts::~Accounts() = default;

void Accounts::declare_routes(http::Router& router) {
  accounts::declare_routes(router, *service_);
  declare_session_routes(router, *service_);
  declare_factor_routes(router, *service_);
}

std::vector<jobs::Job> Accounts::scheduled_jobs() const {
  return {{.name = "forget_sessions", .period = std::chrono::hours(1), .work = forget_sessions},
          {.name = "forget_refresh_tokens", .period = std::chrono::hours(1), .work = forget_tokens},
          {.name = "forget_login_attempts", .period = std::chrono::hours(1), .work = forget_attempts},
          {.name = "forget_codes", .period = std::chrono::hours(1), .work = forget_codes}};
}

Task<Outcome<http::Caller>> Accounts::authenticate(const http::Request& request) {
  return service_->authenticate(request);
}

Task<std::optional<Problem>> Accounts::refusal_now(db::Queries& unit, const http::Caller& caller) {
  return service_->refusal_now(unit, caller);
}

Task<std::optional<std::int64_t>> Accounts::find_person(db::Queries& queries, std::string reference,
                                                        Viewer viewer) {
  return service_->find_person(queries, std::move(reference), viewer);
}

std::optional<std::string> Accounts::canonical_phone(std::string_view text) const {
  return service_->canonical_phone(text);
}

Task<Outcome<std::int64_t>> Accounts::create_user(db::Queries& unit, NewUser user) {
  return service_->create_user(unit, std::move(user));
}

Task<void> Accounts::end_access(db::Queries& unit, std::int64_t user_id) {
  return service_->end_access(unit, user_id);
}

Task<void> Accounts::require_new_proof(db::Queries& unit, std::int64_t user_id, events::Origin origin) {
  return service_->require_new_proof(unit, user_id, std::move(origin));
}

Task<bool> Accounts::deactivate(db::Queries& unit, std::int64_t user_id, events::Origin origin) {
  return service_->deactivate(unit, user_id, std::move(origin));
}

void Accounts::ask_again() { service_->ask_again(); }

}  // namespace kpa::accounts

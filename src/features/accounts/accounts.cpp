#include "features/accounts/accounts.hpp"

#include <utility>

#include "features/accounts/routes.hpp"
#include "features/accounts/service.hpp"

namespace kpa::accounts {

Accounts::Accounts(db::Queries& database, Shared& shared)
    : service_(std::make_unique<Service>(database, shared)) {}
Accounts::~Accounts() = default;

void Accounts::declare_routes(http::Router& router) { accounts::declare_routes(router, *service_); }

Task<Outcome<http::Caller>> Accounts::authenticate(const http::Request& request) {
  return service_->authenticate(request);
}

Task<std::optional<std::int64_t>> Accounts::find_person(db::Queries& queries, std::string reference) {
  return service_->find_person(queries, std::move(reference));
}

Task<Outcome<std::int64_t>> Accounts::create_user(db::Queries& unit, NewUser user) {
  return service_->create_user(unit, std::move(user));
}

Task<bool> Accounts::deactivate(db::Queries& unit, std::int64_t user_id,
                                std::optional<std::int64_t> actor_id) {
  return service_->deactivate(unit, user_id, actor_id);
}

Task<std::int64_t> Accounts::forget_ended_sessions(db::Queries& queries) {
  return store::forget_ended_sessions(queries);
}

}  // namespace kpa::accounts

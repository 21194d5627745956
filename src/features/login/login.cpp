#include "features/login/login.hpp"

#include <utility>

#include "features/login/routes.hpp"
#include "features/login/service.hpp"

namespace kpa::login {

Logins::Logins(const Foundation&, const identity::Directory& directory, sessions::Sessions& sessions,
               passwords::Passwords& passwords, second_factor::SecondFactor& second_factor,
               one_time_codes::OneTimeCodes& codes, sessions::Shared& shared)
    : sessions_(sessions),
      second_factor_(second_factor),
      service_(std::make_unique<Service>(directory, sessions, passwords, second_factor.factors(), codes,
                                         shared.incidents)) {}
Logins::~Logins() = default;

void Logins::declare_routes(http::Router& router) { login::declare_routes(router, *service_, sessions_); }

Task<Outcome<std::int64_t>> Logins::create_user(db::Queries& unit, NewUser user) {
  return service_->create_user(unit, std::move(user));
}

Task<void> Logins::end_access(db::Queries& unit, std::int64_t user_id, sessions::Ended reason) {
  co_await sessions_.end_all(unit, user_id, 0, reason);
  co_await one_time_codes::end_all(unit, user_id);
}

Task<void> Logins::require_new_proof(db::Queries& unit, std::int64_t user_id, events::Origin origin) {
  co_await end_access(unit, user_id, sessions::Ended::by_administrator);
  co_await passwords::forget(unit, user_id, origin);
  co_await second_factor_.factors().remove(unit, user_id, origin);
}

}  // namespace kpa::login

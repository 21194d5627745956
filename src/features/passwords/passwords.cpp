#include "features/passwords/passwords.hpp"

#include <utility>

#include "features/passwords/routes.hpp"
#include "features/passwords/service.hpp"
#include "features/passwords/store.hpp"
#include "features/passwords/store_attempts.hpp"

namespace kpa::passwords {
namespace {

Task<jobs::Done> forget_attempts(db::Queries& unit) {
  constexpr std::int64_t most = 10'000;  // rows deleted in one transaction
  co_return jobs::all_if_fewer(co_await store::forget_old_attempts(unit, most), most);
}

/// Computes one bcrypt hash, whoever they are.
Task<Tried> look_at(const http::Call& call, const PasswordWork& work, Attempt attempt, std::string password) {
  Tried tried{.attempt = std::move(attempt), .credentials = {}, .rehashed = {}};
  tried.credentials = co_await store::credentials_of_phone(call.unit, tried.attempt.account);
  const bool has_password = tried.credentials && tried.credentials->password_hash != identity::no_password;
  std::string hash = has_password ? tried.credentials->password_hash : "";
  auto compared = co_await work.compare(std::move(password), std::move(hash));
  tried.right = compared.right;
  tried.rehashed = std::move(compared.rehashed);
  co_return tried;
}

}  // namespace

Passwords::Passwords(const Foundation&, sessions::Sessions& sessions, sessions::Shared& shared,
                     WorkerPool& pool)
    : work_(shared.settings, pool), service_(std::make_unique<Service>(sessions, shared.incidents, work_)) {}
Passwords::~Passwords() = default;

void Passwords::declare_routes(http::Router& router) { passwords::declare_routes(router, *service_); }

std::vector<jobs::Job> Passwords::scheduled_jobs() const {
  return {{.name = "forget_login_attempts", .period = std::chrono::hours(1), .work = forget_attempts}};
}

Task<Outcome<Tried>> Passwords::attempt(const http::Call& call, std::string phone_number,
                                        std::string password) const {
  const auto begun =
      co_await begin_login_attempt(call.unit, std::move(phone_number), call.request.client_address);
  if (!begun) co_return begun.error();
  co_return co_await unless_it_breaks(call.unit, *begun, look_at(call, work_, *begun, std::move(password)));
}

Task<std::optional<Problem>> Passwords::refusal_of_own(const http::Call& call, std::string given,
                                                       std::string path) {
  return service_->refusal_of_own(call, std::move(given), std::move(path));
}

Task<bool> Passwords::reset(db::Queries& unit, identity::Person person, std::string new_hash,
                            ResetProof proof, std::optional<std::int64_t> link_by, events::Origin origin) {
  return service_->reset(unit, std::move(person), std::move(new_hash), proof, link_by, std::move(origin));
}

Task<std::optional<Credentials>> credentials_of(db::Queries& queries, std::int64_t user_id) {
  return store::credentials_of_user(queries, user_id);
}

Task<void> forget(db::Queries& unit, std::int64_t user_id, events::Origin origin) {
  return store::forget_password(unit, user_id, std::move(origin));
}

}  // namespace kpa::passwords

#include <utility>

#include "core/observe/log.hpp"
#include "features/accounts/phone.hpp"
#include "features/accounts/service.hpp"
#include "features/accounts/store.hpp"
#include "features/accounts/store_sessions.hpp"

namespace kpa::accounts {
namespace {

const observe::Log security("security");

Task<bool> deactivate_and_end(db::Queries& unit, one_time_codes::OneTimeCodes& codes, std::int64_t user_id,
                              events::Origin origin) {
  const bool deactivated = co_await store::deactivate(unit, user_id, origin);
  if (!deactivated) co_return false;
  co_await store::revoke_sessions(unit, user_id, 0, store::RevokedFor::deactivation);
  co_await codes.end_all(unit, user_id);  // they would be good again once the person is activated
  co_return true;
}

}  // namespace

Task<std::optional<std::int64_t>> Service::find_person(db::Queries& queries, std::string reference,
                                                       Viewer viewer) {
  return store::find_person(queries, parse_reference(reference, shared_.settings.default_region), viewer);
}

std::optional<std::string> Service::canonical_phone(std::string_view text) const {
  return accounts::canonical_phone(text, shared_.settings.default_region);
}

Task<bool> Service::deactivate(db::Queries& unit, std::int64_t user_id, events::Origin origin) {
  const auto work = [&](db::Queries& open) { return deactivate_and_end(open, codes_, user_id, origin); };
  const bool deactivated = co_await unit.transaction(work);
  sessions_.ended();
  if (deactivated) security.info("deactivated", {{"user", user_id}, {"by", origin.actor_id.value_or(0)}});
  co_return deactivated;
}

Task<void> Service::end_access(db::Queries& unit, std::int64_t user_id) {
  co_await store::revoke_sessions(unit, user_id, 0, store::RevokedFor::administrator);
  co_await codes_.end_all(unit, user_id);
}

Task<void> Service::require_new_proof(db::Queries& unit, std::int64_t user_id, events::Origin origin) {
  co_await end_access(unit, user_id);
  co_await store::forget_password(unit, user_id, origin);
  co_await second_factors_.remove(unit, user_id, origin);
}

}  // namespace kpa::accounts

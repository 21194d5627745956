#include <functional>
#include <utility>

#include "features/accounts/service.hpp"
#include "features/accounts/store.hpp"

namespace kpa::accounts {
namespace {

using Change = std::function<Outcome<PersonalDetails>(const Person&)>;

Task<Outcome<Profile>> change_profile(db::Queries& unit, const http::Call& call, const Change& change) {
  auto person = co_await store::locked_person(unit, call.caller.user_id);
  if (!person) co_return Problem{.code = Code::not_found};
  if (!call.expects(person->version)) co_return Problem{.code = Code::precondition_failed};
  auto details = change(*person);
  if (!details) co_return details.error();
  if (*details == static_cast<const PersonalDetails&>(*person)) co_return Profile(std::move(*person));
  const events::Origin origin = events::origin_of(call);
  Person after = co_await store::change_details(unit, std::move(*person), std::move(*details), origin);
  co_return Profile(std::move(after));
}

}  // namespace

Task<Outcome<Profile>> Service::profile(const http::Call& call) {
  auto person = co_await store::person(call.unit, call.caller.user_id);
  if (!person) co_return Problem{.code = Code::not_found};
  co_return Profile(std::move(*person));
}

Task<Outcome<Profile>> Service::replace_profile(const http::Call& call, ProfileReplacement replacement) {
  const Change change = [&](const Person& person) { return changed(person, replacement, is_personal); };
  const auto work = [&](db::Queries& unit) { return change_profile(unit, call, change); };
  auto profile = co_await call.unit.transaction(work);
  if (profile) sessions_.ended();  // none did, but callers are remembered with their language
  co_return profile;
}

Task<Outcome<Profile>> Service::patch_profile(const http::Call& call, ProfilePatch patch) {
  const Change change = [&](const Person& person) { return changed(person, patch, is_personal); };
  const auto work = [&](db::Queries& unit) { return change_profile(unit, call, change); };
  auto profile = co_await call.unit.transaction(work);
  if (profile) sessions_.ended();  // none did, but callers are remembered with their language
  co_return profile;
}

}  // namespace kpa::accounts

#include "features/people/profiles.hpp"

#include <utility>

#include "features/people/store.hpp"

namespace kpa::people {
namespace {

/// `Given` is a Replacement or a Patch.
template <class Given>
Task<Outcome<Profile>> update_in(db::Queries& unit, const http::Call& call, const Given& given) {
  auto person = co_await identity::hold_person(unit, call.caller.user_id);
  if (!person) co_return Problem{.code = Code::not_found};
  if (!call.expects(person->version)) co_return Problem{.code = Code::precondition_failed};
  auto details = changed(*person, given, is_personal);
  if (!details) co_return details.error();
  if (*details == static_cast<const PersonalDetails&>(*person)) co_return Profile(std::move(*person));
  const events::Origin origin = events::origin_of(call);
  co_return Profile(co_await store::update(unit, std::move(*person), std::move(*details), origin));
}

template <class Given>
Task<Outcome<Profile>> update(const http::Call& call, sessions::Sessions& sessions, Given given) {
  const auto work = [&](db::Queries& unit) { return update_in(unit, call, given); };
  auto profile = co_await call.unit.transaction(work);
  if (profile) sessions.ask_again();  // the language of callers is cached
  co_return profile;
}

}  // namespace

Task<Outcome<Profile>> Profiles::get(const http::Call& call) const {
  auto person = co_await identity::find_person(call.unit, call.caller.user_id);
  if (!person) co_return Problem{.code = Code::not_found};
  co_return Profile(std::move(*person));
}

Task<Outcome<Profile>> Profiles::replace(const http::Call& call,
                                         Replacement<PersonalDetails> replacement) const {
  return update(call, sessions_, std::move(replacement));
}

Task<Outcome<Profile>> Profiles::change(const http::Call& call, schema::Patch<PersonalDetails> patch) const {
  return update(call, sessions_, std::move(patch));
}

}  // namespace kpa::people

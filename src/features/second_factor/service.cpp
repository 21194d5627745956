#include "features/second_factor/service.hpp"

#include <utility>

#include "core/i18n/text.hpp"
#include "features/identity/identity.hpp"
#include "features/second_factor/log.hpp"

namespace kpa::second_factor {
namespace {

using sessions::Ended;

FieldProblem wrong_code(const char* path) {
  return {path, "wrong_code", {}, i18n::text("The code is wrong, or was used before")};
}

Problem wrong_factor() { return {.code = Code::validation_failed, .fields = {wrong_code("second_factor")}}; }

void tell(const http::Call& call, std::string_view what) {
  security.info(what, {{"user", call.caller.user_id},
                       {"address", call.request.client_address},
                       {"request_id", call.request.request_id}});
}

Task<void> note_refused(const http::Call& call, incidents::Incidents& incidents) {
  incidents::Incident incident{.action = "second_factor_refused", .user_id = call.caller.user_id};
  co_await incidents.note(call.unit, std::move(incident), events::origin_of(call));
}

/// Ends the person's other sessions, which were opened under the previous rules.
Task<void> end_other_sessions(db::Queries& unit, sessions::Sessions& sessions, const http::Call& call) {
  co_await sessions.end_all(unit, call.caller.user_id, call.caller.session_id, Ended::second_factor_change);
}

Task<Outcome<RecoveryCodes>> confirm_and_end(db::Queries& unit, const Factors& factors,
                                             sessions::Sessions& sessions, const http::Call& call,
                                             std::string code) {
  // A login that was not asked for the factor locks the row too: it finishes before this and its session is
  // ended below, or it will be asked.
  co_await identity::hold_person(unit, call.caller.user_id);
  auto codes = co_await factors.confirm(unit, call.caller.user_id, std::move(code), events::origin_of(call));
  if (!codes) co_return Problem{.code = Code::validation_failed, .fields = {wrong_code("code")}};
  co_await end_other_sessions(unit, sessions, call);
  co_return RecoveryCodes{std::move(*codes)};
}

/// Other people may have the phone, and sessions that are open on it, so those end too.
Task<bool> take_away(db::Queries& unit, const Factors& factors, sessions::Sessions& sessions,
                     std::int64_t user_id, events::Origin origin) {
  const bool removed = co_await factors.remove(unit, user_id, std::move(origin));
  if (removed) co_await sessions.end_all(unit, user_id, 0, Ended::second_factor_change);
  co_return removed;
}

Task<Outcome<bool>> remove_and_end(db::Queries& unit, const Factors& factors, sessions::Sessions& sessions,
                                   const http::Call& call, Verdict proof) {
  const bool used = co_await factors.use(unit, call.caller.user_id, proof, events::origin_of(call));
  if (!used) co_return wrong_factor();
  const bool removed = co_await factors.remove(unit, call.caller.user_id, events::origin_of(call));
  if (!removed) co_return Problem{.code = Code::state_conflict};
  co_await end_other_sessions(unit, sessions, call);
  co_return true;
}

Task<Outcome<RecoveryCodes>> use_and_renew(db::Queries& unit, const Factors& factors, const http::Call& call,
                                           Verdict proof) {
  const events::Origin origin = events::origin_of(call);
  const bool used = co_await factors.use(unit, call.caller.user_id, proof, origin);
  if (!used) co_return wrong_factor();
  auto codes = co_await factors.renew_recovery_codes(unit, call.caller.user_id, origin);
  if (!codes) co_return Problem{.code = Code::state_conflict};
  co_return RecoveryCodes{std::move(*codes)};
}

}  // namespace

Task<Outcome<Status>> Service::status(const http::Call& call) const {
  co_return co_await factors_.status(call.unit, call.caller.user_id);
}

Task<Outcome<Enrolment>> Service::begin(const http::Call& call, CurrentPassword given) {
  const auto person = co_await identity::find_person(call.unit, call.caller.user_id);
  if (!person) co_return Problem{.code = Code::invalid_token};
  if (auto refused = co_await passwords_.refusal_of_own(call, std::move(given.password), "password"))
    co_return std::move(*refused);
  auto begun = co_await factors_.begin(call.unit, person->id, person->phone_number, events::origin_of(call));
  if (!begun)
    co_return Problem{.code = Code::state_conflict,
                      .message = i18n::text("A second factor is in use. Disable it first.")};
  co_return std::move(*begun);
}

Task<Outcome<RecoveryCodes>> Service::confirm(const http::Call& call, Confirmation given) {
  const auto work = [&](db::Queries& unit) {
    return confirm_and_end(unit, factors_, sessions_, call, given.code);
  };
  auto codes = co_await call.unit.transaction(work);
  if (!codes) {
    co_await note_refused(call, incidents_);
    co_return codes.error();
  }
  sessions_.ask_again();
  tell(call, "second factor enabled");
  co_return codes;
}

Task<Outcome<http::Nothing>> Service::disable(const http::Call& call, FactorProof given) {
  const auto proof = co_await look_at(call, std::move(given));
  if (!proof) co_return proof.error();
  const auto work = [&](db::Queries& unit) {
    return remove_and_end(unit, factors_, sessions_, call, *proof);
  };
  const auto removed = co_await call.unit.transaction(work);
  if (!removed) co_return removed.error();
  sessions_.ask_again();
  tell(call, "second factor disabled");
  co_return http::Nothing{};
}

Task<Outcome<RecoveryCodes>> Service::renew_recovery_codes(const http::Call& call, FactorProof given) {
  const auto proof = co_await look_at(call, std::move(given));
  if (!proof) co_return proof.error();
  const auto work = [&](db::Queries& unit) { return use_and_renew(unit, factors_, call, *proof); };
  auto codes = co_await call.unit.transaction(work);
  if (codes) tell(call, "recovery codes renewed");
  co_return codes;
}

Task<Outcome<http::Nothing>> Service::remove(const http::Call& call, std::int64_t user_id) {
  if (user_id == call.caller.user_id) co_return Problem{.code = Code::forbidden};
  const events::Origin origin = events::origin_of(call);
  const auto work = [&](db::Queries& unit) { return take_away(unit, factors_, sessions_, user_id, origin); };
  const bool removed = co_await call.unit.transaction(work);
  if (!removed) co_return Problem{.code = Code::not_found};
  sessions_.ask_again();
  security.warning("second factor removed by an administrator",
                   {{"user", user_id}, {"by", call.caller.user_id}, {"request_id", call.request.request_id}});
  co_return http::Nothing{};
}

Task<Outcome<Verdict>> Service::look_at(const http::Call& call, FactorProof given) {
  // Without the password, no code is checked or used up, and nothing is revealed.
  if (auto refused = co_await passwords_.refusal_of_own(call, std::move(given.password), "password"))
    co_return std::move(*refused);
  const auto verdict = co_await factors_.check(call.unit, call.caller.user_id, given.second_factor);
  using Result = Verdict::Result;
  if (verdict.result == Result::too_soon) co_return problem_of(verdict);
  if (verdict.result == Result::not_needed) co_return Problem{.code = Code::state_conflict};
  if (verdict.passes()) co_return verdict;
  co_await note_refused(call, incidents_);
  tell(call, "change of the second factor refused: the code is wrong");
  co_return wrong_factor();
}

}  // namespace kpa::second_factor

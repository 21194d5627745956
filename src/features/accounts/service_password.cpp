#include <utility>

#include "core/observe/log.hpp"
#include "features/accounts/login_guard.hpp"
#include "features/accounts/problems.hpp"
#include "features/accounts/service.hpp"
#include "features/accounts/store.hpp"
#include "features/accounts/store_sessions.hpp"

namespace kpa::accounts {
namespace {

const observe::Log security("security");

/// False when the password was changed meanwhile.
Task<bool> replace_password(db::Queries& unit, one_time_codes::OneTimeCodes& codes,
                            store::Credentials credentials, std::string hash, std::int64_t session_id,
                            events::Origin origin) {
  // Two statements: only after the first holds the row can no login with the old password add a session.
  const bool changed =
      co_await store::change_password(unit, credentials.user_id, credentials.password_hash, hash, origin);
  if (!changed) co_return false;
  co_await store::revoke_sessions(unit, credentials.user_id, session_id, store::RevokedFor::password_change);
  co_await codes.end_all(unit, credentials.user_id);
  co_return true;
}

}  // namespace

Task<Outcome<bool>> Service::is_own_password(const http::Call& call, std::string given) {
  const auto person = co_await store::person(call.unit, call.caller.user_id);
  const auto credentials = co_await store::credentials_of_user(call.unit, call.caller.user_id);
  if (!person || !credentials) co_return Problem{.code = Code::invalid_token};

  if (credentials->password_hash == no_password)
    co_return Problem{
        .code = Code::state_conflict,
        .message = i18n::text("You have no password yet. Set one with a code or a link first.")};
  Attempt begun{.account = person->phone_number, .source = "current password", .known = true};
  const auto attempt = co_await begin_attempt(call.unit, std::move(begun));
  if (!attempt) co_return attempt.error();
  const bool right = co_await unless_it_breaks(
      call.unit, *attempt, passwords_.is_right(std::move(given), credentials->password_hash));
  if (right) {
    co_await succeed(call.unit, *attempt);
    co_return true;
  }
  security.warning("the current password is wrong", {{"user", person->id},
                                                     {"path", call.request.path},
                                                     {"address", call.request.client_address},
                                                     {"request_id", call.request.request_id}});
  events::Incident incident{.action = "password_refused", .user_id = person->id};
  co_await shared_.incidents.note(call.unit, std::move(incident), events::origin_of(call));
  co_return false;
}

Task<Outcome<Message>> Service::change_password(const http::Call& call, PasswordChange change) {
  const auto person = co_await store::person(call.unit, call.caller.user_id);
  const auto credentials = co_await store::credentials_of_user(call.unit, call.caller.user_id);
  if (!person || !credentials) co_return Problem{.code = Code::invalid_token};

  const auto right = co_await is_own_password(call, change.current_password);
  if (!right) co_return right.error();
  const FieldProblem wrong = not_your_password("current_password");
  std::vector<FieldProblem> problems;
  if (!*right) problems.push_back(wrong);
  if (change.new_password == change.current_password)
    problems.push_back({"new_password", "unchanged", {}, i18n::text("The new password is the old one")});
  append(problems, co_await passwords_.judge(change.new_password, *person, "new_password"));
  append(problems, mismatch(change.new_password, change.confirm_password));
  if (!problems.empty()) co_return Problem{.code = Code::validation_failed, .fields = std::move(problems)};

  const std::string new_hash = co_await passwords_.hash(change.new_password);
  const auto work = [&](db::Queries& unit) {
    return replace_password(unit, codes_, *credentials, new_hash, call.caller.session_id,
                            events::origin_of(call));
  };
  const bool changed = co_await call.unit.transaction(work);
  if (!changed) co_return Problem{.code = Code::validation_failed, .fields = {wrong}};
  sessions_.ended();
  security.info("password changed", {{"user", person->id},
                                     {"address", call.request.client_address},
                                     {"request_id", call.request.request_id}});
  co_return Message{i18n::text("Password changed successfully. You have been logged out everywhere else.")};
}

}  // namespace kpa::accounts

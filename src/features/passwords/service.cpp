#include "features/passwords/service.hpp"

#include <utility>

#include "core/observe/log.hpp"
#include "features/one_time_codes/one_time_codes.hpp"
#include "features/passwords/store.hpp"

namespace kpa::passwords {
namespace {

const observe::Log security("security");

/// False when the password was changed meanwhile.
Task<bool> replace_password(db::Queries& unit, sessions::Sessions& sessions, Credentials credentials,
                            std::string hash, std::int64_t session_id, events::Origin origin) {
  // Two statements: only when the first has locked the row can no login with the old password add a session.
  const bool changed =
      co_await store::change_password(unit, credentials.user_id, credentials.password_hash, hash, origin);
  if (!changed) co_return false;
  co_await sessions.end_all(unit, credentials.user_id, session_id, sessions::Ended::password_change);
  co_await one_time_codes::end_all(unit, credentials.user_id);
  co_return true;
}

Problem not_your_password(std::string path) {
  return {.code = Code::validation_failed,
          .fields = {{std::move(path), "wrong_password", {}, i18n::text("This is not your password")}}};
}

}  // namespace

Task<Outcome<bool>> Service::is_own(const http::Call& call, std::string given) {
  const auto credentials = co_await store::credentials_of_user(call.unit, call.caller.user_id);
  if (!credentials) co_return Problem{.code = Code::invalid_token};
  if (credentials->password_hash == identity::no_password)
    co_return Problem{
        .code = Code::state_conflict,
        .message = i18n::text("You have no password yet. Set one with a code or a link first.")};
  Attempt begun{.account = credentials->phone_number, .source = "current password", .known = true};
  const auto attempt = co_await begin_attempt(call.unit, std::move(begun));
  if (!attempt) co_return attempt.error();
  const bool right = co_await unless_it_breaks(call.unit, *attempt,
                                               work_.is_right(std::move(given), credentials->password_hash));
  if (right) co_await succeed(call.unit, *attempt);
  co_return right;
}

Task<std::optional<Problem>> Service::refusal_of_own(const http::Call& call, std::string given,
                                                     std::string path) {
  const auto own = co_await is_own(call, std::move(given));
  if (!own) co_return own.error();
  if (*own) co_return std::nullopt;
  security.warning("the current password is wrong", {{"user", call.caller.user_id},
                                                     {"path", call.request.path},
                                                     {"address", call.request.client_address},
                                                     {"request_id", call.request.request_id}});
  incidents::Incident incident{.action = "password_refused", .user_id = call.caller.user_id};
  co_await incidents_.note(call.unit, std::move(incident), events::origin_of(call));
  co_return not_your_password(std::move(path));
}

Task<Outcome<Message>> Service::change(const http::Call& call, PasswordChange change) {
  const auto person = co_await identity::find_person(call.unit, call.caller.user_id);
  const auto credentials = co_await store::credentials_of_user(call.unit, call.caller.user_id);
  if (!person || !credentials) co_return Problem{.code = Code::invalid_token};

  Problem wrong{.code = Code::validation_failed};
  if (auto refused = co_await refusal_of_own(call, change.current_password, "current_password")) {
    if (refused->code != Code::validation_failed) co_return std::move(*refused);
    wrong = std::move(*refused);
  }
  if (change.new_password == change.current_password)
    wrong.fields.push_back({"new_password", "unchanged", {}, i18n::text("The new password is the old one")});
  const auto found =
      co_await work_.judge(change.new_password, change.confirm_password, *person, "new_password");
  wrong.fields.insert(wrong.fields.end(), found.begin(), found.end());
  if (!wrong.fields.empty()) co_return wrong;

  const std::string new_hash = co_await work_.hash(change.new_password);
  const auto work = [&](db::Queries& unit) {
    return replace_password(unit, sessions_, *credentials, new_hash, call.caller.session_id,
                            events::origin_of(call));
  };
  const bool changed = co_await call.unit.transaction(work);
  if (!changed) co_return not_your_password("current_password");
  sessions_.ask_again();
  security.info("password changed", {{"user", person->id},
                                     {"address", call.request.client_address},
                                     {"request_id", call.request.request_id}});
  co_return Message{i18n::text("Password changed successfully. You have been logged out everywhere else.")};
}

Task<bool> Service::reset(db::Queries& unit, identity::Person person, std::string new_hash, ResetProof proof,
                          std::optional<std::int64_t> link_by, events::Origin origin) {
  const bool changed =
      co_await store::reset_password(unit, person.id, std::move(new_hash), proof, link_by, origin);
  if (!changed) co_return false;
  co_await prove(unit, person.phone_number, origin.client_address);
  co_await sessions_.end_all(unit, person.id, 0, sessions::Ended::password_reset);
  co_return true;
}

}  // namespace kpa::passwords

#include "features/accounts/service.hpp"

#include <functional>
#include <iterator>
#include <utility>

#include "core/crypto/bcrypt.hpp"
#include "core/observe/log.hpp"
#include "core/observe/metrics.hpp"
#include "features/accounts/phone.hpp"
#include "features/accounts/store.hpp"
#include "features/accounts/store_sessions.hpp"

namespace kpa::accounts {
namespace {

const observe::Log users("users");
const observe::Log security("security");

std::string device_of(const http::Call& call) { return device_name(call.request.headers.find("User-Agent")); }

FieldProblem not_a_phone_number() {
  return {"phone_number", "not_a_phone_number", {}, "Must be a phone number, such as +919876543210"};
}

std::vector<FieldProblem> mismatch(const std::string& password, const std::string& confirmation) {
  if (password == confirmation) return {};
  return {{"confirm_password", "mismatch", {}, "The two passwords are not the same"}};
}

Problem phone_number_taken() {
  return field_failure(Code::phone_number_taken, "phone_number", "taken", "Phone number already exists");
}

void append(std::vector<FieldProblem>& to, std::vector<FieldProblem> more) {
  std::move(more.begin(), more.end(), std::back_inserter(to));
}

void count_login(const char* result) {
  observe::metrics()
      .counter("kpa_logins_total", "Logins that were tried, by result", {{"result", result}})
      .add();
}

/// Every verification of a password takes one bcrypt, also where there is no such person.
bool verify(const std::string& password, const std::string& hash) {
  static auto& verifications =
      observe::metrics().counter("kpa_password_verifications_total", "Passwords compared with a bcrypt hash");
  verifications.add();
  return crypto::verify_password(password, hash);
}

struct Verified {
  bool right = false;
  std::optional<std::string> rehashed;  ///< where the hash was made with another cost
};

Task<Outcome<TokenPair>> register_and_open(db::Queries& unit, Sessions& sessions, Person person,
                                           std::string hash, std::string device, events::Origin origin) {
  const auto id = co_await store::add_person(unit, person, hash, "registered", origin);
  if (!id) co_return phone_number_taken();
  co_return co_await sessions.open(unit, *id, device, origin.client_address);
}

Task<Outcome<TokenPair>> note_and_open(db::Queries& unit, Sessions& sessions, store::Credentials credentials,
                                       std::optional<std::string> rehashed, std::string device,
                                       events::Origin origin) {
  const bool noted =
      co_await store::note_login(unit, credentials.user_id, credentials.password_hash, rehashed, origin);
  if (!noted) co_return Problem{.code = Code::invalid_credentials};
  co_return co_await sessions.open(unit, credentials.user_id, device, origin.client_address);
}

/// False when the password was changed meanwhile.
Task<bool> replace_password(db::Queries& unit, store::Credentials credentials, std::string hash,
                            std::int64_t session_id, events::Origin origin) {
  // Two statements: only after the first holds the row can no login with the old password add a session.
  const bool changed =
      co_await store::change_password(unit, credentials.user_id, credentials.password_hash, hash, origin);
  if (!changed) co_return false;
  co_await store::revoke_sessions(unit, credentials.user_id, session_id, store::RevokedFor::password_change);
  co_return true;
}

Task<bool> deactivate_and_end(db::Queries& unit, std::int64_t user_id, events::Origin origin) {
  const bool deactivated = co_await store::deactivate(unit, user_id, origin);
  if (!deactivated) co_return false;
  co_await store::revoke_sessions(unit, user_id, 0, store::RevokedFor::deactivation);
  co_return true;
}

using Change = std::function<Outcome<PersonalDetails>(const Person&)>;

Task<Outcome<Profile>> change_profile(db::Queries& unit, const http::Call& call, const Change& change) {
  auto person = co_await store::locked_person(unit, call.caller.user_id);
  if (!person) co_return Problem{.code = Code::not_found};
  if (call.expected_version && *call.expected_version != person->version)
    co_return Problem{.code = Code::precondition_failed};
  auto details = change(*person);
  if (!details) co_return details.error();
  if (*details == static_cast<const PersonalDetails&>(*person)) co_return Profile(std::move(*person));
  const events::Origin origin = events::origin_of(call);
  Person after = co_await store::change_details(unit, std::move(*person), std::move(*details), origin);
  co_return Profile(std::move(after));
}

}  // namespace

Task<Outcome<TokenPair>> Service::enrol(const http::Call& call, Registration registration) {
  Person person;
  person.first_name = registration.first_name;
  person.last_name = registration.last_name;
  person.email = registration.email;
  auto problems = mismatch(registration.password, registration.confirm_password);
  auto admitted =
      co_await admit(person, registration.phone_number, registration.password, std::move(problems));
  if (!admitted) co_return admitted.error();
  const auto work = [&](db::Queries& unit) {
    return register_and_open(unit, sessions_, admitted->person, admitted->password_hash, device_of(call),
                             events::origin_of(call));
  };
  auto pair = co_await call.unit.transaction(work);
  users.info(pair ? "registered" : "registration refused: the phone number is taken",
             {{"address", call.request.client_address}, {"request_id", call.request.request_id}});
  co_return pair;
}

Task<Outcome<TokenPair>> Service::login(const http::Call& call, Login login) {
  const auto phone = canonical_phone(login.phone_number, shared_.settings.default_region);
  if (!phone) co_return Problem{.code = Code::validation_failed, .fields = {not_a_phone_number()}};
  const auto credentials = co_await store::credentials_of_phone(call.unit, *phone);
  const std::string hash = credentials ? credentials->password_hash : shared_.dummy_hash;
  const int cost = static_cast<int>(shared_.settings.bcrypt_cost);
  const auto check = [password = login.password, hash, cost] {
    Verified verified{.right = verify(password, hash), .rehashed = {}};
    if (verified.right && crypto::needs_rehash(hash, cost))
      verified.rehashed = crypto::hash_password(password, cost);
    return verified;
  };
  const Verified verified = co_await shared_.workers.run(check);

  const auto refuse = [&](Code code, const char* reason) {
    count_login(reason);
    security.warning("login refused", {{"reason", reason},
                                       {"user", credentials ? credentials->user_id : 0},
                                       {"address", call.request.client_address},
                                       {"request_id", call.request.request_id}});
    return Problem{.code = code};
  };
  if (!credentials) co_return refuse(Code::invalid_credentials, "unknown_phone");
  if (!verified.right) co_return refuse(Code::invalid_credentials, "wrong_password");
  if (!credentials->is_active) co_return refuse(Code::account_disabled, "account_disabled");

  const auto work = [&](db::Queries& unit) {
    return note_and_open(unit, sessions_, *credentials, verified.rehashed, device_of(call),
                         events::origin_of(call));
  };
  auto pair = co_await call.unit.transaction(work);
  if (!pair) co_return refuse(pair.error().code, "changed_meanwhile");
  count_login("success");
  users.info("logged in", {{"user", credentials->user_id},
                           {"address", call.request.client_address},
                           {"request_id", call.request.request_id}});
  co_return pair;
}

Task<Outcome<TokenPair>> Service::refresh(const http::Call& call, RefreshRequest request) {
  return sessions_.refresh(call, std::move(request));
}

Task<Outcome<Message>> Service::change_password(const http::Call& call, PasswordChange change) {
  const auto person = co_await store::person(call.unit, call.caller.user_id);
  const auto credentials = co_await store::credentials_of_user(call.unit, call.caller.user_id);
  if (!person || !credentials) co_return Problem{.code = Code::invalid_token};

  const auto check = [given = change.current_password, hash = credentials->password_hash] {
    return verify(given, hash);
  };
  const bool right = co_await shared_.workers.run(check);
  const FieldProblem wrong{"current_password", "wrong_password", {}, "This is not your password"};
  std::vector<FieldProblem> problems;
  if (!right) problems.push_back(wrong);
  if (change.new_password == change.current_password)
    problems.push_back({"new_password", "unchanged", {}, "The new password is the old one"});
  append(problems, co_await judge(change.new_password, *person, "new_password"));
  append(problems, mismatch(change.new_password, change.confirm_password));
  if (!problems.empty()) {
    if (!right)
      security.warning("password change refused: the current password is wrong",
                       {{"user", person->id},
                        {"address", call.request.client_address},
                        {"request_id", call.request.request_id}});
    co_return Problem{.code = Code::validation_failed, .fields = std::move(problems)};
  }

  const std::string new_hash = co_await hash(change.new_password);
  const auto work = [&](db::Queries& unit) {
    return replace_password(unit, *credentials, new_hash, call.caller.session_id, events::origin_of(call));
  };
  const bool changed = co_await call.unit.transaction(work);
  if (!changed) co_return Problem{.code = Code::validation_failed, .fields = {wrong}};
  sessions_.ended();
  security.info("password changed", {{"user", person->id},
                                     {"address", call.request.client_address},
                                     {"request_id", call.request.request_id}});
  co_return Message{"Password changed successfully. You have been logged out everywhere else."};
}

Task<void> Service::logout(const http::Call& call) {
  const events::Origin origin = events::origin_of(call);
  co_await store::revoke_session(call.unit, call.caller.session_id, store::RevokedFor::logout, origin);
  sessions_.ended();
  users.info("logged out", {{"user", call.caller.user_id}, {"request_id", call.request.request_id}});
}

Task<Outcome<Profile>> Service::profile(const http::Call& call) {
  auto person = co_await store::person(call.unit, call.caller.user_id);
  if (!person) co_return Problem{.code = Code::not_found};
  co_return Profile(std::move(*person));
}

Task<Outcome<Profile>> Service::replace_profile(const http::Call& call, ProfileReplacement replacement) {
  const Change change = [&](const Person& person) { return changed(person, replacement); };
  const auto work = [&](db::Queries& unit) { return change_profile(unit, call, change); };
  co_return co_await call.unit.transaction(work);
}

Task<Outcome<Profile>> Service::patch_profile(const http::Call& call, ProfilePatch patch) {
  const Change change = [&](const Person& person) { return changed(person, patch); };
  const auto work = [&](db::Queries& unit) { return change_profile(unit, call, change); };
  co_return co_await call.unit.transaction(work);
}

Task<std::optional<std::int64_t>> Service::find_person(db::Queries& queries, std::string reference) {
  return store::find_person(queries, parse_reference(reference, shared_.settings.default_region));
}

Task<Outcome<std::int64_t>> Service::create_user(db::Queries& unit, NewUser user) {
  Person person;
  person.first_name = std::move(user.first_name);
  person.last_name = std::move(user.last_name);
  person.email = std::move(user.email);
  person.employee_id = std::move(user.employee_id);
  person.department = std::move(user.department);
  person.position = std::move(user.position);
  person.is_staff = user.role >= http::Role::staff;
  person.is_superuser = user.role == http::Role::superuser;
  std::vector<FieldProblem> no_problems;
  auto admitted = co_await admit(person, user.phone_number, user.password, std::move(no_problems));
  if (!admitted) co_return admitted.error();
  const events::Origin system{.actor_id = {}, .request_id = {}, .client_address = {}};
  try {
    const auto id =
        co_await store::add_person(unit, admitted->person, admitted->password_hash, "created", system);
    if (!id) co_return phone_number_taken();
    users.info("created", {{"user", *id}});
    co_return *id;
  } catch (const db::Error& error) {
    if (error.constraint != store::employee_id_index) throw;
    co_return field_failure(Code::conflict, "employee_id", "taken", "This employee id is already in use");
  }
}

Task<bool> Service::deactivate(db::Queries& unit, std::int64_t user_id,
                               std::optional<std::int64_t> actor_id) {
  const events::Origin origin{.actor_id = actor_id, .request_id = {}, .client_address = {}};
  const auto work = [&](db::Queries& open) { return deactivate_and_end(open, user_id, origin); };
  const bool deactivated = co_await unit.transaction(work);
  sessions_.ended();
  if (deactivated) security.info("deactivated", {{"user", user_id}, {"by", actor_id.value_or(0)}});
  co_return deactivated;
}

Task<std::vector<FieldProblem>> Service::judge(std::string password, Person person, std::string path) {
  return shared_.workers.run([password = std::move(password), person = std::move(person),
                              path = std::move(path), &rules = shared_.password_rules] {
    return check_password(password, personal_words(person, person.phone_number, person.employee_id), rules,
                          path);
  });
}

Task<std::string> Service::hash(std::string password) {
  return shared_.workers.run(
      [password = std::move(password), cost = static_cast<int>(shared_.settings.bcrypt_cost)] {
        return crypto::hash_password(password, cost);
      });
}

Task<Outcome<Service::Admitted>> Service::admit(Person person, std::string phone, std::string password,
                                                std::vector<FieldProblem> problems) {
  static_cast<PersonalDetails&>(person) = tidy(person);
  const auto canonical = canonical_phone(phone, shared_.settings.default_region);
  person.phone_number = canonical.value_or(phone);
  std::vector<FieldProblem> all;
  if (!canonical) all.push_back(not_a_phone_number());
  append(all, co_await judge(password, person, "password"));
  append(all, std::move(problems));
  if (!all.empty()) co_return Problem{.code = Code::validation_failed, .fields = std::move(all)};
  std::string password_hash = co_await hash(std::move(password));
  co_return Admitted{std::move(person), std::move(password_hash)};
}

}  // namespace kpa::accounts

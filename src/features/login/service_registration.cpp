#include <utility>

#include "features/login/log.hpp"
#include "features/login/service.hpp"
#include "features/login/store.hpp"

namespace kpa::login {
namespace {

using identity::Person;
using sessions::TokenPair;

Problem phone_number_is_taken() {
  return {.code = Code::phone_number_taken, .fields = {identity::phone_number_taken()}};
}

Task<Outcome<TokenPair>> register_and_open(db::Queries& unit, const http::Call& call,
                                           sessions::Sessions& sessions, Person person, std::string hash) {
  const auto id = co_await store::add_person(unit, person, hash, "registered", events::origin_of(call));
  if (!id) co_return phone_number_is_taken();
  co_return co_await sessions.open(unit, call, *id);
}

Task<Problem> registration_refused(const http::Call& call, incidents::Incidents& incidents, std::string phone,
                                   Problem problem) {
  const std::string reason(describe(problem.code).slug);
  users.info("registration refused", {{"reason", reason},
                                      {"address", call.request.client_address},
                                      {"request_id", call.request.request_id}});
  incidents::Incident incident{.action = "registration_refused",
                               .details = {{"reason", reason}, {"phone_number", identity::masked(phone)}}};
  co_await incidents.note(call.unit, std::move(incident), events::origin_of(call));
  co_return problem;
}

}  // namespace

Task<Outcome<TokenPair>> Service::enrol(const http::Call& call, Registration registration) {
  const bool open = co_await store::registration_is_open(call.unit);
  if (!open) {
    const auto phone = directory_.canonical_phone(registration.phone_number);
    co_return co_await registration_refused(call, incidents_, phone.value_or(""),
                                            Problem{.code = Code::registration_closed});
  }
  Person person;
  person.first_name = registration.first_name;
  person.last_name = registration.last_name;
  person.email = registration.email;
  auto admitted =
      co_await admit(person, registration.phone_number, registration.password, registration.confirm_password);
  if (!admitted) co_return admitted.error();
  const auto work = [&](db::Queries& unit) {
    return register_and_open(unit, call, sessions_, admitted->person, admitted->password_hash);
  };
  auto pair = co_await call.unit.transaction(work);
  if (!pair)
    co_return co_await registration_refused(call, incidents_, admitted->person.phone_number, pair.error());
  users.info("registered",
             {{"address", call.request.client_address}, {"request_id", call.request.request_id}});
  co_return pair;
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
  auto admitted = co_await admit(person, user.phone_number, user.password, user.password);
  if (!admitted) co_return admitted.error();
  const events::Origin system{.actor_id = {}, .request_id = {}, .client_address = {}};
  try {
    const auto id =
        co_await store::add_person(unit, admitted->person, admitted->password_hash, "created", system);
    if (!id) co_return phone_number_is_taken();
    users.info("created", {{"user", *id}});
    co_return *id;
  } catch (const db::Error& error) {
    if (error.constraint != identity::employee_id_index) throw;
    co_return Problem{.code = Code::conflict, .fields = {identity::employee_id_taken()}};
  }
}

Task<Outcome<Service::Admitted>> Service::admit(Person person, std::string phone, std::string password,
                                                std::string confirmation) {
  identity::PersonalDetails& details = person;
  details = tidy(details);
  const auto canonical = directory_.canonical_phone(phone);
  person.phone_number = canonical.value_or(phone);
  auto problems = co_await passwords_.judge(password, std::move(confirmation), person, "password");
  if (!canonical) problems.insert(problems.begin(), identity::not_a_phone_number());
  if (!problems.empty()) co_return Problem{.code = Code::validation_failed, .fields = std::move(problems)};
  std::string password_hash = co_await passwords_.hash(std::move(password));
  co_return Admitted{std::move(person), std::move(password_hash)};
}

}  // namespace kpa::login

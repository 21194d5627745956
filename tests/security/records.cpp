#include "tests/security/records.hpp"

#include <algorithm>

namespace kpa::test {
namespace {

namespace json = boost::json;

Record form(const TestService& service, const Person& owner, const std::string& collection,
            const std::string& table, json::object sent) {
  sent.erase("formNumber");
  const auto created = service.client(owner).post(collection, sent);
  const std::string id = std::to_string(created.at("data.id").as_int64());
  return {.ids = {{"id", id}}, .table = table, .id = id};
}

/// The login that the person does not use any more.
std::string session_of(const TestService& service, const Person& owner) {
  service.client().post("/api/users/login", {{"phone_number", owner.phone}, {"password", owner.password}});
  return service.sql("SELECT max(id) FROM sessions WHERE user_id = " + std::to_string(owner.id));
}

}  // namespace

std::string Record::row(const TestService& service) const {
  return service.sql("SELECT t::text FROM " + table + " t WHERE id = " + id);
}

Record new_place(const TestService& service, const std::string& table) {
  static int made = 0;
  const std::string code = "'P" + std::to_string(++made) + "', 'Place'";
  service.sql("INSERT INTO zones (code, name) VALUES (" + code + ")");
  service.sql("INSERT INTO divisions (zone_id, code, name) SELECT max(id), " + code + " FROM zones");
  service.sql("INSERT INTO depots (division_id, code, name) SELECT max(id), " + code + " FROM divisions");
  const std::string id = service.sql("SELECT max(id) FROM " + table);
  return {.ids = {{"id", id}}, .table = table, .id = id};
}

const std::vector<Kind>& kinds() {
  static const std::vector<Kind> all = {
      {"/api/users/users",
       [](const TestService& service, const Person& owner) {
         const std::string id = std::to_string(owner.id);
         return Record{
             .ids = {{"id", id}, {"session_id", session_of(service, owner)}}, .table = "users", .id = id};
       }},
      {"/api/users/sessions",
       [](const TestService& service, const Person& owner) {
         const std::string id = session_of(service, owner);
         return Record{.ids = {{"id", id}}, .table = "sessions", .id = id};
       }},
      {"/api/users/imports",
       [](const TestService& service, const Person& owner) {
         const std::string id = service.sql(
             "INSERT INTO user_imports (created_by, dry_run, language, status, request_id, client_address,"
             " finished_at) VALUES (" +
             std::to_string(owner.id) + ", true, 'en', 'refused', '', '', now()) RETURNING id");
         return Record{.ids = {{"id", id}}, .table = "user_imports", .id = id};
       }},
      {"/api/depots/zones",
       [](const TestService& service, const Person&) { return new_place(service, "zones"); }, true},
      {"/api/depots/divisions",
       [](const TestService& service, const Person&) { return new_place(service, "divisions"); }, true},
      {"/api/depots", [](const TestService& service, const Person&) { return new_place(service, "depots"); },
       true},
      {"/api/forms/wheel-specifications",
       [](const TestService& service, const Person& owner) {
         return form(service, owner, "/api/forms/wheel-specifications", "wheel_specifications",
                     wheel_example(""));
       }},
      {"/api/forms/bogie-checksheets",
       [](const TestService& service, const Person& owner) {
         return form(service, owner, "/api/forms/bogie-checksheets", "bogie_checksheets", bogie_example(""));
       }},
  };
  return all;
}

const Kind* kind_of(const Operation& operation) {
  const std::string prefix = operation.path.substr(0, operation.path.find("/{"));
  const auto found = std::ranges::find(kinds(), prefix, &Kind::prefix);
  return found == kinds().end() ? nullptr : &*found;
}

}  // namespace kpa::test

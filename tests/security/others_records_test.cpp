// Records of others cannot be reached by their ids (IDOR, API1:2023), whatever the endpoint. The walk reads
// the service's own document: an endpoint that takes an id of something new fails until the walk knows how to
// make one.
#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <boost/json/object.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/security/operations.hpp"
#include "tests/support/service.hpp"

namespace {

using namespace kpa::test;
namespace json = boost::json;
using testing::AnyOf;
using testing::Not;

TestService& service() {
  static TestService running;
  return running;
}

const std::vector<Operation>& operations() {
  static const auto all = documented_operations(service().client());
  return all;
}

std::string id_of(const Answer& created) { return std::to_string(created.at("data.id").as_int64()); }

/// A record of somebody: the values of its address, and the table and row that it is kept in.
struct Record {
  std::map<std::string, std::string> ids;
  std::string table;
  std::string id;

  /// The row as it is now.
  std::string row() const { return service().sql("SELECT t::text FROM " + table + " t WHERE id = " + id); }
};

/// How records are made that belong to a person, by the part of the address before the first id.
struct Kind {
  std::string prefix;
  std::function<Record(const Person& owner)> make;
  bool read_by_all = false;  ///< such as depots: only changes are refused
};

Record form(const Person& owner, const std::string& collection, const std::string& table,
            const json::object& example) {
  json::object sent = example;
  sent.erase("formNumber");
  const std::string id = id_of(service().client(owner).post(collection, sent));
  return {.ids = {{"id", id}}, .table = table, .id = id};
}

/// The login that the person does not use any more.
std::string session_of(const Person& owner) {
  service().client().post("/api/users/login", {{"phone_number", owner.phone}, {"password", owner.password}});
  return service().sql("SELECT max(id) FROM sessions WHERE user_id = " + std::to_string(owner.id));
}

/// A zone with a division with a depot; the one of the three that is in `table`.
Record place(const std::string& table) {
  static int made = 0;
  const std::string code = "'P" + std::to_string(++made) + "', 'Place'";
  service().sql("INSERT INTO zones (code, name) VALUES (" + code + ")");
  service().sql("INSERT INTO divisions (zone_id, code, name) SELECT max(id), " + code + " FROM zones");
  service().sql("INSERT INTO depots (division_id, code, name) SELECT max(id), " + code + " FROM divisions");
  const std::string id = service().sql("SELECT max(id) FROM " + table);
  return {.ids = {{"id", id}}, .table = table, .id = id};
}

const std::vector<Kind>& kinds() {
  static const std::vector<Kind> all = {
      {"/api/users/users",
       [](const Person& owner) {
         const std::string id = std::to_string(owner.id);
         return Record{.ids = {{"id", id}, {"session_id", session_of(owner)}}, .table = "users", .id = id};
       }},
      {"/api/users/sessions",
       [](const Person& owner) {
         const std::string id = session_of(owner);
         return Record{.ids = {{"id", id}}, .table = "sessions", .id = id};
       }},
      {"/api/users/imports",
       [](const Person& owner) {
         const std::string id = service().sql(
             "INSERT INTO user_imports (created_by, dry_run, language, status, request_id, client_address,"
             " finished_at) VALUES (" +
             std::to_string(owner.id) + ", true, 'en', 'refused', '', '', now()) RETURNING id");
         return Record{.ids = {{"id", id}}, .table = "user_imports", .id = id};
       }},
      {"/api/depots/zones", [](const Person&) { return place("zones"); }, true},
      {"/api/depots/divisions", [](const Person&) { return place("divisions"); }, true},
      {"/api/depots", [](const Person&) { return place("depots"); }, true},
      {"/api/forms/wheel-specifications",
       [](const Person& owner) {
         return form(owner, "/api/forms/wheel-specifications", "wheel_specifications", wheel_example(""));
       }},
      {"/api/forms/bogie-checksheets",
       [](const Person& owner) {
         return form(owner, "/api/forms/bogie-checksheets", "bogie_checksheets", bogie_example(""));
       }},
  };
  return all;
}

const Kind* kind_of(const Operation& operation) {
  const std::string prefix = operation.path.substr(0, operation.path.find("/{"));
  const auto found = std::ranges::find(kinds(), prefix, &Kind::prefix);
  return found == kinds().end() ? nullptr : &*found;
}

json::value without_number(json::value body) {
  if (body.is_object()) body.as_object().erase("formNumber");
  return body;
}

std::vector<const Operation*> id_taking() {
  std::vector<const Operation*> found;
  for (const auto& operation : operations())
    if (!operation.path_parameters.empty()) found.push_back(&operation);
  return found;
}

TEST(OthersRecords, AreKnownToTheWalkWhereverAnIdIsTaken) {
  ASSERT_GE(id_taking().size(), 10U);
  for (const auto* operation : id_taking())
    EXPECT_NE(kind_of(*operation), nullptr)
        << operation->name() << ": tell others_records_test how to make one";
}

/// Of the staff of another depot, and sees that depot only.
Person overseer_elsewhere() {
  Person person = service().enrol(Rank::staff);
  service().sql("UPDATE users SET sight = 'depot', depot_id = " + place("depots").id +
                " WHERE id = " + std::to_string(person.id));
  return person;
}

TEST(OthersRecords, CannotBeReachedByTheirIds) {
  const std::vector<Person> strangers = {service().enrol(), overseer_elsewhere()};
  const std::string home = place("depots").id;
  for (const auto* operation : id_taking()) {
    const Kind* kind = kind_of(*operation);
    if (kind == nullptr || (kind->read_by_all && !operation->changes())) continue;
    const Person owner = service().enrol();
    service().sql("UPDATE users SET depot_id = " + home + " WHERE id = " + std::to_string(owner.id));
    const Record record = kind->make(owner);
    const std::string path = path_of(*operation, record.ids);
    const json::value body = without_number(operation->example);
    const std::string before = record.row();
    ASSERT_FALSE(before.empty()) << operation->name();

    for (const auto& stranger : strangers) {
      const auto client = service().client(stranger);
      const auto refused = call(client, *operation, path, body);
      EXPECT_THAT(refused.status, AnyOf(403, 404)) << operation->name() << '\n' << refused.text;
      EXPECT_EQ(record.row(), before) << operation->name() << " changed a record of somebody else";
      // A record that is not there is answered the same, so that ids cannot be tried for what exists.
      auto missing = record.ids;
      for (auto& [name, id] : missing) id = "987654321";
      const auto nothing = call(client, *operation, path_of(*operation, missing), body);
      EXPECT_EQ(nothing.status, refused.status) << operation->name();
      EXPECT_EQ(nothing.at("code"), refused.at("code")) << operation->name();
    }
    if (operation->access != "user") continue;
    // Otherwise the walk would prove nothing.
    const auto own = call(service().client(owner), *operation, path, body);
    EXPECT_THAT(own.status, Not(AnyOf(401, 403, 404))) << operation->name() << '\n' << own.text;
  }
}

/// Lists, their filters and their totals tell no more than ids do.
TEST(OthersRecords, AreInNobodysLists) {
  const Person owner = service().enrol();
  for (const auto& stranger : {service().enrol(), overseer_elsewhere()})
    for (const auto& kind : kinds()) {
      if (kind.read_by_all) continue;
      const std::string id = kind.make(owner).id;
      const auto list = service().client(stranger).get(kind.prefix + "?per_page=100");
      if (list.status == 403 || list.status == 405) continue;  // no list for them, or none at all
      ASSERT_EQ(list.status, 200) << kind.prefix << '\n' << list.text;
      // Themselves, or their one login; what belongs to nobody of theirs is not counted either.
      EXPECT_LE(list.at("pagination.total").as_int64(), 1) << kind.prefix;
      for (const auto& record : list.at("data").as_array())
        EXPECT_NE(std::to_string(record.at("id").as_int64()), id) << kind.prefix;
    }
}

}  // namespace

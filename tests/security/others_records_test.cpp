// Other people's records cannot be reached by their ids (IDOR, API1:2023) at any endpoint. The test reads the
// service's own document: an endpoint with an id of a new kind fails until the test knows how to create one.
#include <algorithm>
#include <string>
#include <vector>

#include <boost/json/object.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/operations.hpp"
#include "tests/support/service.hpp"
#include "tests/support/walks.hpp"

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
        << operation->name() << ": its feature's walks_test.json does not say how one is made";
}

/// Staff of another depot, who may see only that depot.
Person overseer_elsewhere() {
  Person person = service().enrol(Rank::staff);
  service().sql("UPDATE users SET sight = 'depot', depot_id = " +
                new_record(service(), "/api/depots", service().enrol()).id +
                " WHERE id = " + std::to_string(person.id));
  return person;
}

TEST(OthersRecords, CannotBeReachedByTheirIds) {
  const std::vector<Person> strangers = {service().enrol(), overseer_elsewhere()};
  const std::string home = new_record(service(), "/api/depots", service().enrol()).id;
  for (const auto* operation : id_taking()) {
    const RecordKind* kind = kind_of(*operation);
    if (kind == nullptr || kind->shared() || (kind->read_by_all() && !operation->changes())) continue;
    const Person owner = service().enrol();
    service().sql("UPDATE users SET depot_id = " + home + " WHERE id = " + std::to_string(owner.id));
    const Record record = kind->make(service(), owner);
    const std::string path = path_of(*operation, record.ids);
    const json::value body = example_of(service(), *operation, owner);
    const std::string before = record.row(service());
    ASSERT_FALSE(before.empty()) << operation->name();

    for (const auto& stranger : strangers) {
      const auto client = service().client(stranger);
      const auto refused = call(client, *operation, path, body);
      EXPECT_THAT(refused.status, AnyOf(403, 404)) << operation->name() << '\n' << refused.text;
      EXPECT_EQ(record.row(service()), before) << operation->name() << " changed a record of somebody else";
      // A missing record gets the same answer, so that trying ids reveals nothing.
      auto missing = record.ids;
      for (auto& [name, id] : missing) id = "987654321";
      const auto nothing = call(client, *operation, path_of(*operation, missing), body);
      EXPECT_EQ(nothing.status, refused.status) << operation->name();
      EXPECT_EQ(nothing.at("code"), refused.at("code")) << operation->name();
    }
    if (operation->access != "user") continue;
    // Otherwise the test would prove nothing.
    const auto own = call(service().client(owner), *operation, path, body);
    EXPECT_THAT(own.status, Not(AnyOf(401, 403, 404))) << operation->name() << '\n' << own.text;
  }
}

/// Lists, filters and totals reveal no more than ids.
TEST(OthersRecords, AreInNobodysLists) {
  const Person owner = service().enrol();
  for (const auto& stranger : {service().enrol(), overseer_elsewhere()})
    for (const auto& kind : record_kinds()) {
      if (kind.shared() || kind.read_by_all()) continue;
      const std::string id = kind.make(service(), owner).id;
      auto list = service().client(stranger).get(kind.prefix + "?per_page=100");
      const bool whole = list.status == 422;  // a list without pages
      if (whole) list = service().client(stranger).get(kind.prefix);
      if (list.status == 403 || list.status == 405) continue;  // not allowed to list, or there is no list
      ASSERT_EQ(list.status, 200) << kind.prefix << '\n' << list.text;
      // Only themselves, or their one login; totals do not count anything else.
      EXPECT_LE(
          whole ? list.at("data").as_array().size() : list.at("pagination.total").to_number<std::size_t>(),
          1U)
          << kind.prefix;
      for (const auto& record : list.at("data").as_array())
        EXPECT_NE(std::to_string(record.at("id").as_int64()), id) << kind.prefix;
    }
}

}  // namespace

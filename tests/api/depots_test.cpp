#include <string>
#include <vector>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <gtest/gtest.h>

#include "tests/support/exchanges.hpp"
#include "tests/support/service.hpp"

namespace {

using namespace kpa::test;
namespace json = boost::json;

TestService& service() {
  static TestService running;
  return running;
}

const Person& first_superuser() {
  static const Person person = service().enrol(Rank::superuser);
  return person;
}

std::int64_t made(const std::string& path, const json::object& body) {
  const auto answer = service().client(first_superuser()).post(path, body);
  EXPECT_EQ(answer.status, 201) << answer.text;
  return answer.at("id").as_int64();
}

struct Organisation {
  std::int64_t zone = made("/api/depots/zones", {{"code", "SER"}, {"name", "South Eastern Railway"}});
  std::int64_t division =
      made("/api/depots/divisions", {{"code", "KGP"}, {"name", "Kharagpur"}, {"zone_id", zone}});
  std::int64_t depot =
      made("/api/depots", {{"code", "KGP-WS"}, {"name", "Kharagpur Workshop"}, {"division_id", division}});
};

const Organisation& organisation() {
  static const Organisation made_once;
  return made_once;
}

struct LevelOfPlaces {
  std::string name, path;
  json::object fresh;  ///< a new place with the code "NEW-" + name
  std::string parent = {};
};

std::vector<LevelOfPlaces> levels() {
  return {{"zone", "/api/depots/zones", {{"code", "NEW-Z"}, {"name", "Northern Railway"}}},
          {"division",
           "/api/depots/divisions",
           {{"code", "NEW-D"}, {"name", "Adra"}, {"zone_id", organisation().zone}},
           "zone_id"},
          {"depot",
           "/api/depots",
           {{"code", "NEW-P"}, {"name", "Adra Carriage Depot"}, {"division_id", organisation().division}},
           "division_id"}};
}

TEST(Depots, OfEveryLevelAreWrittenBySuperusersAndReadByEverybody) {
  const Person reader = service().enrol(), staff = service().enrol(Rank::staff);
  const Person& root = first_superuser();
  for (const auto& level : levels()) {
    SCOPED_TRACE(level.name);
    const std::string all = level.path, one = all + "/{id}", nowhere = all + "/987654",
                      key = "once-" + level.name;
    const json::object fresh = level.fresh, another{{"name", "Another"}};
    expect_all(
        service(),
        {
            ask("GET " + all).answers(401),
            ask("POST " + all, fresh).by(staff).answers(403),
            ask("POST " + all, fresh)
                .by(root)
                .with("Idempotency-Key", key)
                .answers(201)
                .header("ETag", "\"v1\"")
                .keeps("id", "id")
                .keeps("record", ""),
            ask("POST " + all, fresh)
                .by(root)
                .with("Idempotency-Key", key)
                .answers(201)
                .says("{record}")
                .header("Location", one),
            ask("GET " + one).by(reader).says("{record}"),
            ask("GET " + nowhere).by(reader).answers(404),
            ask("PATCH " + nowhere, another).by(root).answers(404),
            ask("PATCH " + one, another)
                .by(root)
                .with("If-Match", "\"v1\"")
                .header("ETag", "\"v2\"")
                .has("name", "Another")
                .has("code", fresh.at("code")),
            ask("PUT " + one, fresh).by(root).with("If-Match", "\"v1\"").answers(412),
            ask("PUT " + one, fresh).by(root).has("name", fresh.at("name")),
            ask("PUT " + one, fresh).by(root).header("ETag", "\"v3\"").because("nothing changed"),
            ask("PATCH " + one, another)
                .by(staff)
                .answers(403)
                .leaves("SELECT string_agg(action, ' ' ORDER BY id) FROM events WHERE entity_type = '" +
                            level.name + "' AND entity_id = {id}",
                        "created updated updated"),
        });
  }
}

TEST(Depots, OfEveryLevelHaveACodeOfTheirOwnAndAParentThatIsThere) {
  const Person& root = first_superuser();
  for (const auto& level : levels()) {
    SCOPED_TRACE(level.name);
    const auto with = [&](const std::string& member, const json::value& value) {
      json::object body = level.fresh;
      body["code"] = "LOST";
      body[member] = value;
      return body;
    };
    const std::string post = "POST " + level.path;
    std::vector<Exchange> table;
    for (const char* const bad : {"", "lower", "WITH SPACE", "ABCDEFGHIJKLMNOPQRSTU"})
      table.push_back(ask(post, with("code", bad)).by(root).answers(422));
    table.push_back(ask(post, with("code", "TWICE")).by(root).answers(201));
    table.push_back(ask(post, with("code", "TWICE"))
                        .by(root)
                        .answers(409)
                        .has("errors.code[0]", "This code is already in use"));
    if (!level.parent.empty())
      table.push_back(ask(post, with(level.parent, 987654))
                          .by(root)
                          .answers(422)
                          .has("errors." + level.parent + "[0]", "There is no such place"));
    expect_all(service(), table);
  }
}

TEST(Depots, AreListedWholeByCode) {
  ASSERT_NE(organisation().depot, 0);
  const auto answer = service().client(service().enrol()).get("/api/depots");
  std::string before;
  for (const auto& depot : answer.at("data").as_array()) {
    const std::string code(depot.at("code").as_string());
    EXPECT_LT(before, code);
    before = code;
  }
  EXPECT_FALSE(before.empty());
}

}  // namespace

#include <string>
#include <vector>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <gtest/gtest.h>

#include "tests/support/service.hpp"

namespace {

using namespace kpa::test;
namespace json = boost::json;

TestService& service() {
  static TestService running;
  return running;
}

HttpClient superuser() {
  static const Person person = service().enrol(Rank::superuser);
  return service().client(person);
}

std::int64_t made(const std::string& path, const json::object& body) {
  const auto answer = superuser().post(path, body);
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
  const auto reader = service().client(service().enrol());
  const auto staff = service().client(service().enrol(Rank::staff));
  for (const auto& level : levels()) {
    SCOPED_TRACE(level.name);
    EXPECT_EQ(service().client().get(level.path).status, 401);
    EXPECT_EQ(staff.post(level.path, level.fresh).status, 403);
    const auto created =
        superuser().post(level.path, level.fresh, {{"Idempotency-Key", "once-" + level.name}});
    ASSERT_EQ(created.status, 201) << created.text;
    const std::string one = level.path + "/" + std::to_string(created.at("id").as_int64());
    EXPECT_EQ(created.header("Location"), one);
    EXPECT_EQ(created.header("ETag"), "\"v1\"");
    EXPECT_EQ(superuser().post(level.path, level.fresh, {{"Idempotency-Key", "once-" + level.name}}).text,
              created.text);
    EXPECT_EQ(reader.get(one).body, created.body);
    EXPECT_EQ(reader.get(level.path + "/987654").status, 404);
    EXPECT_EQ(superuser().patch(level.path + "/987654", {{"name", "x"}}).status, 404);

    const auto renamed = superuser().patch(one, {{"name", "Another"}}, {{"If-Match", "\"v1\""}});
    ASSERT_EQ(renamed.status, 200) << renamed.text;
    EXPECT_EQ(renamed.at("name"), "Another");
    EXPECT_EQ(renamed.at("code"), created.at("code"));
    EXPECT_EQ(renamed.header("ETag"), "\"v2\"");
    EXPECT_EQ(superuser().put(one, level.fresh, {{"If-Match", "\"v1\""}}).status, 412);
    EXPECT_EQ(superuser().put(one, level.fresh).at("name"), level.fresh.at("name"));
    EXPECT_EQ(superuser().put(one, level.fresh).header("ETag"), "\"v3\"") << "nothing changed";
    EXPECT_EQ(staff.patch(one, {{"name", "x"}}).status, 403);
    EXPECT_EQ(service().sql("SELECT string_agg(action, ' ' ORDER BY id) FROM events WHERE entity_type = '" +
                            level.name + "' AND entity_id = " + std::to_string(created.at("id").as_int64())),
              "created updated updated");
  }
}

TEST(Depots, OfEveryLevelHaveACodeOfTheirOwnAndAParentThatIsThere) {
  for (const auto& level : levels()) {
    SCOPED_TRACE(level.name);
    auto body = level.fresh;
    body["code"] = "OTHER-" + level.name.substr(0, 1);
    for (const char* const bad : {"", "lower", "WITH SPACE", "ABCDEFGHIJKLMNOPQRSTU"}) {
      body["code"] = bad;
      EXPECT_EQ(superuser().post(level.path, body).status, 422) << bad;
    }
    body["code"] = "TWICE";
    ASSERT_EQ(superuser().post(level.path, body).status, 201);
    const auto taken = superuser().post(level.path, body);
    EXPECT_EQ(taken.status, 409);
    EXPECT_EQ(taken.at("errors.code[0]"), "This code is already in use");
    if (level.parent.empty()) continue;
    body["code"] = "LOST";
    body[level.parent] = 987654;
    const auto lost = superuser().post(level.path, body);
    EXPECT_EQ(lost.status, 422);
    EXPECT_EQ(lost.at("errors." + level.parent + "[0]"), "There is no such place");
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

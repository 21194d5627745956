#include <set>
#include <string>
#include <thread>
#include <vector>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/service.hpp"

namespace {

using namespace kpa::test;
namespace json = boost::json;
using testing::HasSubstr;

constexpr auto users = "/api/users/users";

/// Sessions are trusted for a minute, so that what ends at once is seen to need no recheck.
TestService& service() {
  static TestService running(
      [](kpa::config::Settings& settings) { settings.auth.session_recheck = std::chrono::minutes(1); });
  return running;
}

std::string path_of(std::int64_t id) { return std::string(users) + '/' + std::to_string(id); }
std::string path_of(const Person& person) { return path_of(person.id); }

HttpClient staff() {
  static const Person person = service().enrol(Rank::staff);
  return service().client(person);
}
/// There is always this one, so that no other superuser is the last.
const Person& first_superuser() {
  static const Person person = service().enrol(Rank::superuser);
  return person;
}
HttpClient superuser() { return service().client(first_superuser()); }

/// What a new person sends, with a phone number that nobody has.
json::object newcomer(const std::string& last_name = "Rao") {
  static int number = 0;
  return {{"phone_number", "+9197000" + std::to_string(10000 + number++)},
          {"first_name", "Kavya"},
          {"last_name", last_name}};
}

std::int64_t enrolled(json::object body) {
  const auto answer = superuser().post(users, body);
  EXPECT_EQ(answer.status, 201) << answer.text;
  return answer.at("id").as_int64();
}

std::string names(const Answer& page) {
  std::string all;
  for (const auto& one : page.at("data").as_array())
    all += std::string(one.at("last_name").as_string()) + ' ';
  return all;
}

TEST(People, AreEnrolledWithAllFieldsAndWithoutAPassword) {
  auto body = newcomer();
  body.insert({{"email", "kavya.rao@railway.com"},
               {"bio", "Wheel shop"},
               {"date_of_birth", "1990-05-17"},
               {"address_line_1", "12 Loco Colony"},
               {"city", "Kharagpur"},
               {"state", "West Bengal"},
               {"postal_code", "721301"},
               {"country", "India"},
               {"employee_id", " KGP-100 "},
               {"department", "Carriage and Wagon"},
               {"position", "Technician"},
               {"manager_id", first_superuser().id},
               {"is_staff", true},
               {"sight", "own"}});
  const auto created = superuser().post(users, body);
  ASSERT_EQ(created.status, 201) << created.text;
  body["employee_id"] = "KGP-100";
  for (const auto& [name, value] : body) EXPECT_EQ(created.at(name), value) << name;
  EXPECT_EQ(created.header("Location"), path_of(created.at("id").as_int64()));
  EXPECT_EQ(created.at("is_active"), true);
  EXPECT_EQ(created.at("full_name"), "Kavya Rao");
  EXPECT_EQ(superuser().get(created.header("Location")).body, created.body);
  for (const std::string password : {"!", "securepass123"}) {
    const auto login = service().client().post(
        "/api/users/login", {{"phone_number", body.at("phone_number")}, {"password", password}});
    EXPECT_EQ(login.at("code"), "invalid_credentials");
  }
  const std::string id = std::to_string(created.at("id").as_int64());
  EXPECT_EQ(
      service().sql("SELECT action || (after->>'employee_id') || actor_id FROM events WHERE entity_type = "
                    "'user' AND entity_id = " +
                    id),
      "createdKGP-100" + std::to_string(first_superuser().id));
}

TEST(People, AreEnrolledOnceWithAKey) {
  const auto body = newcomer();
  const auto first = staff().post(users, body, {{"Idempotency-Key", "enrol"}});
  ASSERT_EQ(first.status, 201) << first.text;
  EXPECT_EQ(staff().post(users, body, {{"Idempotency-Key", "enrol"}}).text, first.text);
}

TEST(People, AreRefusedWithAllThatIsWrong) {
  const auto known = newcomer();
  auto id = enrolled(known);
  ASSERT_EQ(superuser().patch(path_of(id), {{"employee_id", "KGP-7"}}).status, 200);
  struct Row {
    json::object change;
    int status;
    std::set<std::string> wrong;
  };
  const std::vector<Row> rows = {
      {{{"phone_number", known.at("phone_number")}}, 409, {"phone_number"}},
      {{{"phone_number", known.at("phone_number")}, {"employee_id", "KGP-7"}},
       409,
       {"employee_id", "phone_number"}},
      {{{"employee_id", "KGP-7"}}, 409, {"employee_id"}},
      {{{"phone_number", "x"}, {"manager_id", 987654}, {"depot_id", 987654}},
       422,
       {"depot_id", "manager_id", "phone_number"}},
      {{{"is_superuser", true}}, 422, {"is_staff"}},
      {{{"sight", "everything"}, {"email", "x"}}, 422, {"email", "sight"}},
      {{{"password", "securepass123"}}, 422, {"password"}},
      {{{"is_active", false}}, 422, {"is_active"}},
      {{{"id", 7}}, 422, {"id"}},
  };
  for (const auto& row : rows) {
    auto body = newcomer();
    for (const auto& [name, value] : row.change) body[name] = value;
    const auto answer = superuser().post(users, body);
    EXPECT_EQ(answer.status, row.status) << answer.text;
    std::set<std::string> wrong;
    for (const auto& error : answer.at("errors").as_object()) wrong.insert(std::string(error.key()));
    EXPECT_EQ(wrong, row.wrong) << answer.text;
  }
  // The same for those who are here already.
  const auto other = path_of(enrolled(newcomer()));
  EXPECT_EQ(superuser().patch(other, {{"phone_number", known.at("phone_number")}}).at("code"),
            "phone_number_taken");
  EXPECT_EQ(superuser().patch(other, {{"employee_id", "KGP-7"}}).at("code"), "conflict");
  EXPECT_EQ(superuser().patch(other, {{"depot_id", 987654}}).status, 422);
  EXPECT_EQ(superuser().patch(other, {{"manager_id", 987654}}).status, 422);
}

TEST(People, AreFoundByEveryFilterInEveryOrder) {
  const auto chief = enrolled(newcomer("Zzyzx-chief"));
  const auto one = [&](const char* last_name, json::object more) {
    auto body = newcomer(last_name);
    for (const auto& [name, value] : more) body[name] = value;
    return enrolled(std::move(body));
  };
  const auto first = one("Zzyzx-a", {{"department", "Zed"}, {"employee_id", "ZED-1"}, {"manager_id", chief}});
  one("Zzyzx-b", {{"department", "zed"}, {"email", "zed.b@railway.com"}, {"manager_id", first}});
  const auto third = one("Zzyzx-c", {{"is_staff", true}, {"manager_id", first}});
  ASSERT_EQ(superuser().ask("DELETE", path_of(third), {}, {}).status, 204);
  const std::string phone(superuser().get(path_of(first)).at("phone_number").as_string());

  struct Row {
    std::string query, found;
  };
  const std::vector<Row> rows = {
      {"?search=zzyzx", "Zzyzx-a Zzyzx-b Zzyzx-c Zzyzx-chief "},
      {"?search=zzyzx&sort=-name", "Zzyzx-chief Zzyzx-c Zzyzx-b Zzyzx-a "},
      {"?search=zzyzx&sort=date_joined", "Zzyzx-chief Zzyzx-a Zzyzx-b Zzyzx-c "},
      {"?search=Kavya%20Zzyzx-a", "Zzyzx-a "},
      {"?search=" + phone.substr(3), "Zzyzx-a "},
      {"?search=" + phone.substr(4, 9), "Zzyzx-a "},
      {"?search=zzyzx&department=&is_active=&manager=&sort=", "Zzyzx-a Zzyzx-b Zzyzx-c Zzyzx-chief "},
      {"?search=0" + phone.substr(3, 5) + "%20" + phone.substr(8), "Zzyzx-a "},
      {"?search=zed-1", "Zzyzx-a "},
      {"?search=ZED.B", "Zzyzx-b "},
      {"?search=zzyzx_", ""},
      {"?search=zzyzx%25", ""},
      {"?search=zzyzx%5C", ""},
      {"?search=%EF%BC%85", ""},                              // a full-width % is no wildcard either
      {"?search=%EF%BC%BA%EF%BC%A5%EF%BC%A4-1", "Zzyzx-a "},  // ＺＥＤ
      {"?search=zed%E2%80%931", "Zzyzx-a "},                  // an en dash
      {"?search=%E2%80%8Ezed-1%C2%A0zzyzx", ""},
      {"?search=%E2%80%8Ezed-1", "Zzyzx-a "},  // a mark of direction
      {"?search=zed-%E0%A5%A7", "Zzyzx-a "},   // १
      {"?department=%EF%BC%BAed", "Zzyzx-a Zzyzx-b "},
      {"?department=ZED", "Zzyzx-a Zzyzx-b "},
      {"?search=zzyzx&is_active=false", "Zzyzx-c "},
      {"?search=zzyzx&is_staff=true", "Zzyzx-c "},
      {"?search=zzyzx&is_staff=false&is_active=true", "Zzyzx-a Zzyzx-b Zzyzx-chief "},
      {"?manager=" + std::to_string(chief), "Zzyzx-a "},
      {"?search=zzyzx&per_page=2&page=2", "Zzyzx-c Zzyzx-chief "},
      {"?depot=987654", ""},
  };
  for (const auto& row : rows) {
    const auto answer = staff().get(users + row.query);
    ASSERT_EQ(answer.status, 200) << row.query << answer.text;
    EXPECT_EQ(names(answer), row.found) << row.query;
  }
  std::string by_cursor, next;
  do {
    const auto page = staff().get(std::string(users) + "?search=zzyzx&per_page=1" + next);
    EXPECT_EQ(page.at("pagination.total"), 4);
    by_cursor += names(page);
    const auto& cursor = page.at("pagination.next_cursor");
    next = cursor.is_null() ? "" : "&cursor=" + std::string(cursor.as_string());
  } while (!next.empty());
  EXPECT_EQ(by_cursor, rows.front().found);

  EXPECT_EQ(names(staff().get(path_of(chief) + "/reports")), "Zzyzx-a ");
  EXPECT_EQ(names(staff().get(path_of(chief) + "/reports?depth=direct")), "Zzyzx-a ");
  const auto all = staff().get(path_of(chief) + "/reports?depth=all&sort=-name&per_page=2");
  EXPECT_EQ(names(all), "Zzyzx-c Zzyzx-b ");
  EXPECT_EQ(all.at("pagination.total"), 3);
  EXPECT_EQ(staff().get(path_of(987654) + "/reports").status, 404);
  for (const std::string query : {"?sort=phone_number", "?is_staff=maybe", "?manager=x", "?surname=x"})
    EXPECT_EQ(staff().get(users + query).status, 422) << query;
  EXPECT_EQ(staff().get(path_of(chief) + "/reports?depth=some").status, 422);
}

TEST(People, AreReplacedAndPatchedInTheirCurrentVersion) {
  auto body = newcomer();
  body["department"] = "Stores";
  body["is_staff"] = true;
  body["sight"] = "own";
  const auto created = superuser().post(users, body);
  const std::string path = created.header("Location");
  const std::string etag = created.header("ETag");

  auto read = created.body.as_object();
  read["city"] = "Adra";
  const auto put = superuser().put(path, read, {{"If-Match", etag}});
  ASSERT_EQ(put.status, 200) << put.text;
  EXPECT_EQ(put.at("full_address"), "Adra");
  EXPECT_EQ(superuser().patch(path, {{"bio", "x"}}, {{"If-Match", etag}}).status, 412);

  const auto patched = superuser().patch(path, {{"bio", "x"}, {"department", nullptr}});
  EXPECT_EQ(patched.at("bio"), "x");
  EXPECT_TRUE(patched.at("department").is_null());
  EXPECT_EQ(patched.at("city"), "Adra");
  EXPECT_EQ(superuser().patch(path, {{"bio", "x"}}).header("ETag"), patched.header("ETag"))
      << "nothing changed";

  const auto replaced = superuser().put(
      path, {{"phone_number", body.at("phone_number")}, {"first_name", "Kavya"}, {"last_name", "Rao"}});
  ASSERT_EQ(replaced.status, 200) << replaced.text;
  EXPECT_TRUE(replaced.at("city").is_null());
  EXPECT_EQ(replaced.at("is_staff"), true) << "rank is not lost by an oversight";
  EXPECT_EQ(replaced.at("sight"), "own");
  EXPECT_EQ(superuser().patch(path, {{"last_login", nullptr}, {"id", 7}}).status, 422);
  EXPECT_EQ(superuser().put(path, {{"first_name", "x"}}).status, 422);
}

TEST(People, OfRegularRankReadAndChangeOnlyThemselves) {
  const auto person = service().enrol();
  const auto other = service().enrol();
  const auto client = service().client(person);
  EXPECT_EQ(client.get(path_of(person)).status, 200);
  const auto changed = client.patch(path_of(person), {{"bio", "Wheel shop"}});
  EXPECT_EQ(changed.at("bio"), "Wheel shop");
  EXPECT_EQ(client.put(path_of(person), changed.body.as_object()).status, 200);
  for (const json::object& raise : std::vector<json::object>{{{"is_staff", true}},
                                                             {{"is_superuser", true}},
                                                             {{"sight", "own"}},
                                                             {{"isStaff", true}},
                                                             {{"depot_id", 1}},
                                                             {{"manager_id", 1}},
                                                             {{"employee_id", "X"}},
                                                             {{"phone_number", "+919111111111"}},
                                                             {{"is_active", false}}}) {
    const auto answer = client.patch(path_of(person), raise);
    EXPECT_EQ(answer.status, 422) << json::serialize(raise) << answer.text;
  }
  for (const auto id : {other.id, std::int64_t{987654}}) {
    EXPECT_EQ(client.get(path_of(id)).status, 404);
    EXPECT_EQ(client.patch(path_of(id), {{"bio", "x"}}).status, 404);
    EXPECT_EQ(client.put(path_of(id), newcomer()).status, 404);
    EXPECT_EQ(client.ask("DELETE", path_of(id), {}, {}).status, 403);
    EXPECT_EQ(client.post(path_of(id) + "/activate", {}).status, 403);
    EXPECT_EQ(client.get(path_of(id) + "/reports").status, 403);
  }
  EXPECT_EQ(client.get(users).status, 403);
  EXPECT_EQ(client.post(users, newcomer()).status, 403);
}

TEST(People, OfStaffRankTouchNoRankAndNobodyWhoHasOne) {
  const auto me = service().enrol(Rank::staff);
  const auto client = service().client(me);
  for (const json::object& raise :
       std::vector<json::object>{{{"is_staff", true}}, {{"is_superuser", true}}, {{"sight", "own"}}}) {
    auto body = newcomer();
    for (const auto& [name, value] : raise) body[name] = value;
    EXPECT_EQ(client.post(users, body).status, 422);
    const auto regular = service().enrol();
    EXPECT_EQ(client.patch(path_of(regular), raise).status, 422);
    EXPECT_EQ(client.get(path_of(regular)).at("is_staff"), false);
  }
  for (const Rank rank : {Rank::staff, Rank::superuser}) {
    const auto colleague = service().enrol(rank);
    EXPECT_EQ(client.get(path_of(colleague)).status, 200);
    EXPECT_EQ(client.patch(path_of(colleague), {{"bio", "x"}}).status, 403);
    EXPECT_EQ(client.put(path_of(colleague), newcomer()).status, 403);
    EXPECT_EQ(client.ask("DELETE", path_of(colleague), {}, {}).status, 403);
    EXPECT_EQ(client.post(path_of(colleague) + "/activate", {}).status, 403);
  }
  // Themselves they are people like others.
  EXPECT_EQ(client.patch(path_of(me), {{"bio", "x"}}).status, 200);
  EXPECT_EQ(client.patch(path_of(me), {{"is_superuser", true}}).status, 422);
  EXPECT_EQ(client.patch(path_of(me), {{"depot_id", 1}}).status, 422);
  EXPECT_EQ(client.patch(path_of(me), {{"is_staff", false}}).status, 422);
}

TEST(People, WhoAreDeactivatedAreOutAtOnceAndMayComeBack) {
  const auto person = service().enrol();
  const auto client = service().client(person);
  ASSERT_EQ(client.get("/api/users/profile").status, 200);
  EXPECT_EQ(staff().ask("DELETE", path_of(person), {}, {}).status, 204);
  EXPECT_EQ(client.get("/api/users/profile").status, 401);
  EXPECT_EQ(staff().ask("DELETE", path_of(person), {}, {}).status, 204) << "once more makes no difference";
  const json::object login = {{"phone_number", person.phone}, {"password", person.password}};
  EXPECT_EQ(service().client().post("/api/users/login", login).at("code"), "account_disabled");
  EXPECT_EQ(staff().get(path_of(person)).at("is_active"), false);
  const auto back = staff().post(path_of(person) + "/activate", {});
  EXPECT_EQ(back.at("is_active"), true) << back.text;
  EXPECT_EQ(staff().post(path_of(person) + "/activate", {}).body, back.body);
  EXPECT_EQ(service().client().post("/api/users/login", login).status, 200);
  EXPECT_EQ(staff().ask("DELETE", path_of(987654), {}, {}).status, 404);
  EXPECT_EQ(
      service().sql("SELECT string_agg(action, ' ' ORDER BY id) FROM events WHERE entity_type = 'user' AND "
                    "action LIKE '%activated' AND entity_id = " +
                    std::to_string(person.id)),
      "deactivated activated");
}

TEST(People, WhoComeBackDoNotFindTheLinksOfBeforeGood) {
  const auto person = service().enrol();
  const auto set_password = [&](const json::value& token) {
    return service().client().post(
        "/api/users/password-reset/confirm",
        {{"token", token}, {"new_password", "gauge-1676-broad"}, {"confirm_password", "gauge-1676-broad"}});
  };
  const auto link = [&] {
    return staff().post(path_of(person) + "/reset-password", {{"method", "link"}}).at("token");
  };
  const auto before = link();
  ASSERT_EQ(staff().ask("DELETE", path_of(person), {}, {}).status, 204);
  ASSERT_EQ(staff().post(path_of(person) + "/activate", {}).status, 200);
  EXPECT_EQ(set_password(before).at("code"), "invalid_code");
  EXPECT_EQ(set_password(link()).status, 200);
}

TEST(People, NeverDeactivateThemselves) {
  for (const Rank rank : {Rank::staff, Rank::superuser}) {
    const auto me = service().enrol(rank);
    EXPECT_EQ(service().client(me).ask("DELETE", path_of(me), {}, {}).status, 409);
    EXPECT_EQ(service().client(me).get(path_of(me)).at("is_active"), true);
  }
}

std::string link_for(const HttpClient& maker, const Person& person) {
  const auto made = maker.post(path_of(person) + "/reset-password", {{"method", "link"}});
  return std::string(made.at("token").as_string());
}

int use_link(const std::string& token, const std::string& password) {
  return service()
      .client()
      .post("/api/users/password-reset/confirm",
            {{"token", token}, {"new_password", password}, {"confirm_password", password}})
      .status;
}

void set_password(const HttpClient& maker, const Person& person, const std::string& password) {
  ASSERT_EQ(use_link(link_for(maker, person), password), 200);
}

Answer log_in(const Person& person, const std::string& password) {
  return service().client().post("/api/users/login",
                                 {{"phone_number", person.phone}, {"password", password}});
}

TEST(People, WhoLoseOrGainARankHaveItAtOnce) {
  const auto person = service().enrol();
  const auto client = service().client(person);
  ASSERT_EQ(client.get(users).status, 403);
  ASSERT_EQ(superuser().patch(path_of(person), {{"is_staff", true}}).status, 200);
  EXPECT_EQ(client.get(users).status, 401) << "who may do more proves first who they are";
  set_password(superuser(), person, person.password);
  auto again = service().client();
  again.token =
      again.post("/api/users/login", {{"phone_number", person.phone}, {"password", person.password}})
          .at("access_token")
          .as_string();
  EXPECT_EQ(again.get(users).status, 200);
  ASSERT_EQ(superuser().patch(path_of(person), {{"is_staff", false}}).status, 200);
  EXPECT_EQ(again.get(users).status, 403);
}

TEST(People, WhoGetAnotherNumberLogInWithIt) {
  const auto person = service().enrol();
  const auto client = service().client(person);
  ASSERT_EQ(superuser().patch(path_of(person), {{"position", "Fitter"}}).status, 200);
  EXPECT_EQ(client.get("/api/users/profile").status, 200);
  ASSERT_EQ(superuser().patch(path_of(person), {{"phone_number", newcomer().at("phone_number")}}).status,
            200);
  EXPECT_EQ(client.get("/api/users/profile").status, 401);

  const auto me = service().enrol(Rank::superuser);
  const auto mine = service().client(me);
  const auto own = mine.patch(path_of(me), {{"phone_number", newcomer().at("phone_number")}});
  EXPECT_EQ(own.status, 422) << "a code to the other number would be worth the account";
  EXPECT_TRUE(own.at("errors").as_object().contains("phone_number")) << own.text;
  EXPECT_EQ(superuser().patch(path_of(me), {{"phone_number", newcomer().at("phone_number")}}).status, 200);
}

TEST(People, AreFoundByAnEmployeeIdThatLooksLikeAPhoneNumber) {
  auto somebody = newcomer();
  somebody["employee_id"] = "00112345678";
  const auto id = enrolled(somebody);
  for (const char* part : {"00112345678", "0112345678", "345678"}) {
    const auto found = superuser().get(users + ("?search=" + std::string(part)));
    ASSERT_EQ(found.at("data").as_array().size(), 1U) << part << found.text;
    EXPECT_EQ(found.at("data").at(0).at("id").as_int64(), id);
  }
}

std::string escaped(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    out += {'%', digits[byte >> 4U], digits[byte & 15U]};
  }
  return out;
}

TEST(People, AreFoundInEitherSpellingOfTheirName) {
  struct Row {
    std::string one, other;
  };
  for (const auto& [one, other] : {
           Row{"\u09DF\u09BE\u09A6\u09AC", "\u09AF\u09BC\u09BE\u09A6\u09AC"},  // Bengali য়াদব
           Row{"\u095E\u093F\u0930\u094B\u091C\u093C",
               "\u092B\u093C\u093F\u0930\u094B\u091C\u093C"},                  // फ़िरोज़
           Row{"\u0B95\u0BCA\u0B9F\u0BC8", "\u0B95\u0BC6\u0BBE\u0B9F\u0BC8"},  // Tamil கொடை
           Row{"Jos\u00E9e", "JOSE\u0301E"},
           Row{"\u0C15\u0C48\u0C32\u0C3E\u0C38", "\u0C15\u0C46\u0C56\u0C32\u0C3E\u0C38"},  // Telugu కైలాస
           Row{"\u0930\u093E\u0915\u094D\u200D\u0937\u0938",
               "\u0930\u093E\u0915\u094D\u0937\u0938"},  // a joiner
       }) {
    const auto with_one = enrolled(newcomer(one)), with_other = enrolled(newcomer(other));
    for (const auto& sought : {one, other}) {
      const auto found = superuser().get(users + ("?search=" + escaped(sought) + "&sort=date_joined"));
      ASSERT_EQ(found.at("data").as_array().size(), 2U) << sought << found.text;
      EXPECT_EQ(found.at("data").at(0).at("id").as_int64(), with_one);
      EXPECT_EQ(found.at("data").at(1).at("id").as_int64(), with_other);
    }
  }
}

TEST(People, HaveEmployeeIdsThatDifferInMoreThanCase) {
  auto somebody = newcomer(), other = newcomer();
  somebody["employee_id"] = "Case-\u00C91";
  const auto id = enrolled(somebody);
  for (const auto* same : {"case-\u00E91", "CASE-E\u03011", "Case–\u00C91"}) {
    other["employee_id"] = same;
    const auto refused = superuser().post(users, other);
    EXPECT_EQ(refused.status, 409) << same;
    EXPECT_TRUE(refused.at("errors").as_object().contains("employee_id")) << refused.text;
  }
  other["employee_id"] = "Case-2";
  const auto of_other = enrolled(other);
  const auto renamed = superuser().patch(path_of(of_other), {{"employee_id", "CASE-\u00C91"}});
  EXPECT_EQ(renamed.status, 409) << renamed.text;
  EXPECT_EQ(superuser().patch(path_of(id), {{"employee_id", "CASE-\u00C91"}}).status, 200) << "their own";
}

TEST(People, WhoGetARankDoNotOweItToALinkOfBefore) {
  const json::object rank{{"is_staff", true}, {"is_superuser", true}};
  const auto staff = service().client(service().enrol(Rank::staff));
  const auto unused = service().enrol(), number = service().enrol();
  const auto link = link_for(staff, unused), other_link = link_for(staff, number);
  ASSERT_EQ(superuser().patch(path_of(unused), rank).status, 200);
  EXPECT_EQ(use_link(link, "dry-bogie-bolster"), 401) << "made by staff, who could not make it now";
  ASSERT_EQ(superuser().patch(path_of(number), {{"phone_number", newcomer().at("phone_number")}}).status,
            200);
  EXPECT_EQ(use_link(other_link, "dry-bogie-bolster"), 401);
}

/// Whoever helped a regular user may know their password, also when it was changed since, and have their
/// second factor.
TEST(People, WhoGetARankKeepNothingThatTheyProvedThemselvesWithBefore) {
  const auto staff = service().client(service().enrol(Rank::staff));
  const auto person = service().enrol();
  set_password(staff, person, "dry-bogie-bolster");
  auto as_person = service().client();
  as_person.token = log_in(person, "dry-bogie-bolster").at("access_token").as_string();
  ASSERT_EQ(as_person
                .post("/api/users/change-password", {{"current_password", "dry-bogie-bolster"},
                                                     {"new_password", "gauge-1676-broad"},
                                                     {"confirm_password", "gauge-1676-broad"}})
                .status,
            200);
  service().sql("INSERT INTO second_factors (user_id, sealed_secret, confirmed_at) VALUES (" +
                std::to_string(person.id) + ", '-', now())");
  ASSERT_EQ(superuser().patch(path_of(person), {{"is_superuser", true}, {"is_staff", true}}).status, 200);
  EXPECT_EQ(log_in(person, "gauge-1676-broad").at("code"), "invalid_credentials");
  EXPECT_EQ(as_person.get("/api/users/profile").status, 401);
  EXPECT_EQ(staff.post(path_of(person) + "/reset-password", {{"method", "link"}}).status, 403);
  set_password(superuser(), person, "yard-lantern-77");
  EXPECT_EQ(log_in(person, "yard-lantern-77").status, 200) << "without the second factor of before";
}

TEST(People, AreNotLetInByALinkOfSomebodyWhoHasLeft) {
  const auto left = service().enrol(Rank::superuser), whom = service().enrol(Rank::superuser);
  const auto made = service().client(left).post(path_of(whom) + "/reset-password", {{"method", "link"}});
  ASSERT_EQ(made.status, 200) << made.text;
  ASSERT_EQ(superuser().ask("DELETE", path_of(left), {}, {}).status, 204);
  const auto used = service().client().post("/api/users/password-reset/confirm",
                                            {{"token", made.at("token")},
                                             {"new_password", "dry-bogie-bolster"},
                                             {"confirm_password", "dry-bogie-bolster"}});
  EXPECT_EQ(used.status, 401) << used.text;
}

TEST(People, AreNotLetInByALinkOfSomebodyWhoSeesThemNoLonger) {
  const auto staff = service().enrol(Rank::staff), person = service().enrol();
  const auto link = link_for(service().client(staff), person);
  ASSERT_EQ(superuser().patch(path_of(staff), {{"sight", "own"}}).status, 200);
  EXPECT_EQ(use_link(link, "dry-bogie-bolster"), 401);
  ASSERT_EQ(superuser().patch(path_of(staff), {{"sight", "all"}}).status, 200);
  EXPECT_EQ(use_link(link, "dry-bogie-bolster"), 200);
}

/// Their requests may have been let in before, and wait for others.
TEST(People, AreChangedOnlyByWhoeverStillMay) {
  TestService place([](kpa::config::Settings& settings) {
    settings.auth.session_recheck = std::chrono::minutes(1);
    settings.server.io_threads = 1;  // what lets the requests in knows the caller from before
  });
  place.enrol(Rank::superuser);
  const auto gone = place.enrol(Rank::superuser), person = place.enrol();
  const auto client = place.client(gone);
  ASSERT_EQ(client.get(users).status, 200);
  place.sql("UPDATE users SET is_superuser = false, is_staff = false WHERE id = " + std::to_string(gone.id));
  EXPECT_EQ(client.post(users, newcomer()).status, 403);
  EXPECT_EQ(client.patch(path_of(person), {{"is_superuser", true}, {"is_staff", true}}).status, 403);
  EXPECT_EQ(client.post(path_of(person) + "/activate", {}).status, 403);
  EXPECT_EQ(client.ask("DELETE", path_of(person), {}, {}).status, 403);
}

TEST(People, HaveNoCircleOfManagersAlsoWhenTwoMakeItAtOnce) {
  const auto a = enrolled(newcomer()), b = enrolled(newcomer()), c = enrolled(newcomer());
  EXPECT_EQ(superuser().patch(path_of(a), {{"manager_id", a}}).status, 422);
  ASSERT_EQ(superuser().patch(path_of(a), {{"manager_id", b}}).status, 200);
  ASSERT_EQ(superuser().patch(path_of(b), {{"manager_id", c}}).status, 200);
  const auto circle = superuser().patch(path_of(c), {{"manager_id", a}});
  EXPECT_EQ(circle.status, 422);
  EXPECT_TRUE(circle.at("errors").as_object().contains("manager_id")) << circle.text;
  EXPECT_ANY_THROW(service().sql("UPDATE users SET manager_id = " + std::to_string(a) +
                                 " WHERE id = " + std::to_string(c)));

  const auto client = superuser();
  for (int round = 0; round < 20; ++round) {
    const auto x = enrolled(newcomer()), y = enrolled(newcomer());
    int statuses[2] = {};
    {
      const std::jthread one([&] { statuses[0] = client.patch(path_of(x), {{"manager_id", y}}).status; });
      const std::jthread other([&] { statuses[1] = client.patch(path_of(y), {{"manager_id", x}}).status; });
    }
    EXPECT_EQ(std::set<int>(statuses, statuses + 2), (std::set<int>{200, 422}));
  }
}

/// The last two superusers are removed by each other at once: one stays.
TEST(People, AlwaysIncludeASuperuser) {
  TestService alone;
  for (int round = 0; round < 10; ++round) {
    const Person a = alone.enrol(Rank::superuser), b = alone.enrol(Rank::superuser);
    // Before anybody looks: the tokens are used for the first time below.
    alone.sql("UPDATE users SET is_active = false WHERE is_superuser AND id NOT IN (" + std::to_string(a.id) +
              "," + std::to_string(b.id) + ")");
    const auto remove = [&](const Person& actor, const Person& target) {
      const auto client = alone.client(actor);
      if (round % 2 == 0) return client.ask("DELETE", path_of(target), {}, {}).status;
      return client.patch(path_of(target), {{"is_superuser", false}}).status;
    };
    int statuses[2] = {};
    {
      const std::jthread one([&] { statuses[0] = remove(a, b); });
      const std::jthread other([&] { statuses[1] = remove(b, a); });
    }
    EXPECT_EQ(alone.sql("SELECT count(*) FROM users WHERE is_superuser AND is_active"), "1");
    // The other is refused by the last superuser's guard, or came when it was no superuser any more.
    EXPECT_TRUE((statuses[0] < 300) != (statuses[1] < 300)) << statuses[0] << ' ' << statuses[1];
  }
  const Person last = [&] {
    Person person = alone.enrol(Rank::superuser);
    alone.sql("UPDATE users SET is_active = false WHERE is_superuser AND id <> " + std::to_string(person.id));
    return person;
  }();
  const auto client = alone.client(last);
  for (const json::object& demotion :
       std::vector<json::object>{{{"is_superuser", false}}, {{"is_superuser", false}, {"is_staff", false}}}) {
    const auto answer = client.patch(path_of(last), demotion);
    EXPECT_EQ(answer.status, 409) << answer.text;
    EXPECT_THAT(std::string(answer.at("message").as_string()), HasSubstr("last active superuser"));
  }
  EXPECT_EQ(client.patch(path_of(last), {{"bio", "x"}}).status, 200);
}

}  // namespace

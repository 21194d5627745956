#include <set>
#include <string>
#include <thread>
#include <vector>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/exchanges.hpp"
#include "tests/support/service.hpp"

namespace {

using namespace kpa::test;
namespace json = boost::json;
using testing::HasSubstr;

constexpr auto users = "/api/users/users";

/// Sessions are cached for a minute, so that a session that ends at once cannot be due to a recheck.
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
/// Always exists, so that no other superuser is the last.
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
  const json::value taken = known.at("phone_number");
  ASSERT_EQ(superuser().patch(path_of(enrolled(known)), {{"employee_id", "KGP-7"}}).status, 200);
  const std::string other = "PATCH " + path_of(enrolled(newcomer()));
  const Person& root = first_superuser();
  const auto with = [](const json::object& change) {
    auto body = newcomer();
    for (const auto& [name, value] : change) body[name] = value;
    return ask("POST /api/users/users", body).by(first_superuser());
  };
  expect_all(service(),
             {
                 with({{"phone_number", taken}}).answers(409).errors({"phone_number"}),
                 with({{"phone_number", taken}, {"employee_id", "KGP-7"}})
                     .answers(409)
                     .errors({"employee_id", "phone_number"}),
                 with({{"employee_id", "KGP-7"}}).answers(409).errors({"employee_id"}),
                 with({{"phone_number", "x"}, {"manager_id", 987654}, {"depot_id", 987654}})
                     .answers(422)
                     .errors({"depot_id", "manager_id", "phone_number"}),
                 with({{"is_superuser", true}}).answers(422).errors({"is_staff"}),
                 with({{"sight", "everything"}, {"email", "x"}}).answers(422).errors({"email", "sight"}),
                 with({{"password", "securepass123"}}).answers(422).errors({"password"}),
                 with({{"is_active", false}}).answers(422).errors({"is_active"}),
                 with({{"id", 7}}).answers(422).errors({"id"}),
                 // The same for existing people.
                 ask(other, {{"phone_number", taken}}).by(root).answers(409, "phone_number_taken"),
                 ask(other, {{"employee_id", "KGP-7"}}).by(root).answers(409, "conflict"),
                 ask(other, {{"depot_id", 987654}}).by(root).answers(422),
                 ask(other, {{"manager_id", 987654}}).by(root).answers(422),
             });
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
  const std::string one = created.header("Location"), etag = created.header("ETag");
  auto read = created.body.as_object();
  read["city"] = "Adra";
  const json::object least{
      {"phone_number", body.at("phone_number")}, {"first_name", "Kavya"}, {"last_name", "Rao"}};
  const Person& root = first_superuser();
  expect_all(
      service(),
      {
          ask("PUT " + one, read).by(root).with("If-Match", etag).has("full_address", "Adra"),
          ask("PATCH " + one, {{"bio", "x"}}).by(root).with("If-Match", etag).answers(412),
          ask("PATCH " + one, {{"bio", "x"}, {"department", nullptr}})
              .by(root)
              .has("bio", "x")
              .has("department", nullptr)
              .has("city", "Adra")
              .keeps("tag", "ETag"),
          ask("PATCH " + one, {{"bio", "x"}}).by(root).header("ETag", "{tag}").because("nothing changed"),
          ask("PUT " + one, least)
              .by(root)
              .has("city", nullptr)
              .has("is_staff", true)
              .has("sight", "own")
              .because("rank is not lost by an oversight"),
          ask("PATCH " + one, {{"last_login", nullptr}, {"id", 7}}).by(root).answers(422),
          ask("PUT " + one, {{"first_name", "x"}}).by(root).answers(422),
      });
}

TEST(People, OfRegularRankReadAndChangeOnlyThemselves) {
  const Person person = service().enrol(), other = service().enrol();
  const std::string own = path_of(person);
  const auto changed = expect_all(
      service(), {
                     ask("GET " + own).by(person),
                     ask("PATCH " + own, {{"bio", "Wheel shop"}}).by(person).has("bio", "Wheel shop"),
                 });
  std::vector<Exchange> table{ask("PUT " + own, changed.body).by(person),
                              ask("GET /api/users/users").by(person).answers(403),
                              ask("POST /api/users/users", newcomer()).by(person).answers(403)};
  for (const json::object& raise : std::vector<json::object>{{{"is_staff", true}},
                                                             {{"is_superuser", true}},
                                                             {{"sight", "own"}},
                                                             {{"isStaff", true}},
                                                             {{"depot_id", 1}},
                                                             {{"manager_id", 1}},
                                                             {{"employee_id", "X"}},
                                                             {{"phone_number", "+919111111111"}},
                                                             {{"is_active", false}}})
    table.push_back(ask("PATCH " + own, raise).by(person).answers(422));
  for (const auto id : {other.id, std::int64_t{987654}}) {
    const std::string one = path_of(id);
    table.push_back(ask("GET " + one).by(person).answers(404));
    table.push_back(ask("PATCH " + one, {{"bio", "x"}}).by(person).answers(404));
    table.push_back(ask("PUT " + one, newcomer()).by(person).answers(404));
    table.push_back(ask("DELETE " + one).by(person).answers(403));
    table.push_back(ask("POST " + one + "/activate", json::object()).by(person).answers(403));
    table.push_back(ask("GET " + one + "/reports").by(person).answers(403));
  }
  expect_all(service(), table);
}

TEST(People, OfStaffRankTouchNoRankAndNobodyWhoHasOne) {
  const Person me = service().enrol(Rank::staff), regular = service().enrol();
  const Person colleagues[] = {service().enrol(Rank::staff), service().enrol(Rank::superuser)};
  std::vector<Exchange> table;
  for (const json::object& raise :
       std::vector<json::object>{{{"is_staff", true}}, {{"is_superuser", true}}, {{"sight", "own"}}}) {
    auto body = newcomer();
    for (const auto& [name, value] : raise) body[name] = value;
    table.push_back(ask("POST /api/users/users", body).by(me).answers(422));
    table.push_back(ask("PATCH " + path_of(regular), raise).by(me).answers(422));
    table.push_back(ask("GET " + path_of(regular)).by(me).has("is_staff", false));
  }
  for (const auto& colleague : colleagues) {
    const std::string one = path_of(colleague);
    table.push_back(ask("GET " + one).by(me));
    table.push_back(ask("PATCH " + one, {{"bio", "x"}}).by(me).answers(403));
    table.push_back(ask("PUT " + one, newcomer()).by(me).answers(403));
    table.push_back(ask("DELETE " + one).by(me).answers(403));
    table.push_back(ask("POST " + one + "/activate", json::object()).by(me).answers(403));
  }
  // On themselves they have the rights of any user.
  const std::string own = "PATCH " + path_of(me);
  table.push_back(ask(own, {{"bio", "x"}}).by(me));
  table.push_back(ask(own, {{"is_superuser", true}}).by(me).answers(422));
  table.push_back(ask(own, {{"depot_id", 1}}).by(me).answers(422));
  table.push_back(ask(own, {{"is_staff", false}}).by(me).answers(422));
  expect_all(service(), table);
}

TEST(People, WhoAreDeactivatedAreOutAtOnceAndMayComeBack) {
  const Person person = service().enrol(), staff = service().enrol(Rank::staff);
  const std::string one = path_of(person);
  const json::object login = {{"phone_number", person.phone}, {"password", person.password}};
  expect_all(
      service(),
      {
          ask("GET /api/users/profile").by(person),
          ask("DELETE " + one).by(staff).answers(204),
          ask("GET /api/users/profile").by(person).answers(401),
          ask("DELETE " + one).by(staff).answers(204).because("once more makes no difference"),
          ask("POST /api/users/login", login).answers(403, "account_disabled"),
          ask("GET " + one).by(staff).has("is_active", false),
          ask("POST " + one + "/activate", json::object()).by(staff).has("is_active", true).keeps("back", ""),
          ask("POST " + one + "/activate", json::object()).by(staff).says("{back}"),
          ask("POST /api/users/login", login),
          ask("DELETE " + path_of(987654))
              .by(staff)
              .answers(404)
              .leaves("SELECT string_agg(action, ' ' ORDER BY id) FROM events WHERE entity_type = 'user' AND "
                      "action LIKE '%activated' AND entity_id = " +
                          std::to_string(person.id),
                      "deactivated activated"),
      });
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

/// Somebody who helped a regular user may know their password, even after a change, and may have their second
/// factor.
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

/// Requests may be let in before, and then wait for others.
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

/// The last two superusers remove each other at the same time: one stays.
TEST(People, AlwaysIncludeASuperuser) {
  TestService alone;
  for (int round = 0; round < 10; ++round) {
    const Person a = alone.enrol(Rank::superuser), b = alone.enrol(Rank::superuser);
    // Done before the tokens below are used, so that no rank is cached.
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
    // The other request is refused as the last superuser's, or its caller was no superuser any more.
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

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

// Only HTTP is tested here; the rest is tested in the features.
namespace {

using namespace kpa::test;
namespace json = boost::json;
using testing::HasSubstr;

constexpr auto profile = "/api/users/profile";
constexpr auto good_password = "monsoon-42-axle";

/// Sessions are cached for a minute, so that a session that ends at once cannot be due to a recheck.
TestService& service() {
  static TestService running(
      [](kpa::config::Settings& settings) { settings.auth.session_recheck = std::chrono::minutes(1); });
  return running;
}

json::object registration(const std::string& phone) {
  return {{"phone_number", phone},
          {"password", good_password},
          {"confirm_password", good_password},
          {"first_name", "Ravi"},
          {"last_name", "Kumar"}};
}

std::string text(const Answer& answer, std::string_view path) {
  const auto& value = answer.at(path);
  return value.is_string() ? std::string(value.as_string()) : json::serialize(value);
}

TEST(Accounts, TheReferencesExampleWorksAsPrinted) {
  auto client = service().client();
  const auto answer = client.ask("POST", "/api/users/register", R"({
    "phone_number": "+1234567890",
    "password": "securepass123",
    "confirm_password": "securepass123",
    "first_name": "John",
    "last_name": "Engineer",
    "email": "john.engineer@railway.com"
  })",
                                 {{"Content-Type", "application/json"}});
  ASSERT_EQ(answer.status, 201) << answer.text;
  EXPECT_EQ(answer.body.as_object().size(), 4U);
  EXPECT_EQ(text(answer, "token_type"), "Bearer");
  EXPECT_EQ(text(answer, "expires_in"), "3600");
  EXPECT_EQ(answer.header("Cache-Control"), "no-store");
  client.token = text(answer, "access_token");
  EXPECT_EQ(text(client.get(profile), "full_name"), "John Engineer");
  const auto login = service().client().post(
      "/api/users/login", {{"phone_number", "+1234567890"}, {"password", "securepass123"}});
  EXPECT_EQ(login.status, 200);
  EXPECT_EQ(login.body.as_object().size(), 4U);
}

TEST(Accounts, EveryEndpointRefusesWhatItMust) {
  const Person person = service().enrol();
  const json::object taken = registration(person.phone);
  expect_all(service(),
             {
                 ask("POST /api/users/register", "{}").answers(422, "validation_failed"),
                 ask("POST /api/users/register", "{").answers(400, "malformed_request"),
                 ask("POST /api/users/register", "[]").answers(422, "validation_failed"),
                 ask("POST /api/users/register", taken).answers(409, "phone_number_taken"),
                 ask("GET /api/users/register").answers(405, "method_not_allowed"),
                 ask("POST /api/users/login", "{}").answers(422, "validation_failed"),
                 ask("POST /api/users/login", R"({"phone":"+919700099999","password":"wrong-password"})")
                     .answers(401, "invalid_credentials"),
                 ask("POST /api/users/login", R"({"phone":"9700099999","password":"x","otp":"1"})")
                     .answers(422, "validation_failed"),
                 ask("POST /api/users/refresh", "{}").answers(422, "validation_failed"),
                 ask("POST /api/users/refresh", R"({"refresh_token":"x"})").answers(401, "invalid_token"),
                 ask("POST /api/users/change-password", "{}").answers(401, "unauthenticated"),
                 ask("POST /api/users/change-password", "{}").by(person).answers(422, "validation_failed"),
                 ask("POST /api/users/logout").answers(401, "unauthenticated"),
                 ask("GET /api/users/profile").answers(401, "unauthenticated"),
                 ask("PUT /api/users/profile", "{}").answers(401, "unauthenticated"),
                 ask("PATCH /api/users/profile", "{}").answers(401, "unauthenticated"),
                 ask("PUT /api/users/profile", "{}").by(person).answers(422, "validation_failed"),
                 ask("PATCH /api/users/profile", R"({"bio":7})").by(person).answers(422, "validation_failed"),
                 ask("PATCH /api/users/profile", R"({"is_superuser":true})")
                     .by(person)
                     .answers(422, "validation_failed"),
                 ask("DELETE /api/users/profile").by(person).answers(405, "method_not_allowed"),
             });
}

TEST(Accounts, ATakenPhoneNumberIsToldAsInTheReference) {
  const Person person = service().enrol();
  const auto answer = service().client().post("/api/users/register", registration(person.phone.substr(3)));
  EXPECT_EQ(answer.status, 409);
  EXPECT_EQ(answer.at("success"), json::value(false));
  EXPECT_EQ(json::serialize(answer.at("errors")), R"({"phone_number":["Phone number already exists"]})");
}

// A login does not change the profile's version, but it changes last_login, which can be read there.
TEST(Accounts, AProfileIsAnotherAfterALoginAndMayStillBeUpdated) {
  const Person person = service().enrol();
  expect_all(
      service(),
      {
          ask("GET /api/users/profile").by(person).keeps("tag", "ETag"),
          ask("POST /api/users/login", {{"phone_number", person.phone}, {"password", person.password}}),
          ask("GET /api/users/profile").by(person).with("If-None-Match", "{tag}"),
          ask("PATCH /api/users/profile", {{"bio", "x"}}).by(person).with("If-Match", "{tag}"),
      });
}

TEST(Accounts, AProfileIsReadReplacedAndPatched) {
  const Person person = service().enrol();
  const auto client = service().client(person);
  auto body = client.get(profile).body.as_object();
  body["city"] = "Kharagpur";
  body["country"] = "India";
  const auto patched = expect_all(
      service(),
      {
          ask("GET /api/users/profile").by(person).keeps("tag", "ETag"),
          ask("GET /api/users/profile").by(person).with("If-None-Match", "{tag}").answers(304),
          ask("PUT /api/users/profile", body)
              .by(person)
              .with("If-Match", "{tag}")
              .has("full_address", "Kharagpur, India"),
          ask("PATCH /api/users/profile", {{"bio", "x"}}).by(person).with("If-Match", "{tag}").answers(412),
          ask("PATCH /api/users/profile", {{"bio", "Wheel shop"}, {"country", nullptr}})
              .by(person)
              .has("bio", "Wheel shop")
              .has("full_address", "Kharagpur"),
      });
  EXPECT_EQ(client.get(profile).body, patched.body);
}

TEST(Accounts, TwentyRefreshesAtOnceLeaveOneLiveTokenAndNobodyLoggedOut) {
  const Person person = service().enrol();
  std::vector<Answer> answers(20);
  {
    std::vector<std::jthread> clients;
    for (auto& answer : answers)
      clients.emplace_back([&answer, &person] {
        answer = service().client().post("/api/users/refresh", {{"refresh_token", person.refresh_token}});
      });
  }
  std::set<std::string> live;
  for (const auto& answer : answers) {
    ASSERT_EQ(answer.status, 200) << answer.text;
    live.insert(text(answer, "refresh_token"));
    auto client = service().client();
    client.token = text(answer, "access_token");
    EXPECT_EQ(client.get(profile).status, 200);
  }
  EXPECT_EQ(live.size(), 1U);
  EXPECT_EQ(service().client().post("/api/users/refresh", {{"refresh_token", *live.begin()}}).status, 200);
}

/// Enough clients to reach all I/O threads, each of which has then cached the token.
std::vector<HttpClient> warm_clients(const Person& person) {
  std::vector<HttpClient> clients;
  for (int count = 0; count < 8; ++count) clients.push_back(service().client(person));
  for (auto& client : clients) EXPECT_EQ(client.get(profile).status, 200);
  return clients;
}

TEST(Accounts, ALogoutEndsAccessAtOnceOnEveryThread) {
  const Person person = service().enrol();
  auto clients = warm_clients(person);
  EXPECT_EQ(service().client(person).ask("POST", "/api/users/logout", {}, {}).status, 204);
  for (auto& client : clients) EXPECT_EQ(text(client.get(profile), "code"), "invalid_token");
  EXPECT_EQ(service().client().post("/api/users/refresh", {{"refresh_token", person.refresh_token}}).status,
            401);
}

TEST(Accounts, APasswordChangeEndsAllOtherSessionsAtOnceOnEveryThread) {
  const Person person = service().enrol();
  auto others = warm_clients(person);
  auto here = service().client();
  here.token = text(here.post("/api/users/login", {{"phone", person.phone}, {"password", person.password}}),
                    "access_token");
  const auto changed = here.post("/api/users/change-password", {{"current_password", person.password},
                                                                {"new_password", good_password},
                                                                {"confirm_password", good_password}});
  ASSERT_EQ(changed.status, 200) << changed.text;
  for (auto& client : others) EXPECT_EQ(text(client.get(profile), "code"), "invalid_token");
  EXPECT_EQ(here.get(profile).status, 200);
  EXPECT_EQ(here.post("/api/users/login", {{"phone", person.phone}, {"password", person.password}}).status,
            401);
  EXPECT_EQ(here.post("/api/users/login", {{"phone", person.phone}, {"password", good_password}}).status,
            200);
}

TEST(Accounts, AReusedRefreshTokenEndsItsSessionAtOnceOnEveryThread) {
  const Person person = service().enrol();
  auto clients = warm_clients(person);
  auto anyone = service().client();
  const auto next = anyone.post("/api/users/refresh", {{"refresh_token", person.refresh_token}});
  ASSERT_EQ(next.status, 200);
  auto refreshed = service().client();
  refreshed.token = text(next, "access_token");
  ASSERT_EQ(refreshed.get(profile).status, 200) << "its answer was not lost";
  service().sql("UPDATE refresh_tokens SET rotated_at = rotated_at - interval '1 minute'");
  EXPECT_EQ(anyone.post("/api/users/refresh", {{"refresh_token", person.refresh_token}}).status, 401);
  for (auto& client : clients) EXPECT_EQ(text(client.get(profile), "code"), "invalid_token");
  EXPECT_EQ(anyone.post("/api/users/refresh", {{"refresh_token", text(next, "refresh_token")}}).status, 401);
}

TEST(Accounts, AnotherProcessEndsAccessWithinASecond) {
  TestService quick;
  const Person person = quick.enrol();
  auto client = quick.client(person);
  ASSERT_EQ(client.get(profile).status, 200);
  quick.sql("UPDATE users SET is_active = false WHERE id = " + std::to_string(person.id));
  // So long may a session that ended still be believed: the promise is a time, there is nothing to wait for.
  std::this_thread::sleep_for(std::chrono::seconds(1));
  EXPECT_EQ(client.get(profile).status, 401);
  EXPECT_EQ(
      text(client.post("/api/users/login", {{"phone", person.phone}, {"password", person.password}}), "code"),
      "account_disabled");
}

}  // namespace

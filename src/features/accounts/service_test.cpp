#include "features/accounts/service.hpp"

#include <chrono>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/observe/metrics.hpp"
#include "features/accounts/world_for_test.hpp"

namespace kpa::accounts {
namespace {

using http::Method;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

constexpr auto profile_path = "/api/users/profile";

std::vector<std::string> keys(const std::map<std::string, std::string>& errors) {
  std::vector<std::string> all;
  for (const auto& [path, messages] : errors) all.push_back(path);
  return all;
}

struct AccountsTest : testing::Test, World {
  /// Tokens of a new user.
  TestAnswer enrol(const json::object& body = registration()) {
    return node.post("/api/users/register", body);
  }
  TestAnswer login(const std::string& phone, const std::string& password) {
    return node.post("/api/users/login", json::object{{"phone_number", phone}, {"password", password}});
  }
  TestAnswer refresh(const std::string& token) {
    return node.post("/api/users/refresh", json::object{{"refresh_token", token}});
  }
  TestAnswer change(Method method, const json::value& body, const std::string& token,
                    const std::string& if_match = {}) {
    TestRequest request{.method = method, .path = profile_path, .body = body, .token = token};
    if (!if_match.empty()) request.headers.emplace("If-Match", if_match);
    return node.send(request);
  }
};

TEST_F(AccountsTest, ARegistrationLogsIn) {
  const auto answer = enrol({{"phone_number", "+1234567890"},
                             {"password", "securepass123"},
                             {"confirm_password", "securepass123"},
                             {"first_name", "John"},
                             {"last_name", "Engineer"},
                             {"email", "john.engineer@railway.com"}});
  ASSERT_EQ(answer.status, 201) << json::serialize(answer.body);
  EXPECT_EQ(answer.body.as_object().size(), 4U);
  EXPECT_EQ(answer.text("token_type"), "Bearer");
  EXPECT_EQ(answer.text("expires_in"), "3600");
  EXPECT_EQ(answer.headers.at("Cache-Control"), "no-store");
  EXPECT_EQ(refresh(answer.text("refresh_token")).status, 200);

  const auto profile = node.profile(answer.text("access_token"));
  ASSERT_EQ(profile.status, 200);
  EXPECT_EQ(profile.text("phone_number"), "+1234567890");
  EXPECT_EQ(profile.text("full_name"), "John Engineer");
  EXPECT_EQ(profile.text("email"), "john.engineer@railway.com");
  EXPECT_EQ(profile.text("is_staff"), "false");
  EXPECT_EQ(profile.text("is_superuser"), "false");
  EXPECT_EQ(profile.text("full_address"), "");
  EXPECT_THAT(profile.headers.at("ETag"), StartsWith("\"v1."));
  EXPECT_EQ(value("SELECT action || ' ' || (actor_id = entity_id) FROM events"), "registered true");
}

TEST_F(AccountsTest, ARegistrationIsToldEverythingThatIsWrong) {
  struct Row {
    json::object change;
    std::vector<std::string> wrong;
  };
  for (const auto& row : {
           Row{{{"phone_number", "12"}, {"password", "Ravi"}},
               {"confirm_password", "password", "phone_number"}},
           Row{{{"password", "kumar-ravi"}, {"confirm_password", "kumar-ravi"}}, {"password"}},
           Row{{{"password", "password123"}, {"confirm_password", "password123"}}, {"password"}},
           Row{{{"password", ""}, {"confirm_password", ""}}, {"password"}},
           Row{{{"password", std::string(73, 'x')}, {"confirm_password", std::string(73, 'x')}},
               {"password"}},
           Row{{{"confirm_password", "monsoon-42-axl"}}, {"confirm_password"}},
           Row{{{"phone_number", "hello"}}, {"phone_number"}},
           Row{{{"first_name", " "}, {"last_name", nullptr}}, {"first_name", "last_name"}},
           Row{{{"email", "nobody"}, {"is_staff", true}}, {"email", "is_staff"}},
       }) {
    json::object body = registration();
    for (const auto& [name, changed] : row.change) body[name] = changed;
    const auto answer = enrol(body);
    EXPECT_EQ(answer.status, 422) << json::serialize(body);
    EXPECT_EQ(answer.code(), "validation_failed");
    EXPECT_EQ(keys(answer.errors()), row.wrong) << json::serialize(answer.body);
  }
  EXPECT_EQ(keys(enrol({}).errors()), (std::vector<std::string>{"confirm_password", "first_name", "last_name",
                                                                "password", "phone_number"}));
  EXPECT_EQ(value("SELECT count(*) FROM users"), "0");
}

TEST_F(AccountsTest, EveryRuleOfAPasswordHasItsOwnMessage) {
  json::object body = registration();
  body["password"] = body["confirm_password"] = "1234567";
  EXPECT_GE(enrol(body).body.at("errors").at("password").as_array().size(), 3U);
}

TEST_F(AccountsTest, APhoneNumberIsOnePersonInEverySpelling) {
  const char* spellings[] = {"+919876543210", "919876543210", "09876543210", "9876543210", "+91 98765-43210"};
  ASSERT_EQ(enrol().status, 201);
  for (const char* spelling : spellings) {
    const auto again = enrol(registration(spelling));
    EXPECT_EQ(again.status, 409) << spelling;
    EXPECT_EQ(again.code(), "phone_number_taken");
    EXPECT_EQ(json::serialize(again.body.at("errors")),
              R"({"phone_number":["Phone number already exists"]})");
    EXPECT_EQ(login(spelling, "monsoon-42-axle").status, 200) << spelling;
  }
  EXPECT_EQ(node.post("/api/users/login", {{"phone", "9876543210"}, {"password", "monsoon-42-axle"}}).status,
            200);
  EXPECT_EQ(value("SELECT count(*) FROM users"), "1");
}

TEST_F(AccountsTest, OfRegistrationsAtTheSameMomentOneWins) {
  const TestRequest request{.method = Method::post, .path = "/api/users/register", .body = registration()};
  std::multiset<int> statuses;
  for (const auto& answer : node.send(std::vector(4, request))) statuses.insert(answer.status);
  EXPECT_THAT(statuses, ElementsAre(201, 409, 409, 409));
}

TEST_F(AccountsTest, ALoginTellsNeitherWhoExistsNorHowLongItTook) {
  enrol();
  auto& verifications = observe::metrics().counter("kpa_password_verifications_total", "");
  const auto before = verifications.value();
  const auto wrong = login("+919876543210", "monsoon-42-axlf");
  EXPECT_EQ(verifications.value(), before + 1);
  const auto unknown = login("+919876543211", "monsoon-42-axle");
  EXPECT_EQ(verifications.value(), before + 2) << "an unknown phone number costs a bcrypt too";
  EXPECT_EQ(wrong.status, 401);
  EXPECT_EQ(wrong.code(), "invalid_credentials");
  EXPECT_EQ(wrong.body, unknown.body);
  EXPECT_EQ(login("hello", "monsoon-42-axle").status, 422);
}

TEST_F(AccountsTest, ALoginIsRecorded) {
  enrol();
  // Who registers is logged in.
  const auto registered = value("SELECT last_login FROM users");
  ASSERT_NE(registered, "NULL");
  const TestRequest request{
      .method = Method::post,
      .path = "/api/users/login",
      .body = json::object{{"phone_number", "9876543210"}, {"password", "monsoon-42-axle"}},
      .headers = {{"User-Agent", "shop-floor/1.0"}}};
  ASSERT_EQ(node.send(request).status, 200);
  EXPECT_EQ(value("SELECT last_login > '" + registered + "' FROM users"), "t");
  EXPECT_EQ(value("SELECT device || ' ' || address FROM sessions ORDER BY id DESC LIMIT 1"),
            "shop-floor/1.0 192.0.2.7");
  EXPECT_EQ(value("SELECT action FROM events ORDER BY id DESC LIMIT 1"), "logged_in");
}

TEST_F(AccountsTest, ARefusedLoginIsRecordedWithoutTellingAStrangersNumber) {
  enrol();
  login("+919876543210", "not-the-password");
  login("+919876543211", "not-the-password");
  node.wait(node.accounts.deactivate(node.database, 1, {}));
  login("+919876543210", "monsoon-42-axle");
  EXPECT_EQ(
      value(
          "SELECT string_agg(concat_ws(' ', entity_type, entity_id, after->>'reason', after->>'phone_number',"
          " client_address), ', ' ORDER BY id) FROM events WHERE action = 'login_refused'"),
      "user 1 wrong_password +91******3210 192.0.2.7, incident unknown_phone +91******3211 192.0.2.7, "
      "user 1 account_disabled +91******3210 192.0.2.7");
  EXPECT_EQ(value("SELECT count(*) FROM events WHERE to_jsonb(events)::text LIKE '%not-the-password%'"), "0");
}

TEST_F(AccountsTest, ATokenThatSomebodyForgedIsRecordedButNotOneThatIsNone) {
  const std::string token = enrol().text("access_token");
  node.profile(token.substr(0, token.rfind('.')) + "." + std::string(43, 'A'));
  node.profile("no-token");
  EXPECT_EQ(value("SELECT string_agg(after::text, ' ') FROM events WHERE action = 'token_refused'"),
            R"({"reason": "bad_signature"})");
}

TEST_F(AccountsTest, ALoginRenewsAHashOfAnotherCost) {
  enrol();
  config::AuthSettings dearer = test_settings();
  dearer.bcrypt_cost = 5;
  Node other(database.conninfo(), dearer);
  const json::object body{{"phone_number", "9876543210"}, {"password", "monsoon-42-axle"}};
  EXPECT_EQ(other.post("/api/users/login", body).status, 200);
  EXPECT_EQ(value("SELECT left(password_hash, 7) FROM users"), "$2b$05$");
  EXPECT_EQ(other.post("/api/users/login", body).status, 200);
}

TEST_F(AccountsTest, OfLoginsThatRenewAHashAtOnceNoneIsRefused) {
  enrol();
  config::AuthSettings dearer = test_settings();
  dearer.bcrypt_cost = 5;
  Node other(database.conninfo(), dearer);
  const TestRequest request{
      .method = Method::post,
      .path = "/api/users/login",
      .body = json::object{{"phone_number", "9876543210"}, {"password", "monsoon-42-axle"}}};
  for (const auto& answer : send_around("SELECT", other, {request, request})) EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(value("SELECT left(password_hash, 7) FROM users"), "$2b$05$");

  const std::string change = "UPDATE users SET password_hash = '$2b$04$', version = version + 1";
  for (const auto& answer : send_around(change, node, {request}))
    EXPECT_EQ(answer.code(), "invalid_credentials") << "a changed password is no longer right";
}

TEST_F(AccountsTest, RegistrationCanBeClosed) {
  sql.execute("UPDATE system_settings SET registration_open = false");
  const auto refused = enrol();
  EXPECT_EQ(refused.status, 403);
  EXPECT_EQ(refused.code(), "registration_closed");
  EXPECT_EQ(value("SELECT count(*) FROM users"), "0");
  sql.execute("UPDATE system_settings SET registration_open = true");
  EXPECT_EQ(enrol().status, 201);
}

TEST_F(AccountsTest, ADeactivatedPersonIsToldSoOnlyWithTheRightPassword) {
  const auto tokens = enrol();
  ASSERT_EQ(node.profile(tokens.text("access_token")).status, 200);
  const auto id = std::stoll(value("SELECT id FROM users"));
  EXPECT_TRUE(node.wait(node.accounts.deactivate(node.database, id, events::Origin{})));
  EXPECT_FALSE(node.wait(node.accounts.deactivate(node.database, id, events::Origin{})));

  EXPECT_EQ(node.profile(tokens.text("access_token")).code(), "invalid_token") << "access ends at once";
  EXPECT_EQ(refresh(tokens.text("refresh_token")).code(), "invalid_token");
  const auto right = login("9876543210", "monsoon-42-axle");
  EXPECT_EQ(right.status, 403);
  EXPECT_EQ(right.code(), "account_disabled");
  EXPECT_EQ(login("9876543210", "monsoon-42-axlf").code(), "invalid_credentials");
}

TEST_F(AccountsTest, ARefreshRotates) {
  const auto first = enrol();
  const auto second = refresh(first.text("refresh_token"));
  ASSERT_EQ(second.status, 200);
  EXPECT_EQ(second.body.as_object().size(), 4U);
  EXPECT_NE(second.text("refresh_token"), first.text("refresh_token"));
  EXPECT_NE(second.text("access_token"), first.text("access_token"));
  EXPECT_EQ(node.profile(second.text("access_token")).status, 200);
  const auto repeated = refresh(first.text("refresh_token"));
  ASSERT_EQ(repeated.status, 200) << "the answer may have been lost";
  EXPECT_EQ(repeated.text("refresh_token"), second.text("refresh_token"));
  EXPECT_EQ(refresh(second.text("refresh_token")).status, 200);
  EXPECT_EQ(value("SELECT count(*) FROM refresh_tokens"), "3");
  EXPECT_EQ(value("SELECT count(*) FROM refresh_tokens WHERE rotated_at IS NULL"), "1");
}

TEST_F(AccountsTest, TwentyRefreshesAtOnceLeaveOneLiveToken) {
  const auto tokens = enrol();
  const TestRequest request{.method = Method::post,
                            .path = "/api/users/refresh",
                            .body = json::object{{"refresh_token", tokens.text("refresh_token")}}};
  std::set<std::string> refresh_tokens;
  for (const auto& answer : node.send(std::vector(20, request))) {
    ASSERT_EQ(answer.status, 200);
    refresh_tokens.insert(answer.text("refresh_token"));
    EXPECT_EQ(node.profile(answer.text("access_token")).status, 200);
  }
  EXPECT_EQ(refresh_tokens.size(), 1U);
  EXPECT_EQ(value("SELECT count(*) FROM refresh_tokens WHERE rotated_at IS NULL"), "1");
  EXPECT_EQ(refresh(*refresh_tokens.begin()).status, 200);
}

TEST_F(AccountsTest, AUsedRefreshTokenThatComesAgainEndsItsSession) {
  const auto first = enrol();
  const auto elsewhere = login("9876543210", "monsoon-42-axle");
  const auto second = refresh(first.text("refresh_token"));
  ASSERT_EQ(node.profile(second.text("access_token")).status, 200);
  sql.execute("UPDATE refresh_tokens SET rotated_at = rotated_at - interval '11 seconds'");

  EXPECT_EQ(refresh(first.text("refresh_token")).code(), "invalid_token");
  EXPECT_EQ(refresh(second.text("refresh_token")).code(), "invalid_token");
  EXPECT_EQ(node.profile(second.text("access_token")).code(), "invalid_token");
  EXPECT_EQ(node.profile(elsewhere.text("access_token")).status, 200) << "other sessions go on";
  EXPECT_EQ(value("SELECT after->>'reason' FROM events WHERE action = 'session_ended'"), "token_reuse");
}

TEST_F(AccountsTest, ARefreshTokenThatIsNotGoodIsRefused) {
  const auto tokens = enrol();
  std::string altered = tokens.text("refresh_token");
  altered[altered.size() / 2] ^= 1;
  for (const std::string& bad :
       {std::string("x"), std::string("a.b.c"), altered, tokens.text("access_token")})
    EXPECT_EQ(refresh(bad).code(), "invalid_token");
  sql.execute("UPDATE sessions SET expires_at = now()");
  EXPECT_EQ(refresh(tokens.text("refresh_token")).code(), "invalid_token");
}

TEST_F(AccountsTest, ASessionEndsInAnyCaseHoweverOftenItIsRefreshed) {
  const auto tokens = enrol();
  sql.execute("UPDATE sessions SET created_at = now() - interval '30 days' + interval '1 hour'");
  const auto refreshed = refresh(tokens.text("refresh_token"));
  ASSERT_EQ(refreshed.status, 200) << "an hour is left";
  EXPECT_EQ(value("SELECT expires_at = created_at + interval '30 days' FROM sessions"), "t");
  sql.execute("UPDATE sessions SET expires_at = expires_at - interval '1 hour'");
  EXPECT_EQ(refresh(refreshed.text("refresh_token")).code(), "invalid_token");
  EXPECT_EQ(node.profile(refreshed.text("access_token")).code(), "invalid_token")
      << "however long the token itself is good";
}

TEST_F(AccountsTest, ALiveTokenIsReplacedWhenTheKeyChangedSinceItWasSigned) {
  const auto first = enrol();
  ASSERT_EQ(refresh(first.text("refresh_token")).status, 200);
  sql.execute("UPDATE refresh_tokens SET token_id = 'another' WHERE rotated_at IS NULL");
  const auto repeated = refresh(first.text("refresh_token"));
  ASSERT_EQ(repeated.status, 200);
  EXPECT_EQ(refresh(repeated.text("refresh_token")).status, 200);
}

TEST_F(AccountsTest, APasswordChangeEndsAllOtherSessions) {
  const auto here = enrol();
  const auto there = login("9876543210", "monsoon-42-axle");
  ASSERT_EQ(node.profile(there.text("access_token")).status, 200);
  const json::object body{{"current_password", "monsoon-42-axle"},
                          {"new_password", "dry-bogie-bolster"},
                          {"confirm_password", "dry-bogie-bolster"}};
  const auto answer = node.post("/api/users/change-password", body, here.text("access_token"));
  ASSERT_EQ(answer.status, 200) << json::serialize(answer.body);
  EXPECT_THAT(answer.text("message"), HasSubstr("Password changed"));

  EXPECT_EQ(node.profile(there.text("access_token")).code(), "invalid_token");
  EXPECT_EQ(refresh(there.text("refresh_token")).code(), "invalid_token");
  EXPECT_EQ(node.profile(here.text("access_token")).status, 200);
  EXPECT_EQ(refresh(here.text("refresh_token")).status, 200);
  EXPECT_EQ(login("9876543210", "monsoon-42-axle").code(), "invalid_credentials");
  EXPECT_EQ(login("9876543210", "dry-bogie-bolster").status, 200);
}

TEST_F(AccountsTest, APasswordChangeIsToldEverythingThatIsWrong) {
  const std::string token = enrol().text("access_token");
  struct Row {
    json::object body;
    std::vector<std::string> wrong;
  };
  for (const auto& row : {
           Row{{{"current_password", "nonsense-1"}, {"new_password", "ravi"}, {"confirm_password", "kumar"}},
               {"confirm_password", "current_password", "new_password"}},
           Row{{{"old_password", "monsoon-42-axle"},
                {"new_password", "monsoon-42-axle"},
                {"confirm_new_password", "monsoon-42-axle"}},
               {"new_password"}},
           Row{{}, {"confirm_password", "current_password", "new_password"}},
       }) {
    const auto answer = node.post("/api/users/change-password", row.body, token);
    EXPECT_EQ(answer.status, 422);
    EXPECT_EQ(keys(answer.errors()), row.wrong) << json::serialize(answer.body);
  }
}

TEST_F(AccountsTest, ALogoutEndsItsSession) {
  const auto here = enrol();
  const auto there = login("9876543210", "monsoon-42-axle");
  ASSERT_EQ(node.profile(here.text("access_token")).status, 200);
  EXPECT_EQ(node.post("/api/users/logout", nullptr, here.text("access_token")).status, 204);
  EXPECT_EQ(node.profile(here.text("access_token")).code(), "invalid_token");
  EXPECT_EQ(refresh(here.text("refresh_token")).code(), "invalid_token");
  EXPECT_EQ(node.profile(there.text("access_token")).status, 200);
}

TEST_F(AccountsTest, ALogoutIsNoticedByOtherProcessesWithinTheRecheck) {
  config::AuthSettings quick = test_settings();
  quick.session_recheck = std::chrono::milliseconds(100);
  Node other(database.conninfo(), quick);
  const std::string token = enrol().text("access_token");
  ASSERT_EQ(other.profile(token).status, 200);
  ASSERT_EQ(node.post("/api/users/logout", nullptr, token).status, 204);
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(1);
  int status = 200;
  while (status == 200 && std::chrono::steady_clock::now() < deadline) status = other.profile(token).status;
  EXPECT_EQ(status, 401);
}

TEST_F(AccountsTest, AKnownTokenNeedsNoDatabaseAndAnUnknownOneIsRefusedWithoutIt) {
  const auto tokens = enrol();
  const auto request = [](const http::Headers& headers) {
    return http::Request{Method::get, profile_path, "", headers, "", "", ""};
  };
  TestHeaders known, unknown;
  known.fields["Authorization"] = "Bearer " + tokens.text("access_token");
  unknown.fields["Authorization"] = "Bearer " + refresh(tokens.text("refresh_token")).text("access_token");
  ASSERT_TRUE(node.wait(node.accounts.authenticate(request(known))).has_value());
  node.pool->stop();
  const auto caller = node.wait(node.accounts.authenticate(request(known)));
  ASSERT_TRUE(caller.has_value());
  EXPECT_EQ(caller->role, http::Role::user);
  EXPECT_THROW(node.wait(node.accounts.authenticate(request(unknown))), Failure);
  EXPECT_EQ(node.send(TestRequest{.headers = unknown.fields}).status, 503) << "fails closed";
}

TEST_F(AccountsTest, ATokenOfAnEndedSessionIsKnownToBeDead) {
  const auto tokens = enrol();
  const auto again = login("9876543210", "monsoon-42-axle");
  TestHeaders dead;
  dead.fields["Authorization"] = "Bearer " + tokens.text("access_token");
  const http::Request request{Method::get, profile_path, "", dead, "", "", ""};
  sql.execute("UPDATE sessions SET revoked_at = now(), revoked_for = 'logout' WHERE id = 1");
  ASSERT_FALSE(node.wait(node.accounts.authenticate(request)).has_value());
  node.pool->stop();
  const auto caller = node.wait(node.accounts.authenticate(request));
  ASSERT_FALSE(caller.has_value());
  EXPECT_EQ(caller.error().code, Code::invalid_token)
      << "without the database, which somebody could flood so";
}

TEST_F(AccountsTest, WhoIsNotLoggedInIsRefused) {
  const auto tokens = enrol();
  std::string altered = tokens.text("access_token");
  altered[altered.size() - 2] = altered[altered.size() - 2] == 'A' ? 'B' : 'A';
  struct Row {
    std::string authorization, code;
  };
  for (const auto& [method, path] :
       std::vector<std::pair<Method, std::string>>{{Method::get, profile_path},
                                                   {Method::put, profile_path},
                                                   {Method::patch, profile_path},
                                                   {Method::post, "/api/users/logout"},
                                                   {Method::post, "/api/users/change-password"}}) {
    for (const auto& row : {Row{"", "unauthenticated"}, Row{"Bearer", "unauthenticated"},
                            Row{"Basic cmF2aTpyYXZp", "unauthenticated"}, Row{"Bearer x", "invalid_token"},
                            Row{"Bearer " + altered, "invalid_token"},
                            Row{"Bearer " + tokens.text("refresh_token"), "invalid_token"}}) {
      const auto answer = node.send({.method = method,
                                     .path = path,
                                     .body = json::object{},
                                     .headers = {{"Authorization", row.authorization}}});
      EXPECT_EQ(answer.status, 401);
      EXPECT_EQ(answer.code(), row.code) << path << ' ' << row.authorization;
    }
  }
}

TEST_F(AccountsTest, AProfileIsReplacedAndPatched) {
  const std::string token = enrol().text("access_token");
  const auto replaced = change(Method::put,
                               json::object{{"first_name", " Ravi "},
                                            {"last_name", "Kumar"},
                                            {"email", ""},
                                            {"bio", "Wheel shop"},
                                            {"date_of_birth", "1990-05-17"},
                                            {"address_line_1", "12 Loco Colony"},
                                            {"city", "Kharagpur"},
                                            {"state", "West Bengal"},
                                            {"postalCode", "721301"},
                                            {"country", "India"}},
                               token);
  ASSERT_EQ(replaced.status, 200) << json::serialize(replaced.body);
  EXPECT_EQ(replaced.text("full_address"), "12 Loco Colony, Kharagpur, West Bengal 721301, India");
  EXPECT_EQ(replaced.text("email"), "null");
  EXPECT_THAT(replaced.headers.at("ETag"), StartsWith("\"v2."));

  const auto patched = change(Method::patch, json::object{{"city", nullptr}, {"bio", "Bogie shop"}}, token);
  ASSERT_EQ(patched.status, 200);
  EXPECT_EQ(patched.text("full_address"), "12 Loco Colony, West Bengal 721301, India");
  EXPECT_EQ(patched.text("bio"), "Bogie shop");
  EXPECT_EQ(patched.text("date_of_birth"), "1990-05-17");
  EXPECT_EQ(node.profile(token).body, patched.body);
  EXPECT_EQ(value("SELECT (before->>'bio') || ' > ' || (after->>'bio') FROM events ORDER BY id DESC LIMIT 1"),
            "Wheel shop > Bogie shop");

  const auto cleared =
      change(Method::put, json::object{{"first_name", "Ravi"}, {"last_name", "Kumar"}}, token);
  EXPECT_EQ(cleared.text("bio"), "null") << "what a PUT leaves out is cleared";
}

TEST_F(AccountsTest, AProfileCanBePutBackAsItWasRead) {
  const std::string token = enrol().text("access_token");
  sql.execute("UPDATE users SET employee_id = 'E-1', department = 'C&W'");
  auto read = node.profile(token).body;
  ASSERT_EQ(login("9876543210", "monsoon-42-axle").status, 200);  // last_login is another now
  const auto same = change(Method::put, read, token);
  ASSERT_EQ(same.status, 200) << json::serialize(same.body);
  EXPECT_THAT(same.headers.at("ETag"), StartsWith("\"v1.")) << "nothing changed";
  read.as_object()["first_name"] = "Ravindra";
  const auto changed = change(Method::put, read, token);
  EXPECT_EQ(changed.text("full_name"), "Ravindra Kumar");
  EXPECT_EQ(changed.text("employee_id"), "E-1");
}

TEST_F(AccountsTest, WhatAnAdministratorDecidesIsReadOnly) {
  const std::string token = enrol().text("access_token");
  for (const auto method : {Method::put, Method::patch}) {
    const auto answer = change(method,
                               json::object{{"first_name", ""},
                                            {"last_name", "Kumar"},
                                            {"isStaff", true},
                                            {"employee_id", "E-1"},
                                            {"phone_number", "+919999999999"},
                                            {"shoe_size", 42}},
                               token);
    EXPECT_EQ(answer.status, 422);
    EXPECT_EQ(keys(answer.errors()),
              (std::vector<std::string>{"employee_id", "first_name", "isStaff", "phone_number", "shoe_size"}))
        << json::serialize(answer.body);
  }
  EXPECT_EQ(value("SELECT version FROM users"), "1");
}

TEST_F(AccountsTest, AProfileRefusesWhatItCannotHold) {
  const std::string token = enrol().text("access_token");
  for (const json::object& bad :
       {json::object{{"bio", std::string(501, 'x')}}, json::object{{"date_of_birth", "2990-01-01"}},
        json::object{{"date_of_birth", "1890-01-01"}}, json::object{{"date_of_birth", "17.5.1990"}},
        json::object{{"email", "nobody"}}, json::object{{"first_name", nullptr}},
        json::object{{"city", 7}}}) {
    const auto answer = change(Method::patch, bad, token);
    EXPECT_EQ(answer.status, 422) << json::serialize(bad);
    EXPECT_EQ(answer.errors().begin()->first, std::string(bad.begin()->key()))
        << json::serialize(answer.body);
  }
}

TEST_F(AccountsTest, AStaleIfMatchChangesNothing) {
  const std::string token = enrol().text("access_token");
  EXPECT_EQ(change(Method::patch, json::object{{"bio", "one"}}, token, "\"v1\"").status, 200);
  EXPECT_EQ(change(Method::patch, json::object{{"bio", "two"}}, token, "\"v1\"").code(),
            "precondition_failed");
  EXPECT_EQ(node.profile(token).text("bio"), "one");
}

TEST_F(AccountsTest, AUserIsCreatedWithARole) {
  NewUser staff{.phone_number = "9876500001",
                .password = "yard-lantern-77",
                .first_name = "Asha",
                .last_name = "Rao",
                .employee_id = "KGP-1",
                .role = http::Role::staff};
  const auto id = node.wait(node.accounts.create_user(node.database, staff));
  ASSERT_TRUE(id.has_value());
  const auto tokens = login("9876500001", "yard-lantern-77");
  EXPECT_EQ(node.profile(tokens.text("access_token")).text("is_staff"), "true");

  const auto failure = [&](NewUser user) {
    return node.wait(node.accounts.create_user(node.database, std::move(user))).error();
  };
  EXPECT_EQ(failure(staff).code, Code::phone_number_taken);
  staff.phone_number = "9876500002";
  EXPECT_EQ(failure(staff).code, Code::conflict);
  EXPECT_EQ(failure(staff).fields.at(0).path, "employee_id");
  staff.phone_number = "x";
  staff.password = "asha";
  const auto all = failure(staff);
  EXPECT_EQ(all.code, Code::validation_failed);
  EXPECT_EQ(all.fields.front().path, "phone_number");
  EXPECT_GE(all.fields.size(), 3U);
}

TEST_F(AccountsTest, AReferenceIsAnIdThenAnEmployeeIdThenAPhoneNumber) {
  sql.execute(
      R"(INSERT INTO users (phone_number, password_hash, first_name, last_name, employee_id, is_active) VALUES
                 ('+919876500001', 'x', 'A', 'A', '2', true), ('+919876500002', 'x', 'B', 'B', '9876500001', true),
                 ('+919876500003', 'x', 'C', 'C', 'KGP-3', false))");
  const auto found = [&](const char* reference) {
    return node.wait(node.accounts.find_person(node.database, reference, Viewer{})).value_or(0);
  };
  EXPECT_EQ(found("1"), 1);
  EXPECT_EQ(found("2"), 2) << "the id before employee 2, who is user 1";
  EXPECT_EQ(found("9876500001"), 2) << "the employee id before the phone number";
  EXPECT_EQ(found("+919876500001"), 1);
  EXPECT_EQ(found("09876500003"), 3);
  EXPECT_EQ(found("KGP-3"), 3) << "deactivated, but known";
  EXPECT_EQ(found("kgp-3"), 0);
  EXPECT_EQ(found("123"), 0);
  EXPECT_EQ(found(""), 0);
}

TEST_F(AccountsTest, NeitherEventsNorTablesHoldASecret) {
  const auto tokens = enrol();
  refresh(tokens.text("refresh_token"));
  login("9876543210", "monsoon-42-axle");
  change(Method::patch, json::object{{"bio", "one"}}, tokens.text("access_token"));
  const std::string events = value("SELECT string_agg(e::text, ' ') FROM events e");
  EXPECT_THAT(events, Not(HasSubstr("$2b$")));
  EXPECT_THAT(events, Not(HasSubstr("password_hash")));
  const std::string kept = value("SELECT string_agg(r::text, ' ') FROM refresh_tokens r");
  EXPECT_THAT(kept, Not(HasSubstr(tokens.text("refresh_token"))));
}

TEST_F(AccountsTest, SessionsAreForgottenAMonthAfterTheyExpired) {
  enrol();
  login("9876543210", "monsoon-42-axle");
  sql.execute("UPDATE sessions SET expires_at = now() - interval '31 days' WHERE id = 1");
  EXPECT_EQ(node.do_job("forget_sessions"), jobs::Done::all);
  EXPECT_EQ(value("SELECT count(*) FROM sessions"), "1");
  EXPECT_EQ(value("SELECT count(*) FROM refresh_tokens"), "1");
}

TEST_F(AccountsTest, RefreshTokensAreForgottenWhenTheyHaveExpired) {
  const auto used = enrol().text("refresh_token");
  const auto live = refresh(used).text("refresh_token");
  sql.execute("UPDATE refresh_tokens SET expires_at = now() - interval '1 second' WHERE generation = 1");
  EXPECT_EQ(node.do_job("forget_refresh_tokens"), jobs::Done::all);
  EXPECT_EQ(value("SELECT string_agg(generation::text, ' ') FROM refresh_tokens"), "2");
  EXPECT_EQ(refresh(live).status, 200);
}

}  // namespace
}  // namespace kpa::accounts

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/observe/metrics.hpp"
#include "tests/support/accounts.hpp"

namespace kpa::login {
namespace {

using namespace test;
using http::Method;
using testing::HasSubstr;
using testing::Not;

struct LoginTest : testing::Test, World {};

TEST_F(LoginTest, ALoginTellsNeitherWhoExistsNorHowLongItTook) {
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

TEST_F(LoginTest, AWrongPasswordTakesAsLongAlsoWhereItsHashHasALowerCost) {
  enrol();
  auto settings = test_settings();
  ASSERT_EQ(settings.bcrypt_cost, 4U);
  settings.bcrypt_cost = 6;
  Node later(database.conninfo(), settings);
  auto& verifications = observe::metrics().counter("kpa_password_verifications_total", "");
  const auto before = verifications.value();
  EXPECT_EQ(
      later.post("/api/users/login", {{"phone", "+919876543210"}, {"password", "monsoon-42-axlf"}}).status,
      401);
  EXPECT_EQ(verifications.value(), before + 3) << "of 2^4, 2^4 and 2^5 rounds, which are 2^6";
}

TEST_F(LoginTest, ALoginIsRecorded) {
  enrol();
  // Registration also logs in.
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

TEST_F(LoginTest, ARefusedLoginIsRecordedWithoutTellingAStrangersNumber) {
  enrol();
  login("+919876543210", "not-the-password");
  login("+919876543211", "not-the-password");
  deactivate(1);
  login("+919876543210", "monsoon-42-axle");
  EXPECT_EQ(
      value(
          "SELECT string_agg(concat_ws(' ', entity_type, entity_id, after->>'reason', after->>'phone_number',"
          " client_address), ', ' ORDER BY id) FROM events WHERE action = 'login_refused'"),
      "user 1 wrong_password +91******3210 192.0.2.7, incident unknown_phone +91******3211 192.0.2.7, "
      "user 1 account_disabled +91******3210 192.0.2.7");
  EXPECT_EQ(value("SELECT count(*) FROM events WHERE to_jsonb(events)::text LIKE '%not-the-password%'"), "0");
}

TEST_F(LoginTest, ALongPassphraseInAnyScriptIsReadToItsEnd) {
  const std::string phrase = "पुरानी पटरी पर धीमी चलती मालगाड़ी और नीले डिब्बे की बोगी का पहिया";
  ASSERT_EQ(enrol(registration("+919876543210", phrase)).status, 201);
  EXPECT_EQ(login("+919876543210", phrase).status, 200);
  EXPECT_EQ(login("+919876543210", phrase + "x").code(), "invalid_credentials");
  EXPECT_EQ(login("+919876543210", phrase.substr(0, phrase.rfind(' '))).code(), "invalid_credentials");
}

TEST_F(LoginTest, ALoginRenewsAHashOfAnotherCost) {
  enrol();
  config::AuthSettings dearer = test_settings();
  dearer.bcrypt_cost = 5;
  Node other(database.conninfo(), dearer);
  const json::object body{{"phone_number", "9876543210"}, {"password", "monsoon-42-axle"}};
  EXPECT_EQ(other.post("/api/users/login", body).status, 200);
  EXPECT_EQ(value("SELECT left(password_hash, 7) FROM users"), "$2b$05$");
  EXPECT_EQ(other.post("/api/users/login", body).status, 200);
}

TEST_F(LoginTest, OfLoginsThatRenewAHashAtOnceNoneIsRefused) {
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

TEST_F(LoginTest, WithANumberThatIsJustTakenAwayIsRefused) {
  enrol();
  const TestRequest request{
      .method = Method::post,
      .path = "/api/users/login",
      .body = json::object{{"phone_number", "9876543210"}, {"password", "monsoon-42-axle"}}};
  const std::string change = "UPDATE users SET phone_number = '+919876543219', version = version + 1";
  EXPECT_EQ(send_around(change, node, {request}).front().code(), "invalid_credentials");
}

TEST_F(LoginTest, ADeactivatedPersonIsToldSoOnlyWithTheRightPassword) {
  const auto tokens = enrol();
  ASSERT_EQ(node.profile(tokens.text("access_token")).status, 200);
  const auto id = std::stoll(value("SELECT id FROM users"));
  EXPECT_EQ(deactivate(id).status, 204);
  EXPECT_EQ(deactivate(id).status, 204) << "twice is no failure";
  EXPECT_EQ(value("SELECT count(*) FROM events WHERE action = 'deactivated'"), "1");

  EXPECT_EQ(node.profile(tokens.text("access_token")).code(), "invalid_token") << "access ends at once";
  EXPECT_EQ(refresh(tokens.text("refresh_token")).code(), "invalid_token");
  const auto right = login("9876543210", "monsoon-42-axle");
  EXPECT_EQ(right.status, 403);
  EXPECT_EQ(right.code(), "account_disabled");
  EXPECT_EQ(login("9876543210", "monsoon-42-axlf").code(), "invalid_credentials");
}

TEST_F(LoginTest, NeitherEventsNorTablesHoldASecret) {
  const auto tokens = enrol();
  refresh(tokens.text("refresh_token"));
  login("9876543210", "monsoon-42-axle");
  node.send(
      {.method = Method::patch, .body = json::object{{"bio", "one"}}, .token = tokens.text("access_token")});
  const std::string events = value("SELECT string_agg(e::text, ' ') FROM events e");
  EXPECT_THAT(events, Not(HasSubstr("$2b$")));
  EXPECT_THAT(events, Not(HasSubstr("password_hash")));
  const std::string kept = value("SELECT string_agg(r::text, ' ') FROM refresh_tokens r");
  EXPECT_THAT(kept, Not(HasSubstr(tokens.text("refresh_token"))));
}

}  // namespace
}  // namespace kpa::login

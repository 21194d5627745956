#include <array>
#include <cctype>
#include <set>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/crypto/hotp.hpp"
#include "core/time.hpp"
#include "features/accounts/service.hpp"
#include "features/accounts/world_for_test.hpp"
#include "features/system_settings/system_settings.hpp"

namespace kpa::accounts {
namespace {

using http::Method;
using testing::HasSubstr;
using testing::Not;

constexpr auto phone = "+919876543210";
constexpr auto password = "monsoon-42-axle";
constexpr auto factor = "/api/users/second-factor";

std::string base32_decode(const std::string& text) {
  const std::string letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  std::string bytes;
  unsigned waiting = 0, bits = 0;
  for (const char letter : text) {
    waiting = waiting << 5U | static_cast<unsigned>(letters.find(letter));
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes += static_cast<char>(waiting >> bits & 0xffU);
  }
  return bytes;
}

struct SecondFactorTest : testing::Test, World {
  SecondFactorTest() { token = enrol(registration(phone, password)).text("access_token"); }

  /// What the app shows, `later` steps from now.
  std::string shown(int later = 0) const {
    const auto seconds = std::chrono::floor<std::chrono::seconds>(now()).time_since_epoch().count();
    return crypto::hotp(base32_decode(secret), static_cast<std::uint64_t>(seconds / 30 + later));
  }
  TestAnswer begin() {
    auto answer = node.post(factor, json::object{{"password", password}}, token);
    secret = answer.text("secret");
    return answer;
  }
  TestAnswer confirm(const std::string& code) {
    return node.post("/api/users/second-factor/confirm", json::object{{"code", code}}, token);
  }
  void enable() {
    begin();
    const auto answer = confirm(shown(-1));
    ASSERT_EQ(answer.status, 200) << json::serialize(answer.body);
    for (const auto& code : answer.body.at("recovery_codes").as_array())
      recovery.emplace_back(code.as_string());
  }
  TestAnswer login(const std::string& code = {}) {
    json::object body{{"phone_number", phone}, {"password", password}};
    if (!code.empty()) body["second_factor"] = code;
    return node.post("/api/users/login", body);
  }
  TestAnswer prove(const std::string& what, const std::string& code, const std::string& given = password) {
    return node.post(std::string(factor) + what, json::object{{"password", given}, {"second_factor", code}},
                     token);
  }
  /// As if no code had been used yet.
  void forget_steps() {
    sql.execute("UPDATE second_factors SET last_step = 0, failures = 0, retry_at = '-infinity'");
  }

  std::string token, secret;
  std::vector<std::string> recovery;
};

TEST_F(SecondFactorTest, IsSetUpAndThenAskedFor) {
  EXPECT_EQ(node.send({.path = factor, .token = token}).text("enabled"), "false");
  const auto begun = begin();
  ASSERT_EQ(begun.status, 201) << json::serialize(begun.body);
  EXPECT_EQ(secret.size(), 32U);
  EXPECT_THAT(begun.text("uri"), HasSubstr("secret=" + secret + "&"));
  EXPECT_EQ(login().status, 200) << "not in use before it is confirmed";
  const auto elsewhere = login().text("access_token");

  const std::string used = shown(-1);
  ASSERT_EQ(confirm(shown(5)).status, 422);
  ASSERT_EQ(confirm(used).status, 200);
  EXPECT_EQ(node.profile(elsewhere).code(), "invalid_token") << "other sessions ended";
  EXPECT_EQ(node.profile(token).status, 200);

  const auto missing = login();
  EXPECT_EQ(missing.status, 401);
  EXPECT_EQ(missing.code(), "second_factor_required");
  EXPECT_EQ(login(used).code(), "invalid_code") << "a code is good once";
  EXPECT_EQ(login(shown(5)).code(), "invalid_code");
  EXPECT_EQ(login(shown()).status, 200);
  const auto status = node.send({.path = factor, .token = token});
  EXPECT_EQ(status.text("enabled"), "true");
  EXPECT_EQ(status.text("recovery_codes_left"), "10");
  EXPECT_EQ(status.text("required"), "false");
}

TEST_F(SecondFactorTest, AWrongPasswordIsToldNothingOfIt) {
  enable();
  const auto wrong = node.post(
      "/api/users/login",
      json::object{{"phone_number", phone}, {"password", "monsoon-42-axlf"}, {"second_factor", shown()}});
  EXPECT_EQ(wrong.code(), "invalid_credentials");
  EXPECT_EQ(login(shown()).status, 200) << "and the code was not used up";
}

TEST_F(SecondFactorTest, CodesAreReadHoweverTheyAreTyped) {
  begin();
  const auto spelled = [](const std::string& code, const std::string& between) {
    return code.substr(0, 3) + between + code.substr(3);
  };
  const auto confirmed = confirm(spelled(shown(-1), "\u00A0"));
  ASSERT_EQ(confirmed.status, 200);
  std::vector<std::string> codes;
  for (const auto& code : confirmed.body.at("recovery_codes").as_array())
    codes.emplace_back(code.as_string());
  for (const auto* between : {" ", "-", "\u2011", "\n"}) {
    forget_steps();
    EXPECT_EQ(login(spelled(shown(), between)).status, 200) << between;
  }
  EXPECT_EQ(login(codes[0].substr(0, 5) + " " + codes[0].substr(6) + "\r\n").status, 200);
  EXPECT_EQ(login(codes[1].substr(0, 5) + "\u2013" + codes[1].substr(6)).status, 200);
  std::string capitals;
  for (const char c : codes[2]) capitals += static_cast<char>(std::toupper(c));
  EXPECT_EQ(prove("/disable", capitals).status, 204);
}

TEST_F(SecondFactorTest, WhatCannotBeACodeCountsForNothing) {
  begin();
  EXPECT_EQ(confirm("12345").wrong(), std::vector<std::string>{"code"});
  EXPECT_EQ(confirm("k3xw7-q5nta").wrong(), std::vector<std::string>{"code"}) << "not yet";
  enable();
  for (const auto* typed : {"12345", "1234567", "k3xw7-q5nt", "k3xw7-q5ntab", "k3xw7-q5nt1", "?"}) {
    const auto answer = login(typed);
    EXPECT_EQ(answer.status, 422) << typed;
    EXPECT_EQ(answer.wrong(), std::vector<std::string>{"second_factor"}) << typed;
    EXPECT_EQ(prove("/disable", typed).wrong(), std::vector<std::string>{"second_factor"}) << typed;
  }
  EXPECT_EQ(value("SELECT failures FROM second_factors"), "0");
  EXPECT_EQ(value("SELECT coalesce(max(failures), 0) FROM login_attempts"), "0");
  EXPECT_EQ(login(shown()).status, 200);
}

TEST_F(SecondFactorTest, ARightCodeStaysGoodWhileTheDatabaseCannotWrite) {
  enable();
  sql.execute(
      "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS "
      "$$ BEGIN RAISE EXCEPTION 'no space left on device' USING ERRCODE = '53100'; END $$");
  const auto code = shown();
  for (const std::string table : {"sessions", "recovery_codes"}) {
    sql.execute("CREATE TRIGGER refuse BEFORE INSERT OR DELETE ON " + table +
                " FOR EACH ROW EXECUTE FUNCTION refuse()");
    if (table == "sessions") {
      for (int time = 0; time < 6; ++time) EXPECT_GE(login(code).status, 500);
      for (int time = 0; time < 6; ++time) EXPECT_GE(login(recovery.front()).status, 500);
    } else {
      EXPECT_GE(prove("/recovery-codes", recovery.front()).status, 500);
    }
    sql.execute("DROP TRIGGER refuse ON " + table);
  }
  EXPECT_EQ(value("SELECT coalesce(max(failures), 0) FROM login_attempts"), "0");
  EXPECT_EQ(login(code).status, 200);
  EXPECT_EQ(login(recovery.front()).status, 200);
}

TEST_F(SecondFactorTest, OfOneCodeManyTimesAtOnceOneLogsIn) {
  enable();
  const TestRequest request{
      .method = Method::post,
      .path = "/api/users/login",
      .body = json::object{{"phone_number", phone}, {"password", password}, {"second_factor", shown()}}};
  auto with_recovery = request;
  with_recovery.body.as_object()["second_factor"] = recovery.front();
  for (const auto& one : {request, with_recovery}) {
    std::multiset<int> statuses;  // of logins whose code was looked at, and none used yet
    for (const auto& answer : send_around("SELECT", node, std::vector(3, one)))
      statuses.insert(answer.status);
    EXPECT_EQ(statuses.count(200), 1U);
    EXPECT_EQ(statuses.count(401), 2U);
  }
}

TEST_F(SecondFactorTest, IsAskedOfALoginThatBeganBeforeItWasConfirmed) {
  begin();
  const TestRequest request{.method = Method::post,
                            .path = "/api/users/login",
                            .body = json::object{{"phone_number", phone}, {"password", password}}};
  const auto answers = send_around("UPDATE second_factors SET confirmed_at = now()", node, {request});
  EXPECT_EQ(answers.front().code(), "second_factor_required");
}

TEST_F(SecondFactorTest, ConfirmingItEndsALoginThatIsJustBeingStored) {
  begin();
  const TestRequest request{.method = Method::post,
                            .path = "/api/users/second-factor/confirm",
                            .body = json::object{{"code", shown(-1)}},
                            .token = token};
  const auto answers = send_around(
      "INSERT INTO sessions (user_id, device, address, expires_at) "
      "VALUES (1, 'other', '', now() + interval '1 day')",
      node, {request});
  EXPECT_EQ(answers.front().status, 200);
  EXPECT_EQ(value("SELECT count(*) FROM sessions WHERE device = 'other' AND revoked_at IS NULL"), "0");
}

TEST_F(SecondFactorTest, RefusedChangesAreRecorded) {
  begin();
  EXPECT_EQ(node.post(factor + std::string("/confirm"), json::object{{"code", "000000"}}, token).status, 422);
  enable();
  EXPECT_EQ(prove("/disable", "000000").status, 422);
  EXPECT_EQ(
      value("SELECT string_agg(entity_id::text, ' ') FROM events WHERE action = 'second_factor_refused'"),
      "1 1");
}

TEST_F(SecondFactorTest, FailuresSlowDown) {
  enable();
  const std::string wrong = shown(9);
  std::multiset<std::string> codes;
  // Of many at once some wait for the account's password already; the factor's own wait is what is tested
  // here.
  const auto forget_attempts = [&] { sql.execute("DELETE FROM login_attempts"); };
  while (codes.count("too_many_requests") < 5) {
    codes.insert(login(wrong).code());
    forget_attempts();
  }
  EXPECT_EQ(codes.count("invalid_code"), 5U);
  const auto waiting = login(shown());
  EXPECT_EQ(waiting.status, 429) << "not even the right one is looked at";
  EXPECT_GT(std::stoi(waiting.headers.at("Retry-After")), 20);
  forget_attempts();
  EXPECT_EQ(login(recovery[0]).status, 429);
  forget_attempts();

  sql.execute("UPDATE second_factors SET retry_at = now() - interval '1 second'");
  EXPECT_EQ(login(wrong).code(), "invalid_code");
  forget_attempts();
  EXPECT_GT(std::stoi(login(shown()).headers.at("Retry-After")), 50) << "twice as long";
  sql.execute("UPDATE second_factors SET retry_at = now() - interval '1 second'");
  forget_attempts();
  EXPECT_EQ(login(shown()).status, 200);
  EXPECT_EQ(value("SELECT failures FROM second_factors"), "0");
}

TEST_F(SecondFactorTest, KeepsNobodyWaitingForAClockThatWentBack) {
  enable();
  const auto wait_until = [&](const std::string& when) {
    sql.execute("UPDATE second_factors SET failures = 6, retry_at = now() + interval '" + when + "'");
    sql.execute("DELETE FROM login_attempts");
  };
  wait_until("50 seconds");
  EXPECT_EQ(login(shown()).status, 429);
  wait_until("1 hour");
  EXPECT_EQ(login(shown()).status, 200);
}

TEST_F(SecondFactorTest, BeingAskedForItIsNoFailure) {
  enable();
  sql.execute("UPDATE sessions SET address = '203.0.113.1'");  // so that the person is new where they are now
  for (int first_step = 0; first_step < 6; ++first_step) EXPECT_EQ(login().code(), "second_factor_required");
  EXPECT_EQ(value("SELECT coalesce(max(failures), 0) FROM login_attempts"), "0");
  EXPECT_EQ(login(shown()).status, 200);
}

TEST_F(SecondFactorTest, ARecoveryCodeIsGoodOnce) {
  enable();
  ASSERT_EQ(recovery.size(), 10U);
  std::string typed = recovery[0];
  for (char& letter : typed) letter = letter == '-' ? ' ' : static_cast<char>(std::toupper(letter));
  EXPECT_EQ(login(typed).status, 200);
  EXPECT_EQ(login(recovery[0]).code(), "invalid_code");
  const TestRequest request{
      .method = Method::post,
      .path = "/api/users/login",
      .body = json::object{{"phone_number", phone}, {"password", password}, {"second_factor", recovery[1]}}};
  std::multiset<int> statuses;
  for (const auto& answer : node.send(std::vector(4, request))) statuses.insert(answer.status);
  EXPECT_EQ(statuses.count(200), 1U);
  EXPECT_EQ(value("SELECT count(*) FROM events WHERE action = 'recovery_code_used'"), "2");
}

TEST_F(SecondFactorTest, RecoveryCodesAreReplaced) {
  enable();
  EXPECT_EQ(prove("/recovery-codes", shown(9)).status, 422);
  const auto renewed = prove("/recovery-codes", shown());
  ASSERT_EQ(renewed.status, 200) << json::serialize(renewed.body);
  EXPECT_EQ(login(recovery[0]).code(), "invalid_code");
  EXPECT_EQ(login(std::string(renewed.body.at("recovery_codes").at(0).as_string())).status, 200);
}

TEST_F(SecondFactorTest, IsDisabledWithPasswordAndCode) {
  enable();
  EXPECT_EQ(begin().code(), "state_conflict") << "nobody sets up another over it";
  for (const std::string& code : {std::string("000000"), recovery[0]}) {
    const auto wrong = prove("/disable", code, "monsoon-42-axlf");
    EXPECT_EQ(wrong.status, 422);
    EXPECT_EQ(wrong.errors().size(), 1U) << "nothing of the factor, and nothing of it is used up";
  }
  EXPECT_EQ(value("SELECT failures FROM second_factors"), "0");
  sql.execute("DELETE FROM login_attempts");
  EXPECT_EQ(prove("/disable", "000000").status, 422);
  EXPECT_EQ(prove("/disable", recovery[0]).status, 204);
  EXPECT_EQ(login().status, 200);
  EXPECT_EQ(prove("/disable", recovery[1]).code(), "state_conflict");
  EXPECT_EQ(value("SELECT count(*) FROM recovery_codes"), "0");
  EXPECT_EQ(value("SELECT string_agg(action, ' ' ORDER BY id) FROM events WHERE action LIKE 'second%'"),
            "second_factor_begun second_factor_enabled second_factor_refused second_factor_removed");
}

TEST_F(SecondFactorTest, BeginningTakesThePassword) {
  EXPECT_EQ(node.post(factor, json::object{{"password", "monsoon-42-axlf"}}, token).status, 422);
  EXPECT_EQ(node.post(factor, json::object{{"password", password}}).status, 401);
  const std::string first = begin().text("secret");
  EXPECT_NE(begin().text("secret"), first);
}

TEST_F(SecondFactorTest, ALoginByCodeAndOneWithAResetPasswordAskForItToo) {
  enable();
  const json::object asked{{"phone_number", phone}, {"challenge", "n4bQgYhMfWWaL-qgxVrQFaO"}};
  node.post("/api/users/login/code", asked);
  json::object by_code = asked;
  by_code["code"] = node.messages(1).at(0).code;
  EXPECT_EQ(node.post("/api/users/login/code/verify", by_code).code(), "second_factor_required");
  by_code["second_factor"] = shown(9);
  EXPECT_EQ(node.post("/api/users/login/code/verify", by_code).code(), "invalid_code");
  by_code["second_factor"] = shown();
  EXPECT_EQ(node.post("/api/users/login/code/verify", by_code).status, 200) << "with the same code";

  node.post("/api/users/password-reset", asked);
  json::object reset = asked;
  reset["code"] = node.messages(2).at(1).code;
  reset["new_password"] = reset["confirm_password"] = "dry-bogie-bolster";
  ASSERT_EQ(node.post("/api/users/password-reset/confirm", reset).status, 200);
  EXPECT_EQ(node.post("/api/users/login", {{"phone", phone}, {"password", "dry-bogie-bolster"}}).code(),
            "second_factor_required");
}

TEST_F(SecondFactorTest, TheDatabaseHoldsNoSecret) {
  enable();
  const std::string kept = value("SELECT string_agg(f::text, '') FROM second_factors f") +
                           value("SELECT string_agg(r::text, '') FROM recovery_codes r") +
                           value("SELECT string_agg(e::text, '') FROM events e");
  EXPECT_THAT(kept, Not(HasSubstr(secret)));
  EXPECT_THAT(kept, Not(HasSubstr(recovery[0])));
  // One person's sealed secret is of no use to another.
  enrol(registration("+919876500001", password));
  sql.execute(
      "INSERT INTO second_factors (user_id, sealed_secret, confirmed_at) "
      "SELECT 2, sealed_secret, confirmed_at FROM second_factors");
  EXPECT_EQ(node.post("/api/users/login", json::object{{"phone_number", "+919876500001"},
                                                       {"password", password},
                                                       {"second_factor", shown()}})
                .code(),
            "invalid_code");
}

struct RequiredSecondFactorTest : SecondFactorTest {
  RequiredSecondFactorTest() {
    sql.execute("UPDATE users SET is_staff = true, is_superuser = true");
    node.shared.endings.fetch_add(1);
  }
  TestAnswer settings(const json::value& change = nullptr, const std::string& if_match = {}) {
    TestRequest request{.method = change.is_null() ? Method::get : Method::patch,
                        .path = "/api/settings",
                        .body = change,
                        .token = token};
    if (!if_match.empty()) request.headers.emplace("If-Match", if_match);
    return node.send(request);
  }
};

TEST_F(RequiredSecondFactorTest, StaffWithoutItAreRegularUsersUntilTheyHaveIt) {
  const auto required = settings(json::object{{"require_second_factor_for_staff", true}});
  ASSERT_EQ(required.status, 200) << json::serialize(required.body);
  node.shared.endings.fetch_add(1);  // within session_recheck by itself
  const auto refused = settings();
  EXPECT_EQ(refused.status, 403);
  EXPECT_EQ(refused.code(), "second_factor_missing");
  EXPECT_EQ(node.profile(token).status, 200) << "a regular user's";
  EXPECT_EQ(node.send({.path = factor, .token = token}).text("required"), "true");

  enable();
  EXPECT_EQ(settings().status, 200) << "at once, in the same session";
  EXPECT_EQ(settings(json::object{{"require_second_factor_for_staff", false}}).status, 200);
  EXPECT_EQ(prove("/disable", recovery[0]).status, 204);
  EXPECT_EQ(settings().status, 200) << "nobody asks for it now";
}

TEST_F(RequiredSecondFactorTest, ARegularUserIsJustForbidden) {
  sql.execute("UPDATE system_settings SET require_second_factor_for_staff = true");
  const auto user = enrol(registration("+919876500001", password));
  EXPECT_EQ(node.send({.path = "/api/settings", .token = user.text("access_token")}).code(), "forbidden");
  sql.execute("UPDATE users SET is_staff = true, is_superuser = true WHERE id = 2");  // somebody must be
  sql.execute(
      "UPDATE users SET is_superuser = false WHERE id = 1");  // staff: a second factor would not help here
  node.shared.endings.fetch_add(1);
  EXPECT_EQ(settings().code(), "forbidden");
}

TEST_F(RequiredSecondFactorTest, RunningSessionsFollowWithinTheRecheck) {
  config::AuthSettings quick = test_settings();
  quick.session_recheck = std::chrono::milliseconds(100);
  Node other(database.conninfo(), quick);
  const TestRequest request{.path = "/api/settings", .token = token};
  ASSERT_EQ(other.send(request).status, 200);
  ASSERT_EQ(settings(json::object{{"require_second_factor_for_staff", true}}).status, 200);
  EXPECT_TRUE(test::eventually([&] { return other.send(request).status == 403; }));
}

TEST_F(RequiredSecondFactorTest, SettingsHaveVersionsAndEvents) {
  const auto read = settings();
  EXPECT_EQ(read.headers.at("ETag"), "\"v1\"");
  const json::object change{{"require_second_factor_for_staff", true}};
  EXPECT_EQ(settings(change, "\"v7\"").status, 412);
  EXPECT_EQ(settings(json::object{{"require_third_factor", true}}).status, 422);
  EXPECT_EQ(settings(change, "\"v1\"").headers.at("ETag"), "\"v2\"");
  EXPECT_EQ(
      value("SELECT count(*) FROM events WHERE entity_type = 'system_settings' AND action = 'changed' AND "
            "before->>'require_second_factor_for_staff' = 'false' AND "
            "after->>'require_second_factor_for_staff' = 'true'"),
      "1");
  node.shared.endings.fetch_add(1);
  enable();
  EXPECT_EQ(settings(change).headers.at("ETag"), "\"v2\"") << "nothing changed";
}

TEST_F(RequiredSecondFactorTest, ASuperuserTakesAwayWhatSomebodyLost) {
  const auto path = "/api/users/users/1/second-factor";
  enable();
  EXPECT_EQ(node.send({.method = Method::delete_, .path = path, .token = token}).status, 403)
      << "not their own";
  const auto other = enrol(registration("+919876500001", password));
  const std::string other_token = other.text("access_token");
  EXPECT_EQ(node.send({.method = Method::delete_, .path = path, .token = other_token}).status, 403);
  sql.execute("UPDATE users SET is_staff = true, is_superuser = true");
  node.shared.endings.fetch_add(1);
  EXPECT_EQ(node.send({.method = Method::delete_, .path = path, .token = other_token}).status, 204);
  EXPECT_EQ(node.send({.method = Method::delete_, .path = path, .token = other_token}).status, 404);
  EXPECT_EQ(node.send({.path = factor, .token = token}).status, 401) << "whoever has the lost phone is out";
  EXPECT_EQ(login().status, 200);
  EXPECT_EQ(value("SELECT actor_id FROM events WHERE action = 'second_factor_removed'"), "2");
}

}  // namespace
}  // namespace kpa::accounts

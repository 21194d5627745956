#include <cctype>
#include <set>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/second_factor.hpp"

namespace kpa::login {
namespace {

using namespace test;
using http::Method;

struct SecondFactorLoginTest : testing::Test, SecondFactorWorld {};

TEST_F(SecondFactorLoginTest, AWrongPasswordIsToldNothingOfIt) {
  enable();
  const auto wrong = node.post(
      "/api/users/login",
      json::object{{"phone_number", phone}, {"password", "monsoon-42-axlf"}, {"second_factor", shown()}});
  EXPECT_EQ(wrong.code(), "invalid_credentials");
  EXPECT_EQ(login(shown()).status, 200) << "and the code was not used up";
}

TEST_F(SecondFactorLoginTest, ARightCodeStaysGoodWhileTheDatabaseCannotWrite) {
  enable();
  const auto code = shown();
  const auto writing = "INSERT OR DELETE";
  on_a_full_disk(
      "sessions",
      [&] {
        for (int time = 0; time < 6; ++time) EXPECT_GE(login(code).status, 500);
        for (int time = 0; time < 6; ++time) EXPECT_GE(login(recovery.front()).status, 500);
      },
      writing);
  on_a_full_disk(
      "recovery_codes", [&] { EXPECT_GE(prove("/recovery-codes", recovery.front()).status, 500); }, writing);
  EXPECT_EQ(value("SELECT coalesce(max(failures), 0) FROM login_attempts"), "0");
  EXPECT_EQ(login(code).status, 200);
  EXPECT_EQ(login(recovery.front()).status, 200);
}

TEST_F(SecondFactorLoginTest, OfOneCodeManyTimesAtOnceOneLogsIn) {
  enable();
  const TestRequest request{
      .method = Method::post,
      .path = "/api/users/login",
      .body = json::object{{"phone_number", phone}, {"password", password}, {"second_factor", shown()}}};
  auto with_recovery = request;
  with_recovery.body.as_object()["second_factor"] = recovery.front();
  for (const auto& one : {request, with_recovery}) {
    std::multiset<int> statuses;  // of logins whose code was compared, none of them used yet
    for (const auto& answer : send_around("SELECT", node, std::vector(3, one)))
      statuses.insert(answer.status);
    EXPECT_EQ(statuses.count(200), 1U);
    EXPECT_EQ(statuses.count(401), 2U);
  }
}

TEST_F(SecondFactorLoginTest, IsAskedOfALoginThatBeganBeforeItWasConfirmed) {
  begin();
  const TestRequest request{.method = Method::post,
                            .path = "/api/users/login",
                            .body = json::object{{"phone_number", phone}, {"password", password}}};
  const auto answers = send_around("UPDATE second_factors SET confirmed_at = now()", node, {request});
  EXPECT_EQ(answers.front().code(), "second_factor_required");
}

TEST_F(SecondFactorLoginTest, FailuresSlowDown) {
  enable();
  const std::string wrong = shown(9);
  std::multiset<std::string> codes;
  // Many at once would wait for the password's limit; only the factor's own limit is tested here.
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

TEST_F(SecondFactorLoginTest, KeepsNobodyWaitingForAClockThatWentBack) {
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

TEST_F(SecondFactorLoginTest, BeingAskedForItIsNoFailure) {
  enable();
  sql.execute("UPDATE sessions SET address = '203.0.113.1'");  // so that the person is new where they are now
  for (int first_step = 0; first_step < 6; ++first_step) EXPECT_EQ(login().code(), "second_factor_required");
  EXPECT_EQ(value("SELECT coalesce(max(failures), 0) FROM login_attempts"), "0");
  EXPECT_EQ(login(shown()).status, 200);
}

TEST_F(SecondFactorLoginTest, ARecoveryCodeIsGoodOnce) {
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

TEST_F(SecondFactorLoginTest, ALoginByCodeAndOneWithAResetPasswordAskForItToo) {
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

}  // namespace
}  // namespace kpa::login

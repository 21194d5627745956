#include "tests/support/second_factor.hpp"

#include <cctype>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kpa::second_factor {
namespace {

using namespace test;
using http::Method;
using testing::HasSubstr;
using testing::Not;

struct SecondFactorTest : testing::Test, SecondFactorWorld {};

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

}  // namespace
}  // namespace kpa::second_factor

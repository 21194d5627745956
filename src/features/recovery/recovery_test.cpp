#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/codes.hpp"

namespace kpa::recovery {
namespace {

using namespace test;

struct PasswordResetTest : testing::Test, CodesWorld {};

TEST_F(PasswordResetTest, APasswordThatIsRefusedUsesUpNoAttempt) {
  const std::string code = code_of(reset_code);
  for (int time = 0; time < 6; ++time) EXPECT_EQ(confirm(code, "kumar-ravi").status, 422);
  EXPECT_EQ(confirm(code).status, 200);
}

TEST_F(PasswordResetTest, WhatIsRefusedIsRecordedButNotWhoeverAsksTwice) {
  auto settings = test_settings();
  settings.codes_per_number = 1;
  Node strict(database.conninfo(), settings);
  const json::object body{{"phone_number", phone}, {"challenge", challenge}};
  strict.post(login_code, body);
  EXPECT_EQ(value("SELECT count(*) FROM events WHERE action = 'code_refused'"), "0");
  strict.post(login_code, body);
  EXPECT_EQ(value("SELECT after::text FROM events WHERE action = 'code_refused'"),
            R"({"reason": "to_number", "purpose": "login"})");
  EXPECT_EQ(confirm("000000").status, 401);
  EXPECT_EQ(node.post(reset_confirm, json::object{{"token", "none"},
                                                  {"new_password", new_password},
                                                  {"confirm_password", new_password}})
                .status,
            401);
  EXPECT_EQ(value("SELECT string_agg(after->>'by', ' ' ORDER BY id) FROM events "
                  "WHERE action = 'password_reset_refused'"),
            "code link");
}

TEST_F(PasswordResetTest, ANewPasswordEndsAllSessions) {
  ASSERT_EQ(node.profile(tokens.text("access_token")).status, 200);
  const std::string code = code_of(reset_code);
  const std::string to_log_in = code_of(login_code);
  const auto answer = confirm(code);
  ASSERT_EQ(answer.status, 200) << json::serialize(answer.body);
  EXPECT_EQ(node.profile(tokens.text("access_token")).code(), "invalid_token");
  EXPECT_EQ(login(phone, password).code(), "invalid_credentials");
  EXPECT_EQ(login(phone, new_password).status, 200);
  EXPECT_EQ(confirm(code, "yard-lantern-77").code(), "invalid_code") << "good once";
  EXPECT_EQ(verify(to_log_in).code(), "invalid_code") << "nor is any other code of before";
  EXPECT_EQ(value("SELECT after->>'by' FROM events WHERE action = 'password_reset'"), "code");
  EXPECT_EQ(value("SELECT string_agg(DISTINCT revoked_for, '') FROM sessions WHERE revoked_at IS NOT NULL"),
            "password_reset");
}

TEST_F(PasswordResetTest, AResetIsToldEverythingThatIsWrongWithThePassword) {
  const std::string code = code_of(reset_code);
  EXPECT_EQ(confirm(code, "1234567").status, 422);
  EXPECT_EQ(value("SELECT attempts FROM one_time_codes"), "0") << "told before the code is looked at";
  const auto personal = confirm(code, "kumar-ravi");
  EXPECT_EQ(personal.status, 422) << "too like the person's name, which only the code's owner learns";
  EXPECT_EQ(confirm(other_than(code), "kumar-ravi").code(), "invalid_code");
  EXPECT_EQ(confirm(code).status, 200) << "and the code is still good";

  const auto shapes =
      node.post(reset_confirm, json::object{{"new_password", new_password}, {"confirm_password", "other"}});
  EXPECT_EQ(shapes.status, 422);
  EXPECT_EQ(shapes.errors().count("phone_number") + shapes.errors().count("code"), 2U);
}

TEST_F(PasswordResetTest, ACodeIsNotForWhomeverHasTheNumberNext) {
  const std::string code = code_of(reset_code);
  sql.execute("UPDATE users SET phone_number = '+919876500009'");
  EXPECT_EQ(confirm(code).code(), "invalid_code");
  EXPECT_EQ(login(phone, password).code(), "invalid_credentials");
}

}  // namespace
}  // namespace kpa::recovery

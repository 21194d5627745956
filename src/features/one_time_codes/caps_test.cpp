#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/codes.hpp"
#include "tests/support/eventually.hpp"

namespace kpa::one_time_codes {
namespace {

using namespace test;
using http::Method;

/// Limits on the number of codes.
struct CapsTest : testing::Test, CodesWorld {};

TEST_F(CapsTest, EachFurtherCodeTakesTwiceAsLong) {
  code_of(login_code);
  ask(login_code);
  let_pass("29 seconds");
  ask(login_code);
  EXPECT_EQ(node.messages(1).size(), 1U);
  let_pass("1 second");
  code_of(login_code);
  let_pass("59 seconds");
  ask(login_code);
  EXPECT_EQ(node.messages(2).size(), 2U);
  let_pass("1 second");
  code_of(login_code);
  code_of(reset_code);  // another purpose has its own pause
}

TEST_F(CapsTest, CapsHoldForNumberAddressAndDay) {
  for (std::size_t code = 0; code < test_settings().codes_per_number; ++code) {
    code_of(code % 2 == 0 ? login_code : reset_code);
    let_pass("61 minutes");
  }
  ask(login_code);
  ask(reset_code);
  EXPECT_EQ(node.messages(sent).size(), sent) << "no more in a day, for whatever purpose";
  let_pass("14 hours");
  code_of(login_code);

  sql.execute("DELETE FROM one_time_codes");
  auto settings = test_settings();
  settings.codes_per_address = 2;
  Node strict(database.conninfo(), settings);
  const auto ask_strict = [&](const char* number) {
    return strict.post(login_code, json::object{{"phone_number", number}, {"challenge", challenge}});
  };
  for (const char* number : {"+919876500001", "+919876500002"}) EXPECT_EQ(ask_strict(number).status, 202);
  for (const char* number : {"+919876500001", phone}) {
    const auto refused = ask_strict(number);
    EXPECT_EQ(refused.status, 429) << "of one's own address one may know: " << number;
    EXPECT_GT(std::stoi(refused.headers.at("Retry-After")), 86'000);
  }
  EXPECT_EQ(value("SELECT count(*) FROM one_time_codes"), "2");
}

TEST_F(CapsTest, NumbersThatNobodyHasUseUpNothingOfTheDay) {
  auto settings = test_settings();
  settings.codes_per_day = 1;
  Node strict(database.conninfo(), settings);
  const auto other = "+919876500003";
  ASSERT_EQ(strict.post("/api/users/register", registration(other, password)).status, 201);
  for (const char* number : {"+919876500001", "+919876500002", phone, other})
    strict.post(login_code, json::object{{"phone_number", number}, {"challenge", challenge}});
  EXPECT_EQ(
      value("SELECT string_agg(phone_number, ' ' ORDER BY id) FROM one_time_codes WHERE user_id IS NOT NULL"),
      phone);
}

TEST_F(CapsTest, CapsHoldForManyAtOnceOnTwoProcesses) {
  Node other(database.conninfo(), test_settings());
  const TestRequest request{.method = Method::post,
                            .path = login_code,
                            .body = json::object{{"phone_number", phone}, {"challenge", challenge}}};
  const std::vector many(20, request);
  for (auto* process : {&node, &other})
    for (const auto& answer : process->send(many)) EXPECT_EQ(answer.status, 202);
  EXPECT_EQ(value("SELECT count(*) FROM one_time_codes"), "1");
}

TEST_F(CapsTest, WithoutASenderNoCodeIsPromised) {
  Node silent(database.conninfo(), test_settings(), false);
  json::object asked{{"phone_number", phone}, {"challenge", challenge}};
  EXPECT_EQ(silent.post(login_code, asked).status, 501);
  asked["phone_number"] = "+919876500000";
  EXPECT_EQ(silent.post(reset_code, asked).status, 501);
}

TEST_F(CapsTest, WaitingForTheirCapsTakesTheDatabaseFromNobodyElse) {
  db::BlockingConnection holder(database.conninfo());
  holder.execute("BEGIN");
  holder.execute("SELECT pg_advisory_xact_lock('one_time_codes'::regclass::oid::bigint)");
  std::vector<TestRequest> requests;
  for (int number = 0; number < 20; ++number)
    requests.push_back({.method = Method::post,
                        .path = login_code,
                        .body = json::object{{"phone_number", "+9198765001" + std::to_string(number + 10)},
                                             {"challenge", challenge}}});
  requests.push_back({.method = Method::post,
                      .path = "/api/users/login",
                      .body = json::object{{"phone_number", phone}, {"password", password}}});
  std::jthread meanwhile([&] {
    const std::string logins = "SELECT count(*) FROM events WHERE action = 'logged_in'";
    EXPECT_TRUE(test::eventually([&] { return value(logins) == "1"; }));
    holder.execute("COMMIT");
  });
  const auto answers = node.send(requests);
  meanwhile.join();  // uses the same connection, and waits long if nobody is let in
  EXPECT_EQ(answers.back().status, 200);
  EXPECT_EQ(value("SELECT count(*) FROM one_time_codes"), "20");
}

TEST_F(CapsTest, OldCodesAreForgotten) {
  code_of(login_code);
  let_pass("49 hours");
  node.do_job("forget_codes");
  EXPECT_EQ(value("SELECT count(*) FROM one_time_codes"), "0");
}

}  // namespace
}  // namespace kpa::one_time_codes

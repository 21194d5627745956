#include "tests/support/codes.hpp"

#include <array>
#include <set>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kpa::login {
namespace {

using namespace test;
using http::Method;
using testing::HasSubstr;
using testing::Not;

struct CodesTest : testing::Test, CodesWorld {};

TEST_F(CodesTest, ACodeLogsIn) {
  const std::string code = code_of(login_code);
  const auto message = node.messages(1).front();
  EXPECT_EQ(message.to, phone);
  EXPECT_THAT(message.text, HasSubstr(code));
  EXPECT_LE(message.text.size(), 160U) << "one message";
  const auto answer = verify(code);
  ASSERT_EQ(answer.status, 200) << json::serialize(answer.body);
  EXPECT_EQ(answer.headers.at("Cache-Control"), "no-store");
  EXPECT_EQ(node.profile(answer.text("access_token")).status, 200);
  EXPECT_EQ(
      value("SELECT string_agg(action || coalesce(' ' || (after->>'by'), ''), ', ' ORDER BY id) FROM events"),
      "registered, code_sent, logged_in code");
  EXPECT_EQ(verify(code).code(), "invalid_code") << "good once";
}

TEST_F(CodesTest, ACodeIsReadHoweverItIsTyped) {
  const auto spelled = [](const std::string& code, std::string_view between) {
    return code.substr(0, 3) + std::string(between) + code.substr(3);
  };
  const std::string code = code_of(login_code);
  for (const auto* between : {" ", "-", "\u00A0", "\n", "\u2011", "\u200B"}) {
    sql.execute("UPDATE one_time_codes SET ended_at = NULL, attempts = 0");
    EXPECT_EQ(verify(spelled(code, between)).status, 200) << between;
  }
  const std::array<std::vector<std::string>, 2> digits = {
      {{"०", "१", "२", "३", "४", "५", "६", "७", "८", "९"},
       {"௦", "௧", "௨", "௩", "௪", "௫", "௬", "௭", "௮", "௯"}}};
  for (const auto& script : digits) {
    std::string written;
    for (const char digit : code) written += script[static_cast<std::size_t>(digit - '0')];
    sql.execute("UPDATE one_time_codes SET ended_at = NULL, attempts = 0");
    EXPECT_EQ(verify(written).status, 200) << written;
  }
  let_pass("1 hour");
  EXPECT_EQ(confirm("\u2068" + spelled(code_of(reset_code), "–") + "\u2069 ").status, 200);
}

TEST_F(CodesTest, WhatCannotBeACodeUsesUpNoAttempt) {
  const std::string code = code_of(login_code);
  for (const auto& typed : {code.substr(1), code + "1", std::string("abcdef"), code.substr(0, 5) + ".",
                            std::string("-"), std::string("12 34"), code + code}) {
    const auto answer = verify(typed);
    EXPECT_EQ(answer.status, 422) << typed;
    EXPECT_EQ(answer.wrong(), std::vector<std::string>{"code"}) << typed;
    EXPECT_EQ(confirm(typed).status, 422);
  }
  EXPECT_EQ(value("SELECT attempts FROM one_time_codes"), "0");
  EXPECT_EQ(verify(code).status, 200);
}

TEST_F(CodesTest, ARightCodeStaysGoodWhileTheDatabaseCannotWrite) {
  const std::string to_log_in = code_of(login_code);
  on_a_full_disk("sessions", [&] {
    for (int time = 0; time < 6; ++time) EXPECT_GE(verify(to_log_in).status, 500);
  });
  EXPECT_EQ(verify(to_log_in).status, 200);

  const std::string to_reset = code_of(reset_code);
  on_a_full_disk("users", [&] {
    for (int time = 0; time < 6; ++time) EXPECT_GE(confirm(to_reset).status, 500);
  });
  EXPECT_EQ(confirm(to_reset).status, 200);
}

TEST_F(CodesTest, TheAnswerIsTheSameForEveryNumber) {
  const auto known = ask(login_code);
  const auto unknown = ask(login_code, "+919876500000");
  EXPECT_EQ(known.status, 202);
  EXPECT_EQ(unknown.status, 202);
  EXPECT_EQ(known.body, unknown.body);
  EXPECT_EQ(known.headers, unknown.headers);
  const auto wrong = verify("000000", "+919876500000");
  EXPECT_EQ(wrong.status, 401);
  EXPECT_EQ(wrong.body, verify("000000", "+919876500001").body);
  EXPECT_EQ(value("SELECT attempts FROM one_time_codes WHERE phone_number = '+919876500000'"), "1")
      << "counted for nobody as for somebody";
  EXPECT_EQ(ask(login_code).body, known.body) << "too soon, and nothing says so";
  sql.execute("UPDATE users SET is_active = false");
  let_pass("1 hour");
  EXPECT_EQ(ask(login_code).body, known.body) << "deactivated";
  EXPECT_EQ(node.messages(1).size(), 1U) << "only one was sent";
  // The same rows for an unknown number, so the same work.
  EXPECT_EQ(value("SELECT count(*) FROM one_time_codes WHERE user_id IS NULL"), "2");

  EXPECT_EQ(ask(login_code, "hello").status, 422);
}

TEST_F(CodesTest, OfFiftyGuessesAtOnceFiveAreLookedAt) {
  const std::string code = code_of(login_code);
  std::vector<TestRequest> guesses;
  for (int guess = 0; guess < 49; ++guess)
    guesses.push_back({.method = Method::post, .path = login_verify, .body = login_with(other_than(code))});
  guesses.push_back({.method = Method::post, .path = login_verify, .body = login_with(code)});
  int right = 0;
  for (const auto& answer : node.send(guesses)) right += answer.status == 200 ? 1 : 0;
  EXPECT_EQ(right, 0) << "the right one came too late";
  EXPECT_EQ(value("SELECT attempts FROM one_time_codes"), "5");
  EXPECT_EQ(verify(code).code(), "invalid_code") << "used up";
}

TEST_F(CodesTest, OfTheRightCodeManyTimesAtOnceOneLogsIn) {
  const std::string code = code_of(login_code);
  const TestRequest request{.method = Method::post, .path = login_verify, .body = login_with(code)};
  std::multiset<int> statuses;
  for (const auto& answer : node.send(std::vector(10, request))) statuses.insert(answer.status);
  EXPECT_EQ(statuses.count(200), 1U);
  EXPECT_EQ(statuses.count(401), 9U);
}

TEST_F(CodesTest, ACodeIsNoLongerGoodWhenItIsOldOrSuperseded) {
  const std::string first = code_of(login_code);
  let_pass("5 minutes");
  EXPECT_EQ(verify(first).code(), "invalid_code");
  let_pass("1 hour");
  const std::string second = code_of(login_code);
  let_pass("2 minutes");
  const std::string third = code_of(login_code);
  if (second != third) {
    EXPECT_EQ(verify(second).code(), "invalid_code");
  }
  EXPECT_EQ(verify(third).status, 200);
}

TEST_F(CodesTest, ACodeIsGoodWithTheChallengeOfItsRequestOnly) {
  constexpr auto of_a_stranger = "7oCMVxNfKcSb2YdrQWqgEw";
  ASSERT_EQ(node.post(login_code, json::object{{"phone_number", phone}, {"challenge", of_a_stranger}}).status,
            202);
  const auto sent_for_them = node.messages(1).front().code;
  let_pass("1 minute");
  ++sent;
  const std::string code = code_of(login_code);
  auto stranger = login_with(code);
  stranger["challenge"] = of_a_stranger;
  for (int guess = 0; guess < 6; ++guess)
    EXPECT_EQ(node.post(login_verify, stranger).code(), "invalid_code") << "read over a shoulder";
  stranger.erase("challenge");
  EXPECT_EQ(node.post(login_verify, stranger).status, 422);
  EXPECT_EQ(verify(sent_for_them).code(), "invalid_code") << "asked for by somebody else";
  EXPECT_EQ(verify(code).status, 200) << "whatever strangers have tried";

  let_pass("1 hour");
  auto reset = reset_with(code_of(reset_code));
  reset.erase("challenge");
  EXPECT_EQ(node.post(reset_confirm, reset).status, 422);
  EXPECT_THAT(value("SELECT string_agg(c::text, '') FROM one_time_codes c"), Not(HasSubstr(challenge)));
}

TEST_F(CodesTest, ARequestThatIsRepeatedKeepsItsChallenge) {
  const std::string code = code_of(login_code);
  EXPECT_EQ(ask(login_code).status, 202) << "too soon, as after a lost answer";
  EXPECT_EQ(verify(code).status, 200);
  for (const auto* weak : {"", "0123456789", "0123456789 0123456789 0123456789"})
    EXPECT_EQ(node.post(login_code, json::object{{"phone_number", phone}, {"challenge", weak}})
                  .errors()
                  .count("challenge"),
              1U);
}

TEST_F(CodesTest, ACodeOfOnePurposeServesNoOther) {
  const std::string to_log_in = code_of(login_code);
  const std::string to_reset = code_of(reset_code);
  if (to_log_in == to_reset) GTEST_SKIP() << "one in a million";
  EXPECT_EQ(confirm(to_log_in).code(), "invalid_code");
  EXPECT_EQ(verify(to_reset).code(), "invalid_code");
  EXPECT_EQ(verify(to_log_in).status, 200);
  EXPECT_EQ(confirm(to_reset).status, 200);
}

TEST_F(CodesTest, NeitherEventsNorTablesHoldACode) {
  const std::string code = code_of(login_code);
  const std::string tables = value("SELECT string_agg(c.code_hash, ' ') FROM one_time_codes c") +
                             value("SELECT string_agg(coalesce(e.after::text, ''), ' ') FROM events e");
  EXPECT_THAT(tables, Not(HasSubstr("\"" + code + "\"")));
  EXPECT_THAT(value("SELECT code_hash FROM one_time_codes"), testing::MatchesRegex("[0-9a-f]{64}"));
}

}  // namespace
}  // namespace kpa::login

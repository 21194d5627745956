#include <array>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "features/accounts/service.hpp"
#include "features/accounts/world_for_test.hpp"

// Codes by text message: logins and new passwords.
namespace kpa::accounts {
namespace {

using http::Method;
using testing::HasSubstr;
using testing::Not;

constexpr auto phone = "+919876543210";
constexpr auto challenge = "n4bQgYhMfWWaL-qgxVrQFaO";
constexpr auto password = "monsoon-42-axle";
constexpr auto new_password = "dry-bogie-bolster";
constexpr auto login_code = "/api/users/login/code";
constexpr auto login_verify = "/api/users/login/code/verify";
constexpr auto reset_code = "/api/users/password-reset";
constexpr auto reset_confirm = "/api/users/password-reset/confirm";

struct CodesTest : testing::Test, World {
  CodesTest() { tokens = enrol(registration(phone, password)); }

  TestAnswer ask(const std::string& path, const std::string& number = phone) {
    return node.post(path, json::object{{"phone_number", number}, {"challenge", challenge}});
  }
  /// The code of a request that is sent now.
  std::string code_of(const std::string& path) {
    EXPECT_EQ(ask(path).status, 202);
    ++sent;
    const auto messages = node.messages(sent);
    EXPECT_EQ(messages.size(), sent);
    return messages.empty() ? "" : messages.back().code;
  }
  static json::object login_with(const std::string& code, const std::string& number = phone) {
    return {{"phone_number", number}, {"challenge", challenge}, {"code", code}};
  }
  TestAnswer verify(const std::string& code, const std::string& number = phone) {
    return node.post(login_verify, login_with(code, number));
  }
  static json::object reset_with(const std::string& code, const std::string& chosen = new_password) {
    return {{"phone_number", phone},
            {"challenge", challenge},
            {"code", code},
            {"new_password", chosen},
            {"confirm_password", chosen}};
  }
  TestAnswer confirm(const std::string& code, const std::string& chosen = new_password) {
    return node.post(reset_confirm, reset_with(code, chosen));
  }
  void let_pass(const std::string& time) {
    sql.execute("UPDATE one_time_codes SET created_at = created_at - interval '" + time +
                "', expires_at = expires_at - interval '" + time + "'");
  }
  static std::string other_than(const std::string& code) {
    std::string other = code;
    other[0] = other[0] == '9' ? '0' : static_cast<char>(other[0] + 1);
    return other;
  }

  TestAnswer tokens;
  std::size_t sent = 0;
};

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
  const auto refuse = [&](const std::string& table) {
    sql.execute(
        "CREATE OR REPLACE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'no space left on device' USING ERRCODE = '53100'; END $$");
    sql.execute("CREATE TRIGGER refuse BEFORE INSERT OR UPDATE ON " + table +
                " FOR EACH ROW EXECUTE FUNCTION refuse()");
  };
  const std::string to_log_in = code_of(login_code);
  refuse("sessions");
  for (int time = 0; time < 6; ++time) EXPECT_GE(verify(to_log_in).status, 500);
  sql.execute("DROP TRIGGER refuse ON sessions");
  EXPECT_EQ(verify(to_log_in).status, 200);

  const std::string to_reset = code_of(reset_code);
  refuse("users");
  for (int time = 0; time < 6; ++time) EXPECT_GE(confirm(to_reset).status, 500);
  sql.execute("DROP TRIGGER refuse ON users");
  EXPECT_EQ(confirm(to_reset).status, 200);
}

TEST_F(CodesTest, APasswordThatIsRefusedUsesUpNoAttempt) {
  const std::string code = code_of(reset_code);
  for (int time = 0; time < 6; ++time) EXPECT_EQ(confirm(code, "kumar-ravi").status, 422);
  EXPECT_EQ(confirm(code).status, 200);
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
  // The same rows, so the same work.
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

TEST_F(CodesTest, EachFurtherCodeTakesTwiceAsLong) {
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

TEST_F(CodesTest, CapsHoldForNumberAddressAndDay) {
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

TEST_F(CodesTest, WhatIsRefusedIsRecordedButNotWhoeverAsksTwice) {
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

TEST_F(CodesTest, NumbersThatNobodyHasUseUpNothingOfTheDay) {
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

TEST_F(CodesTest, CapsHoldForManyAtOnceOnTwoProcesses) {
  Node other(database.conninfo(), test_settings());
  const TestRequest request{.method = Method::post,
                            .path = login_code,
                            .body = json::object{{"phone_number", phone}, {"challenge", challenge}}};
  const std::vector many(20, request);
  for (auto* process : {&node, &other})
    for (const auto& answer : process->send(many)) EXPECT_EQ(answer.status, 202);
  EXPECT_EQ(value("SELECT count(*) FROM one_time_codes"), "1");
}

TEST_F(CodesTest, ANewPasswordEndsAllSessions) {
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

TEST_F(CodesTest, AResetIsToldEverythingThatIsWrongWithThePassword) {
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

TEST_F(CodesTest, ACodeIsNotForWhomeverHasTheNumberNext) {
  const std::string code = code_of(reset_code);
  sql.execute("UPDATE users SET phone_number = '+919876500009'");
  EXPECT_EQ(confirm(code).code(), "invalid_code");
  EXPECT_EQ(login(phone, password).code(), "invalid_credentials");
}

TEST_F(CodesTest, WithoutASenderNoCodeIsPromised) {
  Node silent(database.conninfo(), test_settings(), false);
  json::object asked{{"phone_number", phone}, {"challenge", challenge}};
  EXPECT_EQ(silent.post(login_code, asked).status, 501);
  asked["phone_number"] = "+919876500000";
  EXPECT_EQ(silent.post(reset_code, asked).status, 501);
}

TEST_F(CodesTest, WaitingForTheirCapsTakesTheDatabaseFromNobodyElse) {
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
  meanwhile.join();  // it asks by the same connection, for long where nobody is let in
  EXPECT_EQ(answers.back().status, 200);
  EXPECT_EQ(value("SELECT count(*) FROM one_time_codes"), "20");
}

struct ResetByOthersTest : CodesTest {
  std::int64_t person(const std::string& number, const std::string& rank) {
    enrol(registration(number, password));
    sql.execute("UPDATE users SET is_staff = " + std::string(rank == "user" ? "false" : "true") +
                ", is_superuser = " + (rank == "superuser" ? "true" : "false") + " WHERE phone_number = '" +
                number + "'");
    return std::stoll(value("SELECT id FROM users WHERE phone_number = '" + number + "'"));
  }
  std::string token(const std::string& number) { return login(number, password).text("access_token"); }
  TestAnswer offer(const std::string& by, std::int64_t whom, const std::string& method = "link") {
    return node.post("/api/users/users/" + std::to_string(whom) + "/reset-password",
                     json::object{{"method", method}}, token(by));
  }
  TestAnswer use(const std::string& link_token, const std::string& chosen = new_password) {
    return node.post(
        reset_confirm,
        json::object{{"token", link_token}, {"new_password", chosen}, {"confirm_password", chosen}});
  }

  const std::string staff_phone = "+919876500001";
  const std::string superuser_phone = "+919876500002";
  const std::int64_t user = 1;
  const std::int64_t staff = person(staff_phone, "staff");
  const std::int64_t other_staff = person("+919876500003", "staff");
  const std::int64_t superuser = person(superuser_phone, "superuser");
};

TEST_F(ResetByOthersTest, StaffHelpRegularUsersAndSuperusersEverybodyElse) {
  struct Row {
    std::string by;
    std::int64_t whom;
    int status;
  };
  for (const auto& row : {Row{phone, staff, 403}, Row{phone, user, 403}, Row{staff_phone, user, 200},
                          Row{staff_phone, other_staff, 403}, Row{staff_phone, staff, 403},
                          Row{staff_phone, superuser, 403}, Row{superuser_phone, staff, 200},
                          Row{superuser_phone, superuser, 403}, Row{superuser_phone, 99, 404}})
    EXPECT_EQ(offer(row.by, row.whom).status, row.status) << row.by << " for " << row.whom;
}

TEST_F(ResetByOthersTest, ANewPasswordLetsInWhereItWasSetWhateverStrangersDo) {
  const auto link = offer(staff_phone, user).text("token");
  sql.execute("DELETE FROM sessions WHERE user_id = 1");
  sql.execute("INSERT INTO login_attempts (account, source, failures) VALUES ('+919876543210', '', 40)");
  ASSERT_EQ(login(phone, password).status, 429);
  ASSERT_EQ(use(link).status, 200);
  EXPECT_EQ(login(phone, new_password).status, 200);
  sql.execute("DELETE FROM sessions WHERE user_id = 1");
  EXPECT_EQ(login(phone, new_password).status, 200) << "for a day, however often";
}

TEST_F(ResetByOthersTest, ALinkSetsANewPasswordOnce) {
  const auto first = offer(staff_phone, user);
  const auto second = offer(staff_phone, user);
  ASSERT_EQ(second.status, 200) << json::serialize(second.body);
  EXPECT_EQ(second.headers.at("Cache-Control"), "no-store");
  EXPECT_EQ(second.text("token").size(), 43U);
  EXPECT_EQ(second.text("expires_in"), "86400");
  EXPECT_EQ(use(first.text("token")).code(), "invalid_code") << "superseded";
  EXPECT_EQ(use("x").code(), "invalid_code");
  EXPECT_EQ(login(phone, password).status, 200) << "nothing has changed yet";
  EXPECT_EQ(use(second.text("token"), "kumar-ravi").status, 422);
  const auto token = second.text("token");
  ASSERT_EQ(use(" " + token.substr(0, 20) + "\r\n" + token.substr(20) + "\u200B").status, 200)
      << "as a mail program broke it";
  EXPECT_EQ(login(phone, new_password).status, 200);
  EXPECT_EQ(use(second.text("token"), "yard-lantern-77").code(), "invalid_code");
  EXPECT_EQ(value("SELECT actor_id FROM events WHERE action = 'one_time_link_made' LIMIT 1"),
            std::to_string(staff));
  EXPECT_THAT(value("SELECT string_agg(l::text, '') FROM one_time_links l") +
                  value("SELECT string_agg(e::text, '') FROM events e"),
              Not(HasSubstr(second.text("token"))));

  const auto late = offer(staff_phone, user);
  sql.execute("UPDATE one_time_links SET expires_at = now()");
  EXPECT_EQ(use(late.text("token")).code(), "invalid_code");
}

TEST_F(ResetByOthersTest, ALinkIsGoodOnlyWhileItsMakerHasTheSecondFactorThatIsRequired) {
  const auto link = offer(staff_phone, user).text("token");
  sql.execute("UPDATE system_settings SET require_second_factor_for_staff = true");
  EXPECT_EQ(use(link).code(), "invalid_code");
  sql.execute(
      "INSERT INTO second_factors (user_id, sealed_secret, confirmed_at) SELECT id, '-', now() FROM users "
      "WHERE phone_number = '" +
      staff_phone + "'");
  EXPECT_EQ(use(link).status, 200);
}

TEST_F(ResetByOthersTest, OfALinkUsedManyTimesAtOnceOneUseWins) {
  const auto link = offer(staff_phone, user);
  const TestRequest request{
      .method = Method::post,
      .path = reset_confirm,
      .body = json::object{
          {"token", link.text("token")}, {"new_password", new_password}, {"confirm_password", new_password}}};
  std::multiset<int> statuses;
  for (const auto& answer : node.send(std::vector(5, request))) statuses.insert(answer.status);
  EXPECT_EQ(statuses.count(200), 1U);
  EXPECT_EQ(statuses.count(401), 4U);
}

TEST_F(ResetByOthersTest, ACodeIsSentToThePersonNotToTheAdministrator) {
  const auto offered = offer(staff_phone, user, "sms");
  ASSERT_EQ(offered.status, 200) << json::serialize(offered.body);
  EXPECT_EQ(offered.text("token"), "null");
  const auto message = node.messages(1).front();
  EXPECT_EQ(message.to, phone);
  EXPECT_THAT(json::serialize(offered.body), Not(HasSubstr(message.code)));
  const auto again = offer(staff_phone, user, "sms");
  EXPECT_EQ(again.status, 429) << "an administrator is told";
  const int wait = std::stoi(again.headers.at("Retry-After"));
  EXPECT_GT(wait, 20);
  EXPECT_LE(wait, 30);
  sql.execute("UPDATE one_time_codes SET created_at = created_at - interval '20 seconds'");
  EXPECT_LE(std::stoi(offer(staff_phone, user, "sms").headers.at("Retry-After")), 10);
  auto reset = reset_with(message.code);
  for (int guess = 0; guess < 6; ++guess)
    EXPECT_EQ(node.post(reset_confirm, reset).code(), "invalid_code") << "of somebody who was told nothing";
  EXPECT_THAT(offered.text("challenge"), testing::MatchesRegex("[0-9]{8}"));
  const auto told = offered.text("challenge");
  reset["challenge"] = told.substr(0, 4) + " " + told.substr(4, 2) + "–" + told.substr(6);
  EXPECT_EQ(node.post(reset_confirm, reset).status, 200) << "as it was read out";
  EXPECT_EQ(value("SELECT actor_id FROM events WHERE action = 'code_sent'"), std::to_string(staff));
}

TEST_F(ResetByOthersTest, ALinkLeadsToThePageOfTheInstallation) {
  auto settings = test_settings();
  settings.reset_page = "https://erp.example.org/reset";
  Node with_page(database.conninfo(), settings);
  const auto answer = with_page.post("/api/users/users/1/reset-password", json::object{{"method", "link"}},
                                     token(staff_phone));
  EXPECT_EQ(answer.text("link"), "https://erp.example.org/reset#token=" + answer.text("token"));
}

TEST_F(ResetByOthersTest, ADeactivatedPersonIsActivatedFirst) {
  sql.execute("UPDATE users SET is_active = false WHERE id = 1");
  EXPECT_EQ(offer(staff_phone, user).code(), "state_conflict");
}

TEST_F(CodesTest, NeitherEventsNorTablesHoldACode) {
  const std::string code = code_of(login_code);
  const std::string tables = value("SELECT string_agg(c.code_hash, ' ') FROM one_time_codes c") +
                             value("SELECT string_agg(coalesce(e.after::text, ''), ' ') FROM events e");
  EXPECT_THAT(tables, Not(HasSubstr("\"" + code + "\"")));
  EXPECT_THAT(value("SELECT code_hash FROM one_time_codes"), testing::MatchesRegex("[0-9a-f]{64}"));
}

TEST_F(CodesTest, OldCodesAreForgotten) {
  code_of(login_code);
  let_pass("49 hours");
  node.do_job("forget_codes");
  EXPECT_EQ(value("SELECT count(*) FROM one_time_codes"), "0");
}

}  // namespace
}  // namespace kpa::accounts

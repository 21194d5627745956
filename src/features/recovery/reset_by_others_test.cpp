#include <set>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/codes.hpp"

namespace kpa::recovery {
namespace {

using namespace test;
using http::Method;
using testing::HasSubstr;
using testing::Not;

/// An administrator allows a person to set a new password.
struct ResetByOthersTest : testing::Test, CodesWorld {
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

}  // namespace
}  // namespace kpa::recovery

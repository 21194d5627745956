#include <algorithm>
#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/accounts.hpp"
#include "tests/support/eventually.hpp"

namespace kpa::sessions {
namespace {

using namespace test;
using http::Method;
using testing::HasSubstr;

constexpr auto sessions_path = "/api/users/sessions";

struct SessionsTest : testing::Test, World {
  /// The access token of a new login, or of a new person.
  std::string login(const std::string& phone, const std::string& user_agent = "curl/8.0") {
    enrol(registration(phone));
    const auto answer =
        node.send({.method = Method::post,
                   .path = "/api/users/login",
                   .body = json::object{{"phone_number", phone}, {"password", "monsoon-42-axle"}},
                   .headers = {{"User-Agent", user_agent}}});
    return answer.text("access_token");
  }
  TestAnswer list(const std::string& token, const std::string& query = {}) {
    return node.send({.path = sessions_path + query, .token = token});
  }
  std::vector<std::int64_t> ids(const std::string& token, const std::string& query = {}) {
    std::vector<std::int64_t> all;
    const auto answer = list(token, query);
    for (const auto& one : answer.body.at("data").as_array()) all.push_back(one.at("id").as_int64());
    return all;
  }
  std::int64_t current(const std::string& token) {
    const auto answer = list(token);
    for (const auto& one : answer.body.at("data").as_array())
      if (one.at("is_current").as_bool()) return one.at("id").as_int64();
    return 0;
  }
  TestAnswer remove(const std::string& path, const std::string& token) {
    return node.send({.method = Method::delete_, .path = path, .token = token});
  }
  static std::string one(std::int64_t id) { return sessions_path + ("/" + std::to_string(id)); }
};

TEST_F(SessionsTest, EachLoginIsASessionWithItsDeviceAddressAndTimes) {
  const auto token = login("+919876543210",
                           "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) "
                           "Chrome/131.0.0.0 Mobile Safari/537.36");
  const auto answer = list(token);
  ASSERT_EQ(answer.status, 200) << json::serialize(answer.body);
  const auto& sessions = answer.body.at("data").as_array();
  ASSERT_EQ(sessions.size(), 2U) << "the registration is a login as well";
  const auto& newest = sessions.front();
  EXPECT_EQ(newest.at("device"), "Chrome (Android)");
  EXPECT_THAT(newest.at("user_agent").as_string().c_str(), HasSubstr("Android 10"));
  EXPECT_EQ(newest.at("address"), "192.0.2.7");
  EXPECT_EQ(newest.at("is_current"), true);
  EXPECT_EQ(newest.at("created_at"), newest.at("last_used_at"));
  EXPECT_EQ(sessions.back().at("is_current"), false);
  EXPECT_EQ(answer.body.at("pagination").at("total"), 2);
  EXPECT_EQ(ids(token, "?per_page=1&sort=created_at"), (std::vector{current(token) - 1}));
}

TEST_F(SessionsTest, OnlyOnesOwnGoodSessionsAreListed) {
  login("+919876543211");
  const auto here = login("+919876543210");
  const auto revoked = login("+919876543210");
  login("+919876543210");
  sql.execute("UPDATE sessions SET expires_at = now() WHERE id = (SELECT max(id) FROM sessions)");
  const auto all = ids(here).size();
  EXPECT_EQ(remove(one(current(revoked)), here).status, 204);
  EXPECT_EQ(ids(here).size(), all - 1);
  EXPECT_EQ(all, 3U) << "registration, and two logins";
}

TEST_F(SessionsTest, AnEndedSessionIsGoodNoLonger) {
  const auto here = login("+919876543210"), there = login("+919876543210");
  const auto id = current(there);
  ASSERT_EQ(remove(one(id), here).status, 204);
  EXPECT_EQ(node.profile(there).code(), "invalid_token");
  EXPECT_EQ(node.profile(here).status, 200);
  EXPECT_EQ(remove(one(id), here).code(), "not_found") << "it has ended";
  EXPECT_EQ(value("SELECT after->>'reason' || ' ' || (actor_id = entity_id) || ' ' || client_address "
                  "FROM events WHERE action = 'session_ended'"),
            "ended true 192.0.2.7");
}

TEST_F(SessionsTest, SomebodyElsesSessionIsNotThere) {
  const auto mine = login("+919876543210"), theirs = login("+919876543211");
  const auto id = current(theirs);
  const auto answer = remove(one(id), mine);
  EXPECT_EQ(answer.status, 404);
  EXPECT_EQ(answer.body.at("message"), remove(one(999'999), mine).body.at("message"));
  EXPECT_EQ(node.profile(theirs).status, 200);
  EXPECT_EQ(remove(sessions_path + std::string("/x"), mine).status, 404);
}

TEST_F(SessionsTest, AllOthersAreEndedAtOnce) {
  const auto here = login("+919876543210"), there = login("+919876543210");
  const auto elses = login("+919876543211");
  const auto answer = remove(sessions_path, here);
  ASSERT_EQ(answer.status, 200) << json::serialize(answer.body);
  EXPECT_EQ(answer.body.at("ended"), 2);
  EXPECT_EQ(node.profile(here).status, 200);
  EXPECT_EQ(node.profile(there).code(), "invalid_token");
  EXPECT_EQ(node.profile(elses).status, 200);
  EXPECT_EQ(remove(sessions_path, here).body.at("ended"), 0);
  EXPECT_EQ(value("SELECT string_agg(after->>'reason' || jsonb_array_length(after->'sessions'), ' ') "
                  "FROM events WHERE action = 'sessions_ended'"),
            "ended2");
}

TEST_F(SessionsTest, SuperusersSeeAndEndThoseOfOthers) {
  const auto admin = login("+919876543210");
  sql.execute("UPDATE users SET is_staff = true, is_superuser = true");
  const auto user = login("+919876543211"), again = login("+919876543211");
  const std::string of_user = "/api/users/users/2/sessions";
  const auto listed = node.send({.path = of_user, .token = admin});
  ASSERT_EQ(listed.status, 200);
  EXPECT_EQ(listed.body.at("pagination").at("total"), 3);
  const std::string id = std::to_string(current(user));
  EXPECT_EQ(remove("/api/users/users/1/sessions/" + id, admin).status, 404) << "it is not that person's";
  EXPECT_EQ(remove(of_user + "/" + id, admin).status, 204);
  EXPECT_EQ(node.profile(user).code(), "invalid_token");
  EXPECT_EQ(node.profile(again).status, 200);
  EXPECT_EQ(remove(of_user, admin).body.at("ended"), 2);
  EXPECT_EQ(node.profile(again).code(), "invalid_token");
  EXPECT_EQ(value("SELECT string_agg(actor_id || (after->>'reason'), ' ') FROM events "
                  "WHERE action IN ('session_ended', 'sessions_ended')"),
            "1administrator 1administrator");
  EXPECT_EQ(remove("/api/users/users/999/sessions", admin).status, 404);
  EXPECT_EQ(node.send({.path = "/api/users/users/999/sessions", .token = admin}).status, 404);
}

TEST_F(SessionsTest, NobodyElseSeesOrEndsThoseOfOthers) {
  const auto staff = login("+919876543210");
  sql.execute("UPDATE users SET is_staff = true");
  const auto user = login("+919876543211");
  for (const auto& token : {staff, user}) {
    EXPECT_EQ(node.send({.path = "/api/users/users/1/sessions", .token = token}).status, 403);
    EXPECT_EQ(remove("/api/users/users/1/sessions", token).status, 403);
    EXPECT_EQ(remove("/api/users/users/1/sessions/1", token).status, 403);
  }
  EXPECT_EQ(value("SELECT count(*) FROM sessions WHERE revoked_at IS NOT NULL"), "0");
}

TEST_F(SessionsTest, AnEndShowsWithinASecondInAnotherProcess) {
  auto settings = test_settings();
  settings.session_recheck = std::chrono::milliseconds(500);
  Node other(database.conninfo(), settings);
  const auto here = login("+919876543210"), there = login("+919876543210");
  ASSERT_EQ(other.profile(there).status, 200);
  ASSERT_EQ(remove(one(current(there)), here).status, 204);
  const auto ended = std::chrono::steady_clock::now();
  std::this_thread::sleep_until(ended + std::chrono::seconds(1));  // the second is the promised time
  EXPECT_EQ(other.profile(there).status, 401);
  EXPECT_EQ(other.profile(here).status, 200);
}

TEST_F(SessionsTest, AnEndShowsWithinASecondToThoseWhoNeverStopAsking) {
  auto settings = test_settings();
  settings.session_recheck = std::chrono::milliseconds(500);
  Node other(database.conninfo(), settings);
  std::vector<std::string> tokens;
  for (int session = 0; session < 5; ++session) tokens.push_back(login("+919876543210"));
  const auto all_are = [&](int status) {
    return std::ranges::all_of(tokens,
                               [&](const auto& token) { return other.profile(token).status == status; });
  };
  // Long enough that each has been looked up again, beside the requests.
  const auto began = std::chrono::steady_clock::now();
  while (std::chrono::steady_clock::now() < began + std::chrono::milliseconds(900)) ASSERT_TRUE(all_are(200));
  sql.execute(
      "UPDATE sessions SET revoked_at = now(), revoked_for = 'logout' WHERE id = (SELECT max(id) FROM sessions)");
  const auto ended = std::chrono::steady_clock::now();
  const std::string last = tokens.back();
  while (other.profile(last).status == 200)
    ASSERT_LT(std::chrono::steady_clock::now(), ended + std::chrono::seconds(1));
  EXPECT_EQ(other.profile(last).status, 401);
  tokens.pop_back();
  EXPECT_TRUE(all_are(200));
}

TEST_F(SessionsTest, AUseIsNotedOnceAMinute) {
  auto settings = test_settings();
  settings.session_recheck = std::chrono::milliseconds(0);
  Node eager(database.conninfo(), settings);
  const auto token = login("+919876543210");
  const std::string used = "SELECT last_used_at FROM sessions ORDER BY id DESC LIMIT 1";
  const auto before = value(used);
  EXPECT_EQ(eager.profile(token).status, 200);
  EXPECT_EQ(value(used), before);
  sql.execute("UPDATE sessions SET last_used_at = now() - interval '61 seconds'");
  EXPECT_EQ(eager.profile(token).status, 200);
  EXPECT_EQ(
      value("SELECT last_used_at > now() - interval '30 seconds' FROM sessions ORDER BY id DESC LIMIT 1"),
      "t");
  EXPECT_EQ(value("SELECT last_used_at > now() - interval '30 seconds' FROM sessions ORDER BY id LIMIT 1"),
            "f");
}

TEST_F(SessionsTest, AUseIsNotedWithoutWaitingForWhoeverHoldsTheSession) {
  const auto token = login("+919876543210");
  sql.execute("UPDATE sessions SET last_used_at = now() - interval '61 seconds'");
  sql.execute("BEGIN");
  sql.execute("SELECT 1 FROM sessions FOR UPDATE");
  EXPECT_EQ(node.profile(token).status, 200);
  sql.execute("ROLLBACK");
}

}  // namespace
}  // namespace kpa::sessions

#include <chrono>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "tests/support/accounts.hpp"
#include "tests/support/eventually.hpp"

namespace kpa::sessions {
namespace {

using namespace test;
using http::Method;

constexpr auto profile_path = "/api/users/profile";

struct TokensTest : testing::Test, World {};

TEST_F(TokensTest, WhoIsNotLoggedInIsRefused) {
  const auto tokens = enrol();
  std::string altered = tokens.text("access_token");
  altered[altered.size() - 2] = altered[altered.size() - 2] == 'A' ? 'B' : 'A';
  struct Row {
    std::string authorization, code;
  };
  for (const auto& [method, path] :
       std::vector<std::pair<Method, std::string>>{{Method::get, profile_path},
                                                   {Method::put, profile_path},
                                                   {Method::patch, profile_path},
                                                   {Method::post, "/api/users/logout"},
                                                   {Method::post, "/api/users/change-password"}}) {
    for (const auto& row : {Row{"", "unauthenticated"}, Row{"Bearer", "unauthenticated"},
                            Row{"Basic cmF2aTpyYXZp", "unauthenticated"}, Row{"Bearer x", "invalid_token"},
                            Row{"Bearer " + altered, "invalid_token"},
                            Row{"Bearer " + tokens.text("refresh_token"), "invalid_token"}}) {
      const auto answer = node.send({.method = method,
                                     .path = path,
                                     .body = json::object{},
                                     .headers = {{"Authorization", row.authorization}}});
      EXPECT_EQ(answer.status, 401);
      EXPECT_EQ(answer.code(), row.code) << path << ' ' << row.authorization;
    }
  }
}

TEST_F(TokensTest, ATokenThatSomebodyForgedIsRecordedButNotOneThatIsNone) {
  const std::string token = enrol().text("access_token");
  node.profile(token.substr(0, token.rfind('.')) + "." + std::string(43, 'A'));
  node.profile("no-token");
  refresh(token.substr(0, token.rfind('.')) + "." + std::string(43, 'A'));
  EXPECT_EQ(value("SELECT string_agg(after::text, ' ') FROM events WHERE action = 'token_refused'"),
            R"({"reason": "bad_signature"} {"reason": "bad_signature"})");
}

TEST_F(TokensTest, ARefreshRotates) {
  const auto first = enrol();
  const auto second = refresh(first.text("refresh_token"));
  ASSERT_EQ(second.status, 200);
  EXPECT_EQ(second.body.as_object().size(), 4U);
  EXPECT_NE(second.text("refresh_token"), first.text("refresh_token"));
  EXPECT_NE(second.text("access_token"), first.text("access_token"));
  EXPECT_EQ(node.profile(second.text("access_token")).status, 200);
  const auto repeated = refresh(first.text("refresh_token"));
  ASSERT_EQ(repeated.status, 200) << "the answer may have been lost";
  EXPECT_EQ(repeated.text("refresh_token"), second.text("refresh_token"));
  EXPECT_EQ(refresh(second.text("refresh_token")).status, 200);
  EXPECT_EQ(value("SELECT count(*) FROM refresh_tokens"), "3");
  EXPECT_EQ(value("SELECT count(*) FROM refresh_tokens WHERE rotated_at IS NULL"), "1");
}

TEST_F(TokensTest, TwentyRefreshesAtOnceLeaveOneLiveToken) {
  const auto tokens = enrol();
  const TestRequest request{.method = Method::post,
                            .path = "/api/users/refresh",
                            .body = json::object{{"refresh_token", tokens.text("refresh_token")}}};
  std::set<std::string> refresh_tokens;
  for (const auto& answer : node.send(std::vector(20, request))) {
    ASSERT_EQ(answer.status, 200);
    refresh_tokens.insert(answer.text("refresh_token"));
    EXPECT_EQ(node.profile(answer.text("access_token")).status, 200);
  }
  EXPECT_EQ(refresh_tokens.size(), 1U);
  EXPECT_EQ(value("SELECT count(*) FROM refresh_tokens WHERE rotated_at IS NULL"), "1");
  EXPECT_EQ(refresh(*refresh_tokens.begin()).status, 200);
}

TEST_F(TokensTest, AUsedRefreshTokenThatComesAgainEndsItsSession) {
  const auto first = enrol();
  const auto elsewhere = login("9876543210", "monsoon-42-axle");
  const auto second = refresh(first.text("refresh_token"));
  ASSERT_EQ(node.profile(second.text("access_token")).status, 200);
  sql.execute("UPDATE refresh_tokens SET rotated_at = rotated_at - interval '11 seconds'");

  EXPECT_EQ(refresh(first.text("refresh_token")).code(), "invalid_token");
  EXPECT_EQ(refresh(second.text("refresh_token")).code(), "invalid_token");
  EXPECT_EQ(node.profile(second.text("access_token")).code(), "invalid_token");
  EXPECT_EQ(node.profile(elsewhere.text("access_token")).status, 200) << "other sessions go on";
  EXPECT_EQ(value("SELECT after->>'reason' FROM events WHERE action = 'session_ended'"), "token_reuse");
}

struct LostAnswersTest : TokensTest {
  /// Refreshes after refresh_grace.
  TestAnswer refresh_later(const std::string& token) {
    sql.execute("UPDATE refresh_tokens SET rotated_at = rotated_at - interval '1 hour'");
    return refresh(token);
  }
};

TEST_F(LostAnswersTest, MayBeAskedForAgainUntilSomethingOfThemIsSeen) {
  const auto first = enrol();
  const auto lost = refresh(first.text("refresh_token"));
  const auto lost_too = refresh_later(first.text("refresh_token"));
  ASSERT_EQ(lost_too.status, 200) << json::serialize(lost_too.body);
  EXPECT_EQ(node.profile(first.text("access_token")).status, 200) << "shows nothing";
  const auto came = refresh_later(first.text("refresh_token"));
  ASSERT_EQ(came.status, 200);
  EXPECT_NE(came.text("refresh_token"), lost.text("refresh_token"));
  ASSERT_EQ(node.profile(came.text("access_token")).status, 200);
  EXPECT_EQ(value("SELECT seen_generation FROM sessions"), "4");
  EXPECT_EQ(refresh_later(first.text("refresh_token")).code(), "invalid_token") << "the answer was not lost";
  EXPECT_EQ(value("SELECT revoked_for FROM sessions"), "token_reuse");
}

TEST_F(LostAnswersTest, DoNotLetAThiefAndTheOwnerGoOnBesideEachOther) {
  const auto stolen = enrol().text("refresh_token");
  const auto of_thief = refresh(stolen);
  const auto of_owner = refresh_later(stolen);
  ASSERT_EQ(of_owner.status, 200) << "as after a lost answer";
  EXPECT_NE(of_owner.text("refresh_token"), of_thief.text("refresh_token"));
  EXPECT_EQ(node.profile(of_owner.text("access_token")).status, 200);
  EXPECT_EQ(node.profile(of_thief.text("access_token")).status, 200) << "until the refresh";
  EXPECT_EQ(refresh_later(of_thief.text("refresh_token")).code(), "invalid_token");
  EXPECT_EQ(node.profile(of_owner.text("access_token")).code(), "invalid_token")
      << "and the owner learns of it";
}

TEST_F(LostAnswersTest, GiveAThiefNoShareInTheTokensOfTheOwnerEitherIfTheyHurry) {
  const auto stolen = enrol().text("refresh_token");
  const auto of_thief = refresh(stolen);  // and none of its tokens is used yet
  const auto of_owner = refresh_later(stolen);
  ASSERT_EQ(node.profile(of_owner.text("access_token")).status, 200);
  EXPECT_EQ(refresh(of_thief.text("refresh_token")).code(), "invalid_token") << "within the grace";
  EXPECT_EQ(node.profile(of_owner.text("access_token")).code(), "invalid_token");
  EXPECT_EQ(value("SELECT revoked_for FROM sessions"), "token_reuse");
}

TEST_F(LostAnswersTest, AreNoExcuseForATokenOfBeforeTheRefreshThatCame) {
  const auto first = enrol().text("refresh_token");
  const auto second = refresh(first).text("refresh_token");
  refresh_later(second);  // which shows that the second token arrived
  EXPECT_EQ(refresh_later(second).status, 200);
  EXPECT_EQ(refresh_later(first).code(), "invalid_token");
}

// The token before the live one may come from a client that lost the answer; an older one must be stolen.
TEST_F(TokensTest, OnlyTheDirectPredecessorOfTheLiveRefreshTokenHasGrace) {
  const auto first = enrol().text("refresh_token");
  const auto second = refresh(first).text("refresh_token");
  EXPECT_EQ(refresh(first).text("refresh_token"), second);
  const auto third = refresh(second).text("refresh_token");
  EXPECT_EQ(refresh(second).text("refresh_token"), third);
  EXPECT_EQ(refresh(first).code(), "invalid_token");
  EXPECT_EQ(refresh(third).code(), "invalid_token") << "the session has ended";
  EXPECT_EQ(value("SELECT revoked_for FROM sessions"), "token_reuse");
}

TEST_F(TokensTest, ARefreshTokenThatIsNotGoodIsRefused) {
  const auto tokens = enrol();
  std::string altered = tokens.text("refresh_token");
  altered[altered.size() / 2] ^= 1;
  for (const std::string& bad :
       {std::string("x"), std::string("a.b.c"), altered, tokens.text("access_token")})
    EXPECT_EQ(refresh(bad).code(), "invalid_token");
  sql.execute("UPDATE sessions SET expires_at = now()");
  EXPECT_EQ(refresh(tokens.text("refresh_token")).code(), "invalid_token");
}

TEST_F(TokensTest, ASessionEndsInAnyCaseHoweverOftenItIsRefreshed) {
  const auto tokens = enrol();
  sql.execute("UPDATE sessions SET created_at = now() - interval '30 days' + interval '1 hour'");
  const auto refreshed = refresh(tokens.text("refresh_token"));
  ASSERT_EQ(refreshed.status, 200) << "an hour is left";
  EXPECT_EQ(value("SELECT expires_at = created_at + interval '30 days' FROM sessions"), "t");
  sql.execute("UPDATE sessions SET expires_at = expires_at - interval '1 hour'");
  EXPECT_EQ(refresh(refreshed.text("refresh_token")).code(), "invalid_token");
  EXPECT_EQ(node.profile(refreshed.text("access_token")).code(), "invalid_token")
      << "however long the token itself is good";
}

TEST_F(TokensTest, ALiveTokenIsReplacedWhenTheKeyChangedSinceItWasSigned) {
  const auto first = enrol();
  ASSERT_EQ(refresh(first.text("refresh_token")).status, 200);
  sql.execute("UPDATE refresh_tokens SET token_id = 'another' WHERE rotated_at IS NULL");
  const auto repeated = refresh(first.text("refresh_token"));
  ASSERT_EQ(repeated.status, 200);
  EXPECT_EQ(refresh(repeated.text("refresh_token")).status, 200);
}

TEST_F(TokensTest, ALogoutEndsItsSession) {
  const auto here = enrol();
  const auto there = login("9876543210", "monsoon-42-axle");
  ASSERT_EQ(node.profile(here.text("access_token")).status, 200);
  EXPECT_EQ(node.post("/api/users/logout", nullptr, here.text("access_token")).status, 204);
  EXPECT_EQ(node.profile(here.text("access_token")).code(), "invalid_token");
  EXPECT_EQ(refresh(here.text("refresh_token")).code(), "invalid_token");
  EXPECT_EQ(node.profile(there.text("access_token")).status, 200);
}

TEST_F(TokensTest, ALogoutIsNoticedByOtherProcessesWithinTheRecheck) {
  config::AuthSettings quick = test_settings();
  quick.session_recheck = std::chrono::milliseconds(100);
  Node other(database.conninfo(), quick);
  const std::string token = enrol().text("access_token");
  ASSERT_EQ(other.profile(token).status, 200);
  ASSERT_EQ(node.post("/api/users/logout", nullptr, token).status, 204);
  // So long may a session that ended still be believed: the promise is a time, there is nothing to wait for.
  std::this_thread::sleep_for(quick.session_recheck);
  EXPECT_EQ(other.profile(token).status, 401);
}

// A promoted or restored database may not know the session for a moment.
TEST_F(TokensTest, ANoIsBelievedNoLongerThanAYes) {
  config::AuthSettings quick = test_settings();
  quick.session_recheck = std::chrono::milliseconds(100);
  Node other(database.conninfo(), quick);
  const std::string token = enrol().text("access_token");
  sql.execute("UPDATE users SET is_active = false");
  ASSERT_EQ(other.profile(token).status, 401);
  sql.execute("UPDATE users SET is_active = true");
  EXPECT_TRUE(test::eventually([&] { return other.profile(token).status == 200; }, std::chrono::seconds(5)));
}

TEST_F(TokensTest, AKnownTokenNeedsNoDatabaseAndAnUnknownOneIsRefusedWithoutIt) {
  const auto tokens = enrol();
  const auto request = [](const http::Headers& headers) {
    return http::Request{Method::get, profile_path, "", headers, "", "", ""};
  };
  TestHeaders known, unknown;
  known.fields["Authorization"] = "Bearer " + tokens.text("access_token");
  unknown.fields["Authorization"] = "Bearer " + refresh(tokens.text("refresh_token")).text("access_token");
  ASSERT_TRUE(node.wait(node.sessions.authenticate(request(known))).has_value());
  node.pool->stop();
  const auto caller = node.wait(node.sessions.authenticate(request(known)));
  ASSERT_TRUE(caller.has_value());
  EXPECT_EQ(caller->role, http::Role::user);
  EXPECT_THROW(node.wait(node.sessions.authenticate(request(unknown))), Failure);
  EXPECT_EQ(node.send(TestRequest{.headers = unknown.fields}).status, 503) << "fails closed";
}

TEST_F(TokensTest, ATokenOfAnEndedSessionIsKnownToBeDead) {
  const auto tokens = enrol();
  const auto again = login("9876543210", "monsoon-42-axle");
  TestHeaders dead;
  dead.fields["Authorization"] = "Bearer " + tokens.text("access_token");
  const http::Request request{Method::get, profile_path, "", dead, "", "", ""};
  sql.execute("UPDATE sessions SET revoked_at = now(), revoked_for = 'logout' WHERE id = 1");
  ASSERT_FALSE(node.wait(node.sessions.authenticate(request)).has_value());
  node.pool->stop();
  const auto caller = node.wait(node.sessions.authenticate(request));
  ASSERT_FALSE(caller.has_value());
  EXPECT_EQ(caller.error().code, Code::invalid_token)
      << "without the database, which somebody could flood so";
}

TEST_F(TokensTest, SessionsAreForgottenAMonthAfterTheyExpired) {
  enrol();
  login("9876543210", "monsoon-42-axle");
  sql.execute("UPDATE sessions SET expires_at = now() - interval '31 days' WHERE id = 1");
  EXPECT_EQ(node.do_job("forget_sessions"), jobs::Done::all);
  EXPECT_EQ(value("SELECT count(*) FROM sessions"), "1");
  EXPECT_EQ(value("SELECT count(*) FROM refresh_tokens"), "1");
}

TEST_F(TokensTest, RefreshTokensAreForgottenWhenTheyHaveExpired) {
  const auto used = enrol().text("refresh_token");
  const auto live = refresh(used).text("refresh_token");
  sql.execute("UPDATE refresh_tokens SET expires_at = now() - interval '1 second' WHERE generation = 1");
  EXPECT_EQ(node.do_job("forget_refresh_tokens"), jobs::Done::all);
  EXPECT_EQ(value("SELECT string_agg(generation::text, ' ') FROM refresh_tokens"), "2");
  EXPECT_EQ(refresh(live).status, 200);
}

}  // namespace
}  // namespace kpa::sessions

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/eventually.hpp"
#include "tests/support/second_factor.hpp"

namespace kpa::second_factor {
namespace {

using namespace test;
using http::Method;

/// Staff must have one.
struct RequiredSecondFactorTest : testing::Test, SecondFactorWorld {
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
  node.shared.endings.fetch_add(1);  // otherwise it takes up to session_recheck
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
}  // namespace kpa::second_factor

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/accounts.hpp"

namespace kpa::people {
namespace {

using namespace test;
using http::Method;
using testing::StartsWith;

struct ProfileTest : testing::Test, World {
  TestAnswer change(Method method, const json::value& body, const std::string& token,
                    const std::string& if_match = {}) {
    TestRequest request{.method = method, .path = "/api/users/profile", .body = body, .token = token};
    if (!if_match.empty()) request.headers.emplace("If-Match", if_match);
    return node.send(request);
  }
};

TEST_F(ProfileTest, AProfileIsReplacedAndPatched) {
  const std::string token = enrol().text("access_token");
  const auto replaced = change(Method::put,
                               json::object{{"first_name", " Ravi "},
                                            {"last_name", "Kumar"},
                                            {"email", ""},
                                            {"bio", "Wheel shop"},
                                            {"date_of_birth", "1990-05-17"},
                                            {"address_line_1", "12 Loco Colony"},
                                            {"city", "Kharagpur"},
                                            {"state", "West Bengal"},
                                            {"postalCode", "721301"},
                                            {"country", "India"}},
                               token);
  ASSERT_EQ(replaced.status, 200) << json::serialize(replaced.body);
  EXPECT_EQ(replaced.text("full_address"), "12 Loco Colony, Kharagpur, West Bengal 721301, India");
  EXPECT_EQ(replaced.text("email"), "null");
  EXPECT_THAT(replaced.headers.at("ETag"), StartsWith("\"v2."));

  const auto patched = change(Method::patch, json::object{{"city", nullptr}, {"bio", "Bogie shop"}}, token);
  ASSERT_EQ(patched.status, 200);
  EXPECT_EQ(patched.text("full_address"), "12 Loco Colony, West Bengal 721301, India");
  EXPECT_EQ(patched.text("bio"), "Bogie shop");
  EXPECT_EQ(patched.text("date_of_birth"), "1990-05-17");
  EXPECT_EQ(node.profile(token).body, patched.body);
  EXPECT_EQ(value("SELECT (before->>'bio') || ' > ' || (after->>'bio') FROM events ORDER BY id DESC LIMIT 1"),
            "Wheel shop > Bogie shop");

  const auto cleared =
      change(Method::put, json::object{{"first_name", "Ravi"}, {"last_name", "Kumar"}}, token);
  EXPECT_EQ(cleared.text("bio"), "null") << "what a PUT leaves out is cleared";
}

TEST_F(ProfileTest, AProfileCanBePutBackAsItWasRead) {
  const std::string token = enrol().text("access_token");
  sql.execute("UPDATE users SET employee_id = 'E-1', department = 'C&W'");
  auto read = node.profile(token).body;
  ASSERT_EQ(login("9876543210", "monsoon-42-axle").status, 200);  // last_login is another now
  const auto same = change(Method::put, read, token);
  ASSERT_EQ(same.status, 200) << json::serialize(same.body);
  EXPECT_THAT(same.headers.at("ETag"), StartsWith("\"v1.")) << "nothing changed";
  read.as_object()["first_name"] = "Ravindra";
  const auto changed = change(Method::put, read, token);
  EXPECT_EQ(changed.text("full_name"), "Ravindra Kumar");
  EXPECT_EQ(changed.text("employee_id"), "E-1");
}

TEST_F(ProfileTest, WhatAnAdministratorDecidesIsReadOnly) {
  const std::string token = enrol().text("access_token");
  for (const auto method : {Method::put, Method::patch}) {
    const auto answer = change(method,
                               json::object{{"first_name", ""},
                                            {"last_name", "Kumar"},
                                            {"isStaff", true},
                                            {"employee_id", "E-1"},
                                            {"phone_number", "+919999999999"},
                                            {"shoe_size", 42}},
                               token);
    EXPECT_EQ(answer.status, 422);
    EXPECT_EQ(answer.wrong(),
              (std::vector<std::string>{"employee_id", "first_name", "isStaff", "phone_number", "shoe_size"}))
        << json::serialize(answer.body);
  }
  EXPECT_EQ(value("SELECT version FROM users"), "1");
}

TEST_F(ProfileTest, AProfileRefusesWhatItCannotHold) {
  const std::string token = enrol().text("access_token");
  for (const json::object& bad :
       {json::object{{"bio", std::string(501, 'x')}}, json::object{{"date_of_birth", "2990-01-01"}},
        json::object{{"date_of_birth", "1890-01-01"}}, json::object{{"date_of_birth", "17.5.1990"}},
        json::object{{"email", "nobody"}}, json::object{{"first_name", nullptr}},
        json::object{{"city", 7}}}) {
    const auto answer = change(Method::patch, bad, token);
    EXPECT_EQ(answer.status, 422) << json::serialize(bad);
    EXPECT_EQ(answer.errors().begin()->first, std::string(bad.begin()->key()))
        << json::serialize(answer.body);
  }
}

TEST_F(ProfileTest, AStaleIfMatchChangesNothing) {
  const std::string token = enrol().text("access_token");
  EXPECT_EQ(change(Method::patch, json::object{{"bio", "one"}}, token, "\"v1\"").status, 200);
  EXPECT_EQ(change(Method::patch, json::object{{"bio", "two"}}, token, "\"v1\"").code(),
            "precondition_failed");
  EXPECT_EQ(node.profile(token).text("bio"), "one");
}

}  // namespace
}  // namespace kpa::people

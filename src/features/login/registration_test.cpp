#include <set>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/accounts.hpp"

namespace kpa::login {
namespace {

using namespace test;
using http::Method;
using testing::ElementsAre;
using testing::StartsWith;

struct RegistrationTest : testing::Test, World {};

TEST_F(RegistrationTest, ARegistrationLogsIn) {
  const auto answer = enrol({{"phone_number", "+1234567890"},
                             {"password", "securepass123"},
                             {"confirm_password", "securepass123"},
                             {"first_name", "John"},
                             {"last_name", "Engineer"},
                             {"email", "john.engineer@railway.com"}});
  ASSERT_EQ(answer.status, 201) << json::serialize(answer.body);
  EXPECT_EQ(answer.body.as_object().size(), 4U);
  EXPECT_EQ(answer.text("token_type"), "Bearer");
  EXPECT_EQ(answer.text("expires_in"), "3600");
  EXPECT_EQ(answer.headers.at("Cache-Control"), "no-store");
  EXPECT_EQ(refresh(answer.text("refresh_token")).status, 200);

  const auto profile = node.profile(answer.text("access_token"));
  ASSERT_EQ(profile.status, 200);
  EXPECT_EQ(profile.text("phone_number"), "+1234567890");
  EXPECT_EQ(profile.text("full_name"), "John Engineer");
  EXPECT_EQ(profile.text("email"), "john.engineer@railway.com");
  EXPECT_EQ(profile.text("is_staff"), "false");
  EXPECT_EQ(profile.text("is_superuser"), "false");
  EXPECT_EQ(profile.text("full_address"), "");
  EXPECT_THAT(profile.headers.at("ETag"), StartsWith("\"v1."));
  EXPECT_EQ(value("SELECT action || ' ' || (actor_id = entity_id) FROM events"), "registered true");
}

TEST_F(RegistrationTest, ARegistrationIsToldEverythingThatIsWrong) {
  struct Row {
    json::object change;
    std::vector<std::string> wrong;
  };
  for (const auto& row : {
           Row{{{"phone_number", "12"}, {"password", "Ravi"}},
               {"confirm_password", "password", "phone_number"}},
           Row{{{"password", "kumar-ravi"}, {"confirm_password", "kumar-ravi"}}, {"password"}},
           Row{{{"password", "password123"}, {"confirm_password", "password123"}}, {"password"}},
           Row{{{"password", ""}, {"confirm_password", ""}}, {"password"}},
           Row{{{"password", std::string(257, 'x')}, {"confirm_password", std::string(257, 'x')}},
               {"password"}},
           Row{{{"confirm_password", "monsoon-42-axl"}}, {"confirm_password"}},
           Row{{{"phone_number", "hello"}}, {"phone_number"}},
           Row{{{"first_name", " "}, {"last_name", nullptr}}, {"first_name", "last_name"}},
           Row{{{"email", "nobody"}, {"is_staff", true}}, {"email", "is_staff"}},
       }) {
    json::object body = registration();
    for (const auto& [name, changed] : row.change) body[name] = changed;
    const auto answer = enrol(body);
    EXPECT_EQ(answer.status, 422) << json::serialize(body);
    EXPECT_EQ(answer.code(), "validation_failed");
    EXPECT_EQ(answer.wrong(), row.wrong) << json::serialize(answer.body);
  }
  EXPECT_EQ(enrol({}).wrong(), (std::vector<std::string>{"confirm_password", "first_name", "last_name",
                                                         "password", "phone_number"}));
  EXPECT_EQ(value("SELECT count(*) FROM users"), "0");
}

TEST_F(RegistrationTest, EveryRuleOfAPasswordHasItsOwnMessage) {
  json::object body = registration();
  body["password"] = body["confirm_password"] = "1234567";
  EXPECT_GE(enrol(body).body.at("errors").at("password").as_array().size(), 3U);
}

TEST_F(RegistrationTest, APhoneNumberIsOnePersonInEverySpelling) {
  const char* spellings[] = {"+919876543210", "919876543210", "09876543210", "9876543210", "+91 98765-43210"};
  ASSERT_EQ(enrol().status, 201);
  for (const char* spelling : spellings) {
    const auto again = enrol(registration(spelling));
    EXPECT_EQ(again.status, 409) << spelling;
    EXPECT_EQ(again.code(), "phone_number_taken");
    EXPECT_EQ(json::serialize(again.body.at("errors")),
              R"({"phone_number":["Phone number already exists"]})");
    EXPECT_EQ(login(spelling, "monsoon-42-axle").status, 200) << spelling;
  }
  EXPECT_EQ(node.post("/api/users/login", {{"phone", "9876543210"}, {"password", "monsoon-42-axle"}}).status,
            200);
  EXPECT_EQ(value("SELECT count(*) FROM users"), "1");
}

TEST_F(RegistrationTest, OfRegistrationsAtTheSameMomentOneWins) {
  const TestRequest request{.method = Method::post, .path = "/api/users/register", .body = registration()};
  std::multiset<int> statuses;
  for (const auto& answer : node.send(std::vector(4, request))) statuses.insert(answer.status);
  EXPECT_THAT(statuses, ElementsAre(201, 409, 409, 409));
}

TEST_F(RegistrationTest, RegistrationCanBeClosed) {
  sql.execute("UPDATE system_settings SET registration_open = false");
  const auto refused = enrol();
  EXPECT_EQ(refused.status, 403);
  EXPECT_EQ(refused.code(), "registration_closed");
  EXPECT_EQ(value("SELECT count(*) FROM users"), "0");
  EXPECT_EQ(value("SELECT after::text FROM events WHERE action = 'registration_refused'"),
            R"({"reason": "registration_closed", "phone_number": "+91******3210"})");
  sql.execute("UPDATE system_settings SET registration_open = true");
  EXPECT_EQ(enrol().status, 201);
}

TEST_F(RegistrationTest, AUserIsCreatedWithARole) {
  NewUser staff{.phone_number = "9876500001",
                .password = "yard-lantern-77",
                .first_name = "Asha",
                .last_name = "Rao",
                .employee_id = "KGP-1",
                .role = http::Role::staff};
  const auto id = node.wait(node.logins.create_user(node.database, staff));
  ASSERT_TRUE(id.has_value());
  const auto tokens = login("9876500001", "yard-lantern-77");
  EXPECT_EQ(node.profile(tokens.text("access_token")).text("is_staff"), "true");

  const auto failure = [&](NewUser user) {
    return node.wait(node.logins.create_user(node.database, std::move(user))).error();
  };
  EXPECT_EQ(failure(staff).code, Code::phone_number_taken);
  staff.phone_number = "9876500002";
  EXPECT_EQ(failure(staff).code, Code::conflict);
  EXPECT_EQ(failure(staff).fields.at(0).path, "employee_id");
  staff.phone_number = "x";
  staff.password = "asha";
  const auto all = failure(staff);
  EXPECT_EQ(all.code, Code::validation_failed);
  EXPECT_EQ(all.fields.front().path, "phone_number");
  EXPECT_GE(all.fields.size(), 3U);
}

}  // namespace
}  // namespace kpa::login

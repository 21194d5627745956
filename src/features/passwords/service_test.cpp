#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/accounts.hpp"

namespace kpa::passwords {
namespace {

using namespace test;
using testing::HasSubstr;

struct PasswordChangeTest : testing::Test, World {};

TEST_F(PasswordChangeTest, APasswordChangeEndsAllOtherSessions) {
  const auto here = enrol();
  const auto there = login("9876543210", "monsoon-42-axle");
  ASSERT_EQ(node.profile(there.text("access_token")).status, 200);
  const json::object body{{"current_password", "monsoon-42-axle"},
                          {"new_password", "dry-bogie-bolster"},
                          {"confirm_password", "dry-bogie-bolster"}};
  const auto answer = node.post("/api/users/change-password", body, here.text("access_token"));
  ASSERT_EQ(answer.status, 200) << json::serialize(answer.body);
  EXPECT_THAT(answer.text("message"), HasSubstr("Password changed"));

  EXPECT_EQ(node.profile(there.text("access_token")).code(), "invalid_token");
  EXPECT_EQ(refresh(there.text("refresh_token")).code(), "invalid_token");
  EXPECT_EQ(node.profile(here.text("access_token")).status, 200);
  EXPECT_EQ(refresh(here.text("refresh_token")).status, 200);
  EXPECT_EQ(login("9876543210", "monsoon-42-axle").code(), "invalid_credentials");
  EXPECT_EQ(login("9876543210", "dry-bogie-bolster").status, 200);
}

TEST_F(PasswordChangeTest, APasswordChangeIsToldEverythingThatIsWrong) {
  const std::string token = enrol().text("access_token");
  struct Row {
    json::object body;
    std::vector<std::string> wrong;
  };
  for (const auto& row : {
           Row{{{"current_password", "nonsense-1"}, {"new_password", "ravi"}, {"confirm_password", "kumar"}},
               {"confirm_password", "current_password", "new_password"}},
           Row{{{"old_password", "monsoon-42-axle"},
                {"new_password", "monsoon-42-axle"},
                {"confirm_new_password", "monsoon-42-axle"}},
               {"new_password"}},
           Row{{}, {"confirm_password", "current_password", "new_password"}},
       }) {
    const auto answer = node.post("/api/users/change-password", row.body, token);
    EXPECT_EQ(answer.status, 422);
    EXPECT_EQ(answer.wrong(), row.wrong) << json::serialize(answer.body);
  }
}

}  // namespace
}  // namespace kpa::passwords

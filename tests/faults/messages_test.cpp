// Text messages survive a crash of the process that was to send them.
#include <string>

#include <gtest/gtest.h>

#include "tests/faults/world.hpp"
#include "tests/support/eventually.hpp"
#include "tests/support/sms_gateway.hpp"

namespace {

using namespace kpa::test;

constexpr auto challenge = "n4bQgYhMfWWaL-qgxVrQFaO";

void ask_for_code(const World& world, const std::string& number) {
  const auto registered =
      world.client().post("/api/users/register", {{"phone_number", number},
                                                  {"password", "wheel-gauge-1676"},
                                                  {"confirm_password", "wheel-gauge-1676"},
                                                  {"first_name", "Meera"},
                                                  {"last_name", "Das"}});
  ASSERT_EQ(registered.status, 201) << registered.text;
  const auto asked = HttpClient(world.server.port())
                         .post("/api/users/login/code", {{"phone_number", number}, {"challenge", challenge}});
  ASSERT_EQ(asked.status, 202) << asked.text;
}

TEST(Messages, SurviveACrashBetweenTheirCommitAndTheirDelivery) {
  const std::string first = "+919876500001", second = "+919876500002", third = "+919876500003";
  const SmsGateway gateway({"", "", SmsGateway::good});  // hangs at the first two
  World world({.environment = {{"KPA_SMS_SENDER", "http"},
                               {"KPA_SMS_URL", gateway.url()},
                               {"KPA_SMS_CONTENT_TYPE", "application/json"},
                               {"KPA_SMS_BODY", R"({"to":"{to}","code":"{code}"})"},
                               {"KPA_SMS_TIMEOUT", "1m"}}});
  ask_for_code(world, first);
  ask_for_code(world, second);
  ASSERT_TRUE(eventually([&] { return gateway.requests().size() == 2; })) << world.server.output();
  ask_for_code(world, third);  // answered, but no thread is free to send its message
  EXPECT_EQ(world.sql("SELECT count(*) FROM deliveries"), "3");
  world.server.kill();
  EXPECT_EQ(gateway.sent_to(third), 0U);

  world.server.start();
  const std::string code = gateway.code_for(third);
  EXPECT_EQ(gateway.sent_to(third), 1U);
  const auto login = HttpClient(world.server.port())
                         .post("/api/users/login/code/verify",
                               {{"phone_number", third}, {"challenge", challenge}, {"code", code}});
  EXPECT_EQ(login.status, 200) << login.text;

  // The killed process's deliveries are leased for another minute; end the leases now.
  world.sql("UPDATE deliveries SET due_at = now() RETURNING id");
  EXPECT_TRUE(eventually([&] { return world.sql("SELECT count(*) FROM deliveries") == "0"; }));
  EXPECT_EQ(gateway.sent_to(first), 2U);
  EXPECT_EQ(gateway.sent_to(second), 2U);
  EXPECT_EQ(gateway.sent_to(third), 1U);
}

}  // namespace

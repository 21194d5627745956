#include <functional>
#include <string>
#include <vector>

#include <boost/json/object.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/exchanges.hpp"
#include "tests/support/service.hpp"
#include "tests/support/sms_gateway.hpp"

// Codes by text message and second factors, over HTTP; the rest is tested in the features.
namespace {

using namespace kpa::test;
namespace json = boost::json;

constexpr auto challenge = "n4bQgYhMfWWaL-qgxVrQFaO";

TestService with_gateway(const SmsGateway& gateway,
                         const std::function<void(kpa::config::Settings&)>& adjust = {}) {
  return TestService([&](kpa::config::Settings& settings) {
    if (adjust) adjust(settings);
    settings.sms.sender = kpa::config::SmsSenderKind::http;
    settings.sms.url = gateway.url();
    settings.sms.body = R"({"to":"{to}","text":"{text}"})";
    settings.sms.timeout = std::chrono::minutes(1);
  });
}

std::string text(const Answer& answer, std::string_view path) {
  const auto& value = answer.at(path);
  return value.is_string() ? std::string(value.as_string()) : json::serialize(value);
}

TEST(Factors, ACodeThatTheGatewayCarriedLogsIn) {
  const SmsGateway gateway;
  auto service = with_gateway(gateway);
  const Person person = service.enrol();
  const auto client = service.client();
  EXPECT_EQ(
      client.post("/api/users/login/code", {{"phone_number", "+919876500000"}, {"challenge", challenge}})
          .status,
      202);
  const auto asked =
      client.post("/api/users/login/code", {{"phone_number", person.phone}, {"challenge", challenge}});
  ASSERT_EQ(asked.status, 202) << asked.text;
  EXPECT_EQ(asked.header("Cache-Control"), "no-store");
  const std::string code = gateway.code_for(person.phone);
  auto logged_in = service.client();
  const auto answer = client.post("/api/users/login/code/verify",
                                  {{"phone_number", person.phone}, {"challenge", challenge}, {"code", code}});
  logged_in.token = text(answer, "access_token");
  EXPECT_EQ(logged_in.get("/api/users/profile").status, 200);
  EXPECT_EQ(gateway.sent_to("+919876500000"), 0U) << "nobody has this number";
}

TEST(Factors, ACodeComesInTheLanguageOfTheRequestUnlessThePersonChoseOne) {
  const SmsGateway gateway;
  auto service = with_gateway(gateway);
  const Person undecided = service.enrol(), decided = service.enrol();
  ASSERT_EQ(service.client(decided).patch("/api/users/profile", {{"language", "en"}}).status, 200);
  for (const auto& person : {undecided, decided}) {
    service.client().post("/api/users/login/code", {{"phone_number", person.phone}, {"challenge", challenge}},
                          {{"Accept-Language", "hi"}});
    ASSERT_NE(gateway.code_for(person.phone), "");
  }
  constexpr auto devanagari = "\xE0\xA4";
  EXPECT_THAT(gateway.requests().front(), testing::HasSubstr(devanagari));
  EXPECT_THAT(gateway.requests().back(), testing::Not(testing::HasSubstr(devanagari)));
}

TEST(Factors, AGatewayThatHangsDelaysNobody) {
  const SmsGateway gateway({""});
  auto service = with_gateway(gateway);
  std::vector<Person> people;
  for (int count = 0; count < 4; ++count) people.push_back(service.enrol());
  for (const auto& person : people)  // more than there are threads to send or to hash
    EXPECT_EQ(service.client()
                  .post("/api/users/login/code", {{"phone_number", person.phone}, {"challenge", challenge}})
                  .status,
              202);
  EXPECT_EQ(
      service.client()
          .post("/api/users/login", {{"phone_number", people[0].phone}, {"password", people[0].password}})
          .status,
      200)
      << "passwords are hashed meanwhile";
  service.stop();  // the stop does not wait for it either
}

/// The owner of an IPv6 address usually has its whole /64 network.
TEST(Factors, CodesAreCountedForANetworkOfIpv6) {
  const SmsGateway gateway;
  auto service = with_gateway(gateway, [](kpa::config::Settings& settings) {
    settings.server.trusted_proxies = {"127.0.0.1"};
    settings.auth.codes_per_address = 2;
  });
  struct Row {
    std::string address;
    bool sent;
  };
  for (const auto& row : {Row{"2001:db8:0:1::1", true}, Row{"2001:db8:0:1:ffff:ffff:ffff:ffff", true},
                          Row{"2001:db8:0:1:1::2", false}, Row{"2001:db8:0:2::1", true}}) {
    const Person person = service.enrol();
    const auto asked = service.client().post("/api/users/login/code",
                                             {{"phone_number", person.phone}, {"challenge", challenge}},
                                             {{"X-Forwarded-For", row.address}});
    EXPECT_EQ(asked.status, row.sent ? 202 : 429) << row.address;
    EXPECT_EQ(service.sql("SELECT count(*) FROM one_time_codes WHERE phone_number = '" + person.phone + "'"),
              row.sent ? "1" : "0")
        << row.address;
    if (row.sent) {
      EXPECT_NE(gateway.code_for(person.phone), "") << row.address;
    }
  }
}

TEST(Factors, EveryEndpointRefusesWhatItMust) {
  TestService service;
  const Person user = service.enrol();
  const Person staff = service.enrol(Rank::staff);
  const Person superuser = service.enrol(Rank::superuser);
  const std::string of_staff = "/api/users/users/" + std::to_string(staff.id);
  expect_all(
      service,
      {
          ask("POST /api/users/login/code", "{}").answers(422, "validation_failed"),
          ask("POST /api/users/login/code", R"({"phone":"hello"})").answers(422, "validation_failed"),
          ask("POST /api/users/login/code/verify", R"({"phone":"9876500000"})")
              .answers(422, "validation_failed"),
          ask("POST /api/users/login/code/verify",
              R"({"phone":"9876500000","challenge":"x","code":"123456"})")
              .answers(401, "invalid_code"),
          ask("POST /api/users/password-reset", "{").answers(400, "malformed_request"),
          ask("POST /api/users/password-reset/confirm",
              R"({"token":"x","new_password":"dry-bogie-bolster","confirm_password":"dry-bogie-bolster"})")
              .answers(401, "invalid_code"),
          ask("POST /api/users/password-reset/confirm",
              R"({"token":"x","code":"1","new_password":"dry-bogie-bolster","confirm_password":"dry-bogie-bolster"})")
              .answers(422, "validation_failed"),
          ask("POST " + of_staff + "/reset-password", R"({"method":"link"})").answers(401, "unauthenticated"),
          ask("POST " + of_staff + "/reset-password", R"({"method":"link"})")
              .by(user)
              .answers(403, "forbidden"),
          ask("POST " + of_staff + "/reset-password", R"({"method":"pigeon"})")
              .by(superuser)
              .answers(422, "validation_failed"),
          ask("POST /api/users/users/999/reset-password", R"({"method":"link"})")
              .by(superuser)
              .answers(404, "not_found"),
          ask("GET /api/users/second-factor").answers(401, "unauthenticated"),
          ask("POST /api/users/second-factor", "{}").answers(401, "unauthenticated"),
          ask("POST /api/users/second-factor", R"({"password":"wrong"})")
              .by(user)
              .answers(422, "validation_failed"),
          ask("POST /api/users/second-factor/confirm", R"({"code":"123456"})")
              .by(user)
              .answers(422, "validation_failed"),
          ask("POST /api/users/second-factor/disable",
              R"({"password":"wheel-gauge-1676","second_factor":"123456"})")
              .by(user)
              .answers(409, "state_conflict"),
          ask("DELETE " + of_staff + "/second-factor").by(user).answers(403, "forbidden"),
          ask("DELETE " + of_staff + "/second-factor").by(staff).answers(403, "forbidden"),
          ask("DELETE " + of_staff + "/second-factor").by(superuser).answers(404, "not_found"),
          ask("GET /api/settings").answers(401, "unauthenticated"),
          ask("GET /api/settings").by(staff).answers(403, "forbidden"),
          ask("PATCH /api/settings", "{}").by(staff).answers(403, "forbidden"),
          ask("PATCH /api/settings", R"({"require_second_factor_for_staff":"yes"})")
              .by(superuser)
              .answers(422, "validation_failed"),
      });
}

}  // namespace

#include <string>

#include <gtest/gtest.h>

#include "tests/support/exchanges.hpp"
#include "tests/support/service.hpp"

// What is beside HTTP is tested in features/sessions.
namespace {

using namespace kpa::test;

TestService& service() {
  static TestService running;
  return running;
}

TEST(Sessions, EveryEndpointAnswersAsItMust) {
  const Person person = service().enrol(), other = service().enrol();
  const Person staff = service().enrol(Rank::staff), superuser = service().enrol(Rank::superuser);
  const auto session_of = [](const Person& of) {
    return service().sql("SELECT min(id) FROM sessions WHERE user_id = " + std::to_string(of.id));
  };
  const std::string own = "/api/users/sessions";
  const std::string others = "/api/users/users/" + std::to_string(other.id) + "/sessions";
  const std::string nobodys = "/api/users/users/999999/sessions";
  expect_all(service(),
             {
                 ask("GET " + own).answers(401, "unauthenticated"),
                 ask("DELETE " + own).answers(401, "unauthenticated"),
                 ask("DELETE " + own + "/1").answers(401, "unauthenticated"),
                 ask("GET " + others).answers(401, "unauthenticated"),
                 ask("GET " + own).by(person),
                 ask("GET " + own + "?per_page=1&sort=-created_at").by(person),
                 ask("GET " + own + "?sort=address").by(person).answers(422, "validation_failed"),
                 ask("GET " + own + "?user_id=1").by(person).answers(422, "validation_failed"),
                 ask("GET " + own + "?cursor=x").by(person).answers(422, "validation_failed"),
                 ask("GET " + own + "/1").by(person).answers(405, "method_not_allowed"),
                 ask("DELETE " + own + "/" + session_of(other)).by(person).answers(404, "not_found"),
                 ask("DELETE " + own + "/0").by(person).answers(404, "not_found"),
                 ask("DELETE " + own + "/x").by(person).answers(404, "not_found"),
                 ask("DELETE " + own).by(person),
                 ask("GET " + others).by(person).answers(403, "forbidden"),
                 ask("GET " + others).by(staff).answers(403, "forbidden"),
                 ask("DELETE " + others).by(staff).answers(403, "forbidden"),
                 ask("DELETE " + others + "/" + session_of(other)).by(staff).answers(403, "forbidden"),
                 ask("GET " + others).by(superuser),
                 ask("GET " + nobodys).by(superuser).answers(404, "not_found"),
                 ask("DELETE " + nobodys).by(superuser).answers(404, "not_found"),
                 ask("DELETE " + others + "/" + session_of(person)).by(superuser).answers(404, "not_found"),
                 ask("DELETE " + others + "/" + session_of(other)).by(superuser).answers(204),
                 ask("DELETE " + others + "/" + session_of(other)).by(superuser).answers(404, "not_found"),
                 ask("DELETE " + others).by(superuser),
                 ask("GET " + own).by(other).answers(401, "invalid_token"),
                 ask("DELETE " + own + "/" + session_of(person)).by(person).answers(204),
                 ask("GET " + own).by(person).answers(401, "invalid_token"),
             });
}

TEST(Sessions, CookiesGoOverTheWireAsFieldsOfTheirOwn) {
  const Person person = service().enrol();
  const auto login = service().client().post("/api/users/login?cookie=true",
                                             {{"phone_number", person.phone}, {"password", person.password}});
  ASSERT_EQ(login.status, 200) << login.text;
  std::string cookies;
  const auto [first, last] = login.fields.equal_range("set-cookie");
  EXPECT_EQ(std::distance(first, last), 3);
  for (auto field = first; field != last; ++field)
    cookies += (cookies.empty() ? "" : "; ") + field->second.substr(0, field->second.find(';'));
  const std::string csrf(login.at("csrf_token").as_string());
  const auto client = service().client();
  EXPECT_EQ(client.get("/api/users/profile", {{"Cookie", cookies}}).status, 200);
  const kpa::test::HttpClient::Fields without = {{"Cookie", cookies}};
  EXPECT_EQ(client.patch("/api/users/profile", {{"bio", "x"}}, without).status, 403);
  EXPECT_EQ(client.patch("/api/users/profile", {{"bio", "x"}}, {{"Cookie", cookies}, {"X-CSRF-Token", csrf}})
                .status,
            200);
}

TEST(Sessions, APageOfAnotherOriginMayAskToSendTheCsrfToken) {
  const auto answer = service().client().ask("OPTIONS", "/api/users/profile", {},
                                             {{"Origin", "https://erp.example.org"},
                                              {"Access-Control-Request-Method", "PATCH"},
                                              {"Access-Control-Request-Headers", "x-csrf-token"}});
  EXPECT_NE(answer.header("Access-Control-Allow-Headers").find("X-CSRF-Token"), std::string::npos);
}

}  // namespace

#include <string>
#include <vector>

#include <boost/json/serialize.hpp>
#include <gtest/gtest.h>

#include "tests/support/service.hpp"

// What is beside HTTP is tested in features/sessions.
namespace {

using namespace kpa::test;

TestService& service() {
  static TestService running;
  return running;
}

std::string code_of(const Answer& answer) {
  return answer.body.is_object() && answer.body.as_object().contains("code")
             ? std::string(answer.at("code").as_string())
             : "";
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
  struct Row {
    const Person* who;
    std::string method, path;
    int status;
    std::string code = {};
  };
  const std::vector<Row> rows = {
      {nullptr, "GET", own, 401, "unauthenticated"},
      {nullptr, "DELETE", own, 401, "unauthenticated"},
      {nullptr, "DELETE", own + "/1", 401, "unauthenticated"},
      {nullptr, "GET", others, 401, "unauthenticated"},
      {&person, "GET", own, 200},
      {&person, "GET", own + "?per_page=1&sort=-created_at", 200},
      {&person, "GET", own + "?sort=address", 422, "validation_failed"},
      {&person, "GET", own + "?user_id=1", 422, "validation_failed"},
      {&person, "GET", own + "?cursor=x", 422, "validation_failed"},
      {&person, "GET", own + "/1", 405, "method_not_allowed"},
      {&person, "DELETE", own + "/" + session_of(other), 404, "not_found"},
      {&person, "DELETE", own + "/0", 404, "not_found"},
      {&person, "DELETE", own + "/x", 404, "not_found"},
      {&person, "DELETE", own, 200},
      {&person, "GET", others, 403, "forbidden"},
      {&staff, "GET", others, 403, "forbidden"},
      {&staff, "DELETE", others, 403, "forbidden"},
      {&staff, "DELETE", others + "/" + session_of(other), 403, "forbidden"},
      {&superuser, "GET", others, 200},
      {&superuser, "GET", nobodys, 404, "not_found"},
      {&superuser, "DELETE", nobodys, 404, "not_found"},
      {&superuser, "DELETE", others + "/" + session_of(person), 404, "not_found"},
      {&superuser, "DELETE", others + "/" + session_of(other), 204},
      {&superuser, "DELETE", others + "/" + session_of(other), 404, "not_found"},
      {&superuser, "DELETE", others, 200},
      {&other, "GET", own, 401, "invalid_token"},
      {&person, "DELETE", own + "/" + session_of(person), 204},
      {&person, "GET", own, 401, "invalid_token"},
  };
  for (const auto& row : rows) {
    const auto client = row.who == nullptr ? service().client() : service().client(*row.who);
    const auto answer = client.ask(row.method, row.path, {}, {});
    EXPECT_EQ(answer.status, row.status) << row.method << ' ' << row.path << '\n' << answer.text;
    EXPECT_EQ(code_of(answer), row.code) << row.method << ' ' << row.path;
  }
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

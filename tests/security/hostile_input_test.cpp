// Texts that mean something to an interpreter behind the service, in every place that takes a text.
#include <string>
#include <vector>

#include <boost/json/serialize.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/security/operations.hpp"
#include "tests/support/raw_client.hpp"
#include "tests/support/service.hpp"

namespace {

using namespace kpa::test;
namespace json = boost::json;
using testing::AnyOf;
using testing::HasSubstr;
using testing::Not;

TestService& service() {
  static TestService running([](kpa::config::Settings& settings) {
    settings.limits.logins = settings.limits.codes = {.per_minute = 100'000, .burst = 100'000};
  });
  return running;
}

const std::vector<std::string> hostile = {
    "'; DROP TABLE users; --",
    "\" OR 1=1 --",
    "1); SELECT pg_sleep(30); --",
    "%' UNION SELECT password_hash FROM users --",
    "\\'; COPY users TO PROGRAM 'id'; --",
    "$1 {name} %s %n ${jndi:ldap://x}",
    "<script>alert(1)</script>",
    "=cmd|'/c calc'!A1",
    "../../../../etc/passwd",
    "x\r\nX-Injected: 1",
};

/// What no answer may hold, however wrong the request: words of SQL, of libraries, of the machine. And it is
/// one to the text: a stranger's refusal, or that of somebody who guesses too often, would be so for any.
void expect_tells_nothing(const Operation& operation, const Answer& answer, const std::string& where) {
  EXPECT_NE(answer.status, 429) << where << '\n' << answer.text;
  if (operation.access != "anyone") {
    EXPECT_NE(answer.status, 401) << where << '\n' << answer.text;
  }
  EXPECT_LT(answer.status, 500) << where << '\n' << answer.text;
  EXPECT_THAT(answer.text,
              Not(AnyOf(HasSubstr("syntax error"), HasSubstr("SQLSTATE"), HasSubstr("pg_catalog"),
                        HasSubstr("$2b$"), HasSubstr("root:x:"), HasSubstr("/src/"))))
      << where;
  EXPECT_EQ(answer.fields.count("x-injected"), 0U) << where;
}

/// JSON pointers to all texts below a value.
std::vector<std::string> texts_in(const json::value& value, const std::string& place = {}) {
  std::vector<std::string> found;
  const auto add = [&](const json::value& part, const std::string& name) {
    for (auto& text : texts_in(part, place + '/' + name)) found.push_back(std::move(text));
  };
  if (value.is_string() && !place.empty()) found.push_back(place);
  if (const auto* object = value.if_object())
    for (const auto& [name, part] : *object) add(part, name);
  if (const auto* array = value.if_array())
    for (std::size_t at = 0; at < array->size(); ++at) add((*array)[at], std::to_string(at));
  return found;
}

TEST(HostileInput, IsAValueInEveryParameterAndMember) {
  const auto client = service().client(service().enrol(Rank::superuser));
  const std::string tables = service().sql("SELECT count(*) FROM pg_class WHERE relkind = 'r'");
  for (const auto& operation : documented_operations(service().client()))
    for (const auto& text : hostile) {
      const std::string where = operation.name() + " with " + text;
      service().sql("DELETE FROM login_attempts");  // wrong passwords slow down who sends them
      for (const auto& name : operation.path_parameters)
        expect_tells_nothing(
            operation, call(client, operation, path_of(operation, {{name, percent_encoded(text)}})), where);
      for (const auto& name : operation.query_parameters)
        expect_tells_nothing(
            operation,
            client.ask(operation.method, path_of(operation, {}) + '?' + name + '=' + percent_encoded(text),
                       {}, {}),
            where + " in " + name);
      for (const auto& place : texts_in(operation.example)) {
        json::value body = operation.example;
        body.at_pointer(place) = text;
        expect_tells_nothing(operation, call(client, operation, path_of(operation, {}, "987654321"), body),
                             where + " in " + place);
      }
    }
  EXPECT_EQ(service().sql("SELECT count(*) FROM pg_class WHERE relkind = 'r'"), tables);
}

TEST(HostileInput, ComesBackAsItWasSent) {
  const auto client = service().client(service().enrol());
  for (const auto& text : hostile) {
    const auto patched = client.patch("/api/users/profile", {{"bio", text}});
    if (patched.status == 422) continue;  // control characters are in no record
    ASSERT_EQ(patched.status, 200) << patched.text;
    EXPECT_EQ(client.get("/api/users/profile").at("bio"), json::value(text));
  }
}

TEST(HostileInput, AddsNoHeaderToTheAnswer) {
  const Person person = service().enrol();
  const std::string authorization = "Authorization: Bearer " + person.token + "\r\n";
  const std::vector<std::string> requests = {
      get_request("/api/%0d%0aX-Injected:%201"),
      get_request("/api/users/profile?x=%0d%0aX-Injected:%201", authorization),
      get_request("/api/users/profile", authorization + "X-Request-ID: a\rX-Injected: 1\r\n"),
      get_request("/api/users/profile", authorization + "X-Request-ID: %0d%0aX-Injected: 1\r\n"),
      get_request("/api/users/profile", authorization + "Origin: https://a.example%0d%0aX-Injected: 1\r\n"),
      get_request("/api/users/profile", authorization + "Accept-Language: en\r\n X-Injected: 1\r\n"),
      get_request("/api/users/profile", authorization + "If-None-Match: \"x\"\nX-Injected: 1\r\n"),
      post_request("/api/forms/wheel-specifications", json::serialize(wheel_example("WS-\r\nX-Injected: 1")),
                   authorization),
      post_request("/api/forms/wheel-specifications", json::serialize(wheel_example("")),
                   authorization + "Idempotency-Key: a\x0bX-Injected: 1\r\n"),
  };
  for (const auto& request : requests) {
    const auto answer = RawClient(service().port()).ask(request);
    EXPECT_GE(answer.status, 200) << request;
    EXPECT_LT(answer.status, 500) << request;
    EXPECT_EQ(answer.count("x-injected"), 0U) << request;
    EXPECT_THAT(answer.field("x-request-id"), Not(HasSubstr("X-Injected"))) << request;
  }
}

TEST(HostileInput, LeadsToNoFile) {
  for (const std::string prefix : {"/", "/api/docs/", "/api/redoc/", "/media/", "/static/", "/metrics/"})
    for (const char* way :
         {"../../../../etc/passwd", "..%2f..%2f..%2f..%2fetc%2fpasswd", "%2e%2e/%2e%2e/etc/passwd",
          "..%5c..%5cetc%5cpasswd", "....//....//etc/passwd", "%252e%252e%252fetc%252fpasswd",
          "..%c0%af..%c0%afetc/passwd", "file:///etc/passwd", ".git/config", ".env", "kpa.toml", "secret",
          "swagger.js%00.html"}) {
      const auto answer = service().client().get(prefix + way);
      EXPECT_EQ(answer.status, 404) << prefix << way;
      EXPECT_THAT(answer.text, Not(HasSubstr("root:"))) << prefix << way;
    }
}

// API3:2023. What a declaration does not take is an error, not silently stored or dropped.
TEST(HostileInput, AssignsNoMemberThatItsEndpointDoesNotTake) {
  const auto client = service().client(service().enrol(Rank::superuser));
  int tried = 0;
  for (const auto& operation : documented_operations(service().client())) {
    if (!operation.example.is_object()) continue;
    for (const char* member :
         {"id", "is_superuser", "isStaff", "is_active", "password_hash", "version", "created_at", "createdBy",
          "owner_id", "user_id", "role", "status", "sight", "__proto__"}) {
      json::object body = operation.example.as_object();
      if (!body.emplace(member, 1).second) continue;
      const auto answer = call(client, operation, path_of(operation, {}, "987654321"), body);
      ++tried;
      if (answer.status == 404) continue;
      EXPECT_EQ(answer.status, 422) << operation.name() << ' ' << member << '\n' << answer.text;
      EXPECT_TRUE(answer.at("errors").as_object().contains(member)) << operation.name() << '\n'
                                                                    << answer.text;
    }
  }
  EXPECT_GT(tried, 50);
}

}  // namespace

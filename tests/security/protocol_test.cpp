// What must hold for every endpoint, whatever bytes a client sends and however many connections it opens.
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/observe/metrics.hpp"
#include "tests/support/eventually.hpp"
#include "tests/support/operations.hpp"
#include "tests/support/raw_client.hpp"
#include "tests/support/service.hpp"

namespace {

using namespace kpa::test;
namespace observe = kpa::observe;

void trust_this_machine(kpa::config::Settings& settings) { settings.server.trusted_proxies = {"127.0.0.1"}; }

TestService& service() {
  static TestService running(trust_this_machine);
  return running;
}

const std::vector<Operation>& operations() {
  static const auto all = documented_operations(service().client());
  return all;
}

/// The operation's request line and Host, without the empty line, so that fields can be added.
std::string request_line(const Operation& operation, const std::string& method) {
  return method + ' ' + path_of(operation, {}) + " HTTP/1.1\r\nHost: a\r\n";
}

TEST(Protocol, KnowsNoTraceAndNoConnectAnywhere) {
  std::vector<std::string> paths = {"/", "/nowhere", "/metrics", "/api/docs/", "/api/openapi.json",
                                    "*", "a:443"};
  for (const auto& operation : operations()) paths.push_back(path_of(operation, {}));
  for (const auto* method : {"TRACE", "CONNECT"})
    for (const auto& path : paths) {
      const auto answer = RawClient(service().port())
                              .ask(std::string(method) + ' ' + path +
                                   " HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer secret\r\n\r\n");
      EXPECT_EQ(answer.status, 501) << method << ' ' << path;
      EXPECT_THAT(answer.body, testing::Not(testing::HasSubstr("secret"))) << "no echo of the request";
    }
}

TEST(Protocol, TakesNoCredentialsFromTrailers) {
  const Person superuser = service().enrol(Rank::superuser);
  for (const auto& operation : operations()) {
    if (operation.access == "anyone") continue;
    const auto answer =
        RawClient(service().port())
            .ask(request_line(operation, operation.method) +
                 "Transfer-Encoding: chunked\r\nCookie: a=b\r\n\r\n2\r\n{}\r\n0\r\nAuthorization: Bearer " +
                 superuser.token + "\r\n\r\n");
    EXPECT_EQ(answer.status, 401) << operation.name();
  }
}

/// Otherwise a client behind a proxy that forwards trailers could choose the address for limits and records.
TEST(Protocol, RecordsNoAddressFromTrailers) {
  const Person person = service().enrol();
  const std::string body =
      R"({"phone_number":")" + person.phone + R"(","password":")" + person.password + "\"}";
  const auto log_in = [&](const std::string& fields, const std::string& trailer) {
    std::string size(1, "0123456789abcdef"[body.size() / 16]);
    size += "0123456789abcdef"[body.size() % 16];
    const auto answer =
        RawClient(service().port())
            .ask("POST /api/users/login HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n" + fields +
                 "\r\n" + size + "\r\n" + body + "\r\n0\r\n" + trailer + "\r\n");
    EXPECT_EQ(answer.status, 200) << answer.body;
    return service().sql("SELECT address FROM sessions WHERE user_id = " + std::to_string(person.id) +
                         " ORDER BY id DESC LIMIT 1");
  };
  EXPECT_EQ(log_in("X-Forwarded-For: 198.51.100.1\r\n", ""), "198.51.100.1");
  EXPECT_EQ(log_in("", "X-Forwarded-For: 198.51.100.2\r\n"), "127.0.0.1");
  EXPECT_EQ(log_in("X-Forwarded-For: 198.51.100.3\r\n", "X-Forwarded-For: 198.51.100.2\r\n"), "198.51.100.3");
}

TEST(Protocol, TakesNoBodyThatIsNotUtf8) {
  const auto client = service().client(service().enrol(Rank::superuser));
  for (const auto& operation : operations()) {
    if (operation.media_type.empty()) continue;
    const auto answer = RawClient(service().port())
                            .ask(request_line(operation, operation.method) + "Authorization: Bearer " +
                                 client.token + "\r\nContent-Type: " + operation.media_type +
                                 "; charset=utf-16\r\nContent-Length: 2\r\n\r\n{}");
    EXPECT_EQ(answer.status, 415) << operation.name() << '\n' << answer.body;
  }
}

TEST(Protocol, IsServedWhileOneAddressOpensManyConnections) {
  const TestService small([](kpa::config::Settings& settings) {
    settings.server.max_connections = 200;
    settings.server.max_connections_per_address = 50;
    settings.server.io_threads = 2;
  });
  // One after the other: a thread that was late would find all the address's share with the other one, where
  // it may take none from. See docs/limits.md.
  const auto& accepted = observe::metrics().counter("kpa_http_connections_total", "Connections accepted");
  std::vector<RawClient> squatters;
  for (int count = 0; count < 200; ++count) {
    const auto before = accepted.value();
    squatters.emplace_back(small.port());
    ASSERT_TRUE(eventually([&] { return accepted.value() > before; }));
  }
  for (int other = 2; other < 12; ++other) {
    RawClient client(small.port(), 0, "127.0.0." + std::to_string(other));
    for (const auto* path : {"/health/", "/api/"})
      EXPECT_EQ(client.ask(get_request(path)).status, 200) << other;
  }
  EXPECT_EQ(small.client().get("/health/").status, 200) << "others who share the address";
}

}  // namespace

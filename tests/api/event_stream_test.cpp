#include <set>
#include <string>
#include <utility>
#include <vector>

#include <boost/json/parse.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/eventually.hpp"
#include "tests/support/service.hpp"
#include "tests/support/websocket_client.hpp"

// The audit log, live: GET /api/events/stream.
namespace {

using namespace kpa::test;
namespace json = boost::json;
using Fields = WebSocketClient::Fields;
using testing::HasSubstr;

constexpr auto stream = "/api/events/stream";

TestService& service() {
  static TestService running;
  return running;
}

Fields bearer(const Person& person) { return {{"Authorization", "Bearer " + person.token}}; }

std::string from(std::int64_t seal) { return std::string(stream) + "?after=" + std::to_string(seal); }

/// The cookies of a login.
std::string cookies_of(const Person& person) {
  const auto login = service().client().post("/api/users/login?cookie=true",
                                             {{"phone_number", person.phone}, {"password", person.password}});
  std::string cookies;
  const auto [first, last] = login.fields.equal_range("set-cookie");
  for (auto field = first; field != last; ++field)
    cookies += (cookies.empty() ? "" : "; ") + field->second.substr(0, field->second.find(';'));
  return cookies;
}

/// Does something that is recorded in the audit log; returns the request's id.
std::string something_happens(TestService& where, const Person& person) {
  static int count = 0;
  const std::string id = "event-" + std::to_string(++count);
  const auto changed =
      where.client(person).patch("/api/users/profile", {{"bio", id}}, {{"X-Request-ID", id}});
  EXPECT_EQ(changed.status, 200) << changed.text;
  return id;
}

/// What a listening client has received.
struct Ear {
  explicit Ear(WebSocketClient its_client) : client(std::move(its_client)) {}

  /// Reads messages until the event of this request arrives; false when the connection ends before.
  bool hears_of(const std::string& request_id) {
    while (!requests.contains(request_id)) {
      end = client.receive();
      if (end.closed) return false;
      const auto message = json::parse(end.message);
      after = message.at("after").as_int64();
      for (const auto& event : message.at("events").as_array()) {
        seals.push_back(event.at("seal").as_int64());
        requests.emplace(event.at("request_id").as_string());
      }
    }
    return true;
  }
  /// Reads until the connection ends.
  WebSocketClient::Received hears_the_end() {
    while (!end.closed) end = client.receive();
    return end;
  }

  WebSocketClient client;
  std::int64_t after = 0;
  std::vector<std::int64_t> seals;
  std::set<std::string> requests;
  WebSocketClient::Received end;
};

void expect_without_gaps(const std::vector<std::int64_t>& seals) {
  for (std::size_t at = 1; at < seals.size(); ++at) EXPECT_EQ(seals[at], seals[at - 1] + 1);
}

TEST(EventStream, IsOpenToThoseWhoMayReadTheAuditLog) {
  const Person superuser = service().enrol(Rank::superuser);
  const Person staff = service().enrol(Rank::staff);
  const std::string own_origin = "http://127.0.0.1:" + std::to_string(service().port());
  const std::string cookies = cookies_of(superuser);
  struct Row {
    std::string what;
    Fields fields;
    std::string query;
    int status;
    std::string says;
  };
  const std::vector<Row> rows = {
      {"nobody", {}, "", 401, "unauthenticated"},
      {"a forged token", {{"Authorization", "Bearer x.y.z"}}, "", 401, "invalid_token"},
      {"staff", bearer(staff), "", 403, "forbidden"},
      {"a superuser", bearer(superuser), "", 101, ""},
      {"a program that says where it is",
       {bearer(superuser)[0], {"Origin", "https://evil.example"}},
       "",
       101,
       ""},
      {"a page", {{"Cookie", cookies}, {"Origin", own_origin}}, "", 101, ""},
      {"no page, with cookies", {{"Cookie", cookies}}, "", 101, ""},
      {"a page of another origin",
       {{"Cookie", cookies}, {"Origin", "https://evil.example"}},
       "",
       403,
       "another origin"},
      {"a page without an origin", {{"Cookie", cookies}, {"Origin", "null"}}, "", 403, "another origin"},
      {"a page of another site",
       {{"Cookie", cookies}, {"Sec-Fetch-Site", "cross-site"}},
       "",
       403,
       "another origin"},
      {"a seal that is none", bearer(superuser), "?after=-1", 422, "too_small"},
      {"a seal that is to come", bearer(superuser), "?after=999999999", 422, "not_sealed"},
      {"a parameter that is none", bearer(superuser), "?from=1", 422, "unknown_parameter"},
      {"another version", {bearer(superuser)[0], {"Sec-WebSocket-Version", "8"}}, "", 426, "version"},
      {"a key that is none", {bearer(superuser)[0], {"Sec-WebSocket-Key", "short"}}, "", 400, "16 bytes"},
  };
  for (const auto& row : rows) {
    const WebSocketClient client(service().port(), stream + row.query, row.fields);
    EXPECT_EQ(client.status(), row.status) << row.what << ' ' << client.body();
    EXPECT_THAT(client.body(), HasSubstr(row.says)) << row.what;
    EXPECT_NE(client.field("X-Request-ID"), "") << row.what;
  }
  const auto plain = service().client(superuser).get(stream);
  EXPECT_EQ(plain.status, 426) << plain.text;
  EXPECT_EQ(plain.header("Upgrade"), "websocket");
}

TEST(EventStream, TellsEachEventOnceInTheOrderOfTheSeals) {
  const Person superuser = service().enrol(Rank::superuser);
  Ear live(WebSocketClient(service().port(), stream, bearer(superuser)));
  const auto first = json::parse(live.client.receive().message);
  EXPECT_TRUE(first.at("events").as_array().empty()) << "where it begins, and nothing of before";
  const std::int64_t begin = first.at("after").as_int64();
  std::string last;
  for (int event = 0; event < 5; ++event) last = something_happens(service(), superuser);
  ASSERT_TRUE(live.hears_of(last)) << live.end.code;
  expect_without_gaps(live.seals);
  EXPECT_EQ(live.seals.front(), begin + 1);
  EXPECT_EQ(live.after, live.seals.back());

  Ear all(WebSocketClient(service().port(), from(0), bearer(superuser)));
  ASSERT_TRUE(all.hears_of(last));
  EXPECT_EQ(all.seals.front(), 1);
  expect_without_gaps(all.seals);

  // While the client is away, more happens than fits into one message.
  live.client.close();
  service().sql(
      "SELECT append_event(NULL, 'user', NULL, NULL, 'seen', NULL, NULL, '', '') FROM generate_series(1, 250)");
  last = something_happens(service(), superuser);
  Ear again(WebSocketClient(service().port(), from(live.after), bearer(superuser)));
  ASSERT_TRUE(again.hears_of(last));
  EXPECT_EQ(again.seals.front(), live.after + 1);
  EXPECT_GE(again.seals.size(), 251U);
  expect_without_gaps(again.seals);
}

TEST(EventStream, EndsWithTheRightToListen) {
  const Person superuser = service().enrol(Rank::superuser);
  const Person other = service().enrol(Rank::superuser);
  Ear leaves(WebSocketClient(service().port(), stream, bearer(superuser)));
  Ear falls(WebSocketClient(service().port(), stream, bearer(other)));
  EXPECT_EQ(service().client(superuser).post("/api/users/logout", {}).status / 100, 2);
  service().sql("UPDATE users SET is_superuser = false WHERE id = " + std::to_string(other.id));
  const auto logged_out = leaves.hears_the_end();
  EXPECT_EQ(logged_out.code, 1008);
  EXPECT_EQ(logged_out.reason, "invalid_token");
  const auto demoted = falls.hears_the_end();
  EXPECT_EQ(demoted.code, 1008);
  EXPECT_EQ(demoted.reason, "forbidden");
}

TEST(EventStream, EndsWhenTheClientSpeaks) {
  const Person superuser = service().enrol(Rank::superuser);
  Ear speaks(WebSocketClient(service().port(), stream, bearer(superuser)));
  speaks.client.send("hello");
  EXPECT_EQ(speaks.hears_the_end().code, 1003);
  Ear shouts(WebSocketClient(service().port(), stream, bearer(superuser)));
  shouts.client.send(std::string(5'000, 'x'));
  const auto refused = shouts.hears_the_end();
  EXPECT_EQ(refused.code, 1009) << refused.reason;
}

TEST(EventStream, GoesOnWherePostgresqlIsLost) {
  const Person superuser = service().enrol(Rank::superuser);
  Ear ear(WebSocketClient(service().port(), stream, bearer(superuser)));
  ASSERT_TRUE(ear.hears_of(something_happens(service(), superuser)));
  service().sql(
      "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() AND pid <> "
      "pg_backend_pid()");
  // The first requests may still meet a lost connection.
  ASSERT_TRUE(
      eventually([&] { return service().client(superuser).get("/api/users/profile").status == 200; }));
  EXPECT_TRUE(ear.hears_of(something_happens(service(), superuser))) << ear.end.code << ear.end.reason;
  expect_without_gaps(ear.seals);
}

TEST(EventStream, SaysGoodbyeAtAStopAndGoesOnAfterIt) {
  TestService own;
  const Person superuser = own.enrol(Rank::superuser);
  Ear ear(WebSocketClient(own.port(), stream, bearer(superuser)));
  ASSERT_TRUE(ear.hears_of(something_happens(own, superuser)));
  own.stop();
  EXPECT_EQ(ear.hears_the_end().code, 1001);
  own.start();
  const std::string later = something_happens(own, superuser);
  Ear again(WebSocketClient(own.port(), from(ear.after), bearer(superuser)));
  ASSERT_TRUE(again.hears_of(later));
  EXPECT_EQ(again.seals.front(), ear.after + 1);
  expect_without_gaps(again.seals);
}

TEST(EventStream, IsCounted) {
  const Person superuser = service().enrol(Rank::superuser);
  const auto metric = [&] {
    const auto text = service().client(superuser).get("/metrics").text;
    const auto at = text.find("\nkpa_http_websockets_open ");
    return at == text.npos ? std::string("none") : text.substr(at + 26, 1);
  };
  Ear ear(WebSocketClient(service().port(), stream, bearer(superuser)));
  EXPECT_TRUE(eventually([&] { return metric() != "0" && metric() != "none"; })) << metric();
  ear.client.close();
  EXPECT_TRUE(eventually([&] { return metric() == "0"; })) << metric();
}

}  // namespace

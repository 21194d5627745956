// What must hold for every endpoint of the service's own document.
#include <algorithm>
#include <chrono>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <boost/json/object.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/time.hpp"
#include "tests/support/operations.hpp"
#include "tests/support/raw_client.hpp"
#include "tests/support/service.hpp"
#include "tests/support/walks.hpp"

namespace {

using namespace kpa::test;
using kpa::Clock;

constexpr auto our_page = "https://kpa.example";

void allow_our_page(kpa::config::Settings& settings) {
  settings.cors = {.allow_all_origins = false, .origins = {our_page}, .allow_credentials = true};
}

TestService& service() {
  static TestService running(allow_our_page);
  // The person with id 1, whom tests name: all staff may act on them.
  [[maybe_unused]] static const Person first = running.enrol();
  return running;
}

const std::vector<Operation>& operations() {
  static const auto all = documented_operations(service().client());
  return all;
}

const std::vector<std::pair<std::string, Rank>> ranks = {
    {"user", Rank::user}, {"staff", Rank::staff}, {"superuser", Rank::superuser}};

int height(const std::string& access) {
  for (std::size_t rank = 0; rank < ranks.size(); ++rank)
    if (ranks[rank].first == access) return static_cast<int>(rank) + 1;
  return 0;  // anyone
}

// A new endpoint without login must be a decision, so its feature lists it again.
TEST(EveryEndpoint, NeedsALoginButThese) {
  std::set<std::string> found;
  for (const auto& operation : operations())
    if (operation.access == "anyone") found.insert(operation.name());
  EXPECT_EQ(found, open_endpoints());
}

TEST(EveryEndpoint, RefusesWhoIsNotLoggedInAndWhoMayNot) {
  ASSERT_GE(operations().size(), 20U);
  std::vector<Person> people;
  for (const auto& [name, rank] : ranks) people.push_back(service().enrol(rank));
  for (const auto& operation : operations()) {
    const int needed = height(operation.access);
    if (needed == 0) continue;
    const std::string path = path_of(operation, {});
    auto stranger = service().client();
    for (const std::string token : {"", "x.y.z"}) {
      stranger.token = token;
      const auto refused = call(stranger, operation, path);
      EXPECT_EQ(refused.status, 401) << operation.name();
      EXPECT_THAT(refused.header("WWW-Authenticate"), testing::StartsWith("Bearer")) << operation.name();
    }
    for (int rank = 1; rank < needed; ++rank) {
      const auto refused =
          call(service().client(people[static_cast<std::size_t>(rank) - 1]), operation, path);
      EXPECT_EQ(refused.status, 403) << operation.name() << " as "
                                     << ranks[static_cast<std::size_t>(rank) - 1].first;
    }
  }
}

/// Where an operation is called: an operation that affects everybody runs on a service of its own, so that
/// others are not disturbed.
class Place {
 public:
  explicit Place(const Operation& operation) {
    if (is_told(operation, "for_everybody")) apart_.emplace(allow_our_page);
  }
  TestService& service() { return apart_ ? *apart_ : ::service(); }

 private:
  std::optional<TestService> apart_;
};

struct GivenAnswer {
  const Operation* operation;
  std::string rank;  ///< of the caller; empty: not logged in
  Answer answer;
};

/// All answers of the service, to callers of every rank.
std::vector<GivenAnswer> all_answers(const HttpClient::Fields& fields) {
  std::vector<GivenAnswer> answers;
  for (const auto& operation : operations()) {
    Place place(operation);
    const std::string path = path_of(operation, {});
    answers.push_back({&operation, "", call(place.service().client(), operation, path, fields)});
    // A new person each time, because some operations end the caller's access.
    for (const auto& [name, rank] : ranks) {
      const auto client = place.service().client(place.service().enrol(rank));
      answers.push_back({&operation, name, call(client, operation, path, fields)});
    }
  }
  return answers;
}

TEST(EveryEndpoint, AnswersSomebodyInNoCacheAndEverybodyWithoutDangerInABrowser) {
  for (const auto& [operation, rank, answer] : all_answers({{"Origin", "https://evil.example"}})) {
    const std::string where = operation->name() + " as " + rank + " → " + std::to_string(answer.status);
    EXPECT_LT(answer.status, 500) << where << '\n' << answer.text;
    if (operation->access != "anyone" && !rank.empty()) {
      // Otherwise the following would only be tested for refusals.
      EXPECT_NE(answer.status, 401) << where << '\n' << answer.text;
      if (height(rank) >= height(operation->access)) {
        EXPECT_NE(answer.status, 403) << where << '\n' << answer.text;
      }
    }
    if (operation->access != "anyone") {
      EXPECT_EQ(answer.header("Cache-Control"), "no-store") << where;
      EXPECT_EQ(answer.fields.count("cache-control"), 1U) << where;
    }
    EXPECT_EQ(answer.header("X-Content-Type-Options"), "nosniff") << where;
    EXPECT_EQ(answer.header("X-Frame-Options"), "DENY") << where;
    EXPECT_EQ(answer.header("Referrer-Policy"), "no-referrer") << where;
    EXPECT_THAT(answer.header("Content-Security-Policy"), testing::HasSubstr("frame-ancestors 'none'"))
        << where;
    EXPECT_EQ(answer.fields.count("access-control-allow-origin"), 0U) << where;
    EXPECT_EQ(answer.fields.count("access-control-allow-credentials"), 0U) << where;
    EXPECT_EQ(answer.fields.count("server"), 0U) << where << " tells what it runs on";
  }
}

TEST(EveryEndpoint, TellsBrowsersToComeByHttpsOnlyWhereItIsSet) {
  const TestService secure(
      [](kpa::config::Settings& settings) { settings.server.https_only = std::chrono::hours(24 * 365); });
  for (const char* path : {"/health/", "/api/users/profile", "/nowhere", "/api/docs/"})
    EXPECT_EQ(secure.client().get(path).header("Strict-Transport-Security"),
              "max-age=31536000; includeSubDomains")
        << path;
  EXPECT_EQ(RawClient(secure.port()).ask("nonsense\r\n\r\n").count("strict-transport-security"), 1U);
  EXPECT_EQ(service().client().get("/health/").header("Strict-Transport-Security"), "");
}

TEST(EveryEndpoint, MayBeReadByOurPagesOnly) {
  const auto ours = service().client().get("/api/users/profile", {{"Origin", our_page}});
  EXPECT_EQ(ours.header("Access-Control-Allow-Origin"), our_page);
  EXPECT_EQ(ours.header("Access-Control-Allow-Credentials"), "true");
  for (const char* stranger : {"null", "http://kpa.example", "https://kpa.example:444", "https://KPA.example",
                               "https://kpa.example.evil.example", "https://evil.example/https://kpa.example",
                               "https://akpa.example", "https://kpa.example/"})
    for (const auto& operation : operations()) {
      const auto preflight =
          service().client().ask("OPTIONS", path_of(operation, {}), {},
                                 {{"Origin", stranger}, {"Access-Control-Request-Method", operation.method}});
      for (const char* field : {"access-control-allow-origin", "access-control-allow-credentials",
                                "access-control-allow-methods", "access-control-allow-headers"})
        EXPECT_EQ(preflight.fields.count(field), 0U) << operation.name() << ' ' << stranger << ' ' << field;
    }
}

TEST(EveryEndpoint, RefusesABodyThatIsTooLargeBeforeItComes) {
  const std::string token = "Authorization: Bearer " + service().enrol(Rank::superuser).token + "\r\n";
  for (const auto& operation : operations()) {
    if (operation.media_type.empty()) continue;
    for (const bool known : {false, true}) {
      const auto answer =
          RawClient(service().port())
              .ask(operation.method + ' ' + path_of(operation, {}) +
                   " HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Type: " + operation.media_type +
                   "\r\n" + (known ? token : "") + "Content-Length: 4294967296\r\n\r\n");
      EXPECT_EQ(answer.status, known || operation.access == "anyone" ? 413 : 401) << operation.name();
      EXPECT_EQ(answer.field("connection"), "close") << operation.name();
    }
  }
}

TEST(EveryEndpoint, TakesNoLargeBodyOfStrangers) {
  for (const auto& operation : operations()) {
    if (operation.media_type.empty()) continue;
    RawClient client(service().port());
    client.send(operation.method + ' ' + path_of(operation, {}) + " HTTP/1.1\r\nHost: a\r\nContent-Type: " +
                operation.media_type + "\r\nContent-Length: 100000\r\n\r\n");
    client.shut_down_sending();
    EXPECT_EQ(client.receive().status, operation.access == "anyone" ? 413 : 401) << operation.name();
  }
}

/// The value that the answer sets the cookie to.
std::string cookie(const Answer& answer, const std::string& name) {
  const auto [first, last] = answer.fields.equal_range("set-cookie");
  for (auto field = first; field != last; ++field)
    if (field->second.starts_with(name + '='))
      return field->second.substr(name.size() + 1, field->second.find(';') - name.size() - 1);
  throw std::runtime_error("no cookie " + name + " in the answer " + answer.text);
}

/// A person whose browser keeps the tokens in cookies.
struct InCookies {
  explicit InCookies(TestService& place, const Person& person)
      : login(place.client().post("/api/users/login?cookie=true",
                                  {{"phone_number", person.phone}, {"password", person.password}})),
        cookies("__Host-kpa_access=" + cookie(login, "__Host-kpa_access")),
        csrf_token(login.at("csrf_token").as_string()) {}

  HttpClient::Fields with(const HttpClient::Fields& more) const {
    HttpClient::Fields fields = {{"Cookie", cookies}};
    fields.insert(fields.end(), more.begin(), more.end());
    return fields;
  }

  Answer login;
  std::string cookies;
  std::string csrf_token;
};

// CSRF: a page of another site can make the browser send its cookies, but lacks the session's CSRF token.
TEST(EveryEndpoint, ChangesNothingForCookiesAlone) {
  const InCookies another(service(), service().enrol(Rank::superuser));
  for (const auto& operation : operations()) {
    if (operation.access == "anyone") continue;
    Place place(operation);
    const std::string path = path_of(operation, {});
    TestService& there = place.service();
    const InCookies browser(there, there.enrol(Rank::superuser));
    const std::vector<HttpClient::Fields> forged = {
        {},
        {{"X-CSRF-Token", ""}},
        {{"X-CSRF-Token", "x"}},
        {{"X-CSRF-Token", another.csrf_token}},
        {{"Origin", "https://evil.example"}, {"X-CSRF-Token", browser.csrf_token}},
        {{"Sec-Fetch-Site", "cross-site"}, {"X-CSRF-Token", browser.csrf_token}},
    };
    for (const auto& fields : forged) {
      const auto answer = call(there.client(), operation, path, browser.with(fields));
      EXPECT_NE(answer.status, 401) << operation.name() << '\n' << answer.text;
      if (operation.changes()) {
        EXPECT_EQ(answer.status, 403) << operation.name() << '\n' << answer.text;
        EXPECT_EQ(answer.at("code"), "csrf_token_invalid") << operation.name();
      } else {
        EXPECT_THAT(answer.text, testing::Not(testing::HasSubstr("csrf_token_invalid"))) << operation.name();
      }
    }
    const auto own = call(there.client(), operation, path,
                          browser.with({{"Origin", our_page}, {"X-CSRF-Token", browser.csrf_token}}));
    EXPECT_THAT(own.status, testing::Not(testing::AnyOf(401, 403))) << operation.name() << '\n' << own.text;
    EXPECT_THAT(own.text, testing::Not(testing::HasSubstr("csrf_token_invalid"))) << operation.name();
  }
}

TEST(EveryEndpoint, SetsCookiesThatNoScriptAndNoOtherSiteGets) {
  const InCookies browser(service(), service().enrol());
  const auto [first, last] = browser.login.fields.equal_range("set-cookie");
  EXPECT_EQ(std::distance(first, last), 3);
  for (auto field = first; field != last; ++field) {
    const std::string& set = field->second;
    EXPECT_THAT(set, testing::AnyOf(testing::StartsWith("__Host-"), testing::StartsWith("__Secure-")));
    EXPECT_THAT(set, testing::HasSubstr("; Secure"));
    EXPECT_THAT(set, testing::HasSubstr("; SameSite=Strict"));
    EXPECT_EQ(set.find("; HttpOnly") == set.npos, set.starts_with("__Host-kpa_csrf=")) << set;
    EXPECT_LT(set.size(), 4096U);
  }
  for (const char* member : {"access_token", "refresh_token"})
    EXPECT_FALSE(browser.login.body.as_object().contains(member)) << "scripts would read it in the body";
}

/// A client that never completes its request, and when the server hung up.
struct SlowClient {
  RawClient connection;
  bool trickles;
  std::optional<std::chrono::steady_clock::time_point> ended = {};
};

/// Slow or silent clients delay nobody else, and do not keep a connection for long.
TEST(EveryEndpoint, IsServedWhileManyClientsAreSlow) {
  constexpr auto allowed = std::chrono::seconds(1);
  TestService patient([&](kpa::config::Settings& settings) { settings.server.read_timeout = allowed; });
  const auto other = patient.client(patient.enrol());
  const auto began = Clock::now();
  std::vector<SlowClient> slow;
  for (int count = 0; count < 200; ++count) {
    auto& client = slow.emplace_back(SlowClient{RawClient(patient.port()), count % 4 < 2});
    client.connection.send(count % 2 == 0
                               ? "POST /api/users/login HTTP/1.1\r\nHost: a\r\nContent-Length: 16000\r\n\r\n{"
                               : "GET /api/users/profile HTTP/1.1\r\nHost: a\r\nX-Slow: x");
  }
  // Serving others is the pause between two bytes. If each byte extended the deadline, this would run far
  // beyond what is allowed.
  const auto is_open = [](const SlowClient& client) { return client.trickles && !client.ended; };
  const auto patience = began + 10 * allowed;
  int rounds = 0;
  for (; std::ranges::any_of(slow, is_open) && Clock::now() < patience; ++rounds) {
    for (auto& client : slow)
      if (is_open(client) && !client.connection.send("x")) client.ended = Clock::now();
    EXPECT_EQ(other.get("/api/users/profile").status, 200);
  }
  EXPECT_GT(rounds, 3) << "or else it hardly was a trickle";
  for (auto& client : slow) {
    EXPECT_EQ(client.connection.receive().status, 408);
    if (!client.trickles) continue;
    ASSERT_TRUE(client.ended.has_value()) << "bytes that keep coming keep it open";
    EXPECT_GE(*client.ended, began + allowed) << "it was ended for something else";
  }
  EXPECT_EQ(other.get("/api/users/profile").status, 200);
}

}  // namespace

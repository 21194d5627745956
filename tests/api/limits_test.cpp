#include <algorithm>
#include <atomic>
#include <chrono>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/eventually.hpp"
#include "tests/support/service.hpp"

// The buckets themselves are tested in core/limits.
namespace {

using namespace kpa::test;
using namespace std::chrono_literals;
using testing::HasSubstr;

constexpr auto profile = "/api/users/profile";
constexpr auto login = "/api/users/login";
constexpr auto refresh = "/api/users/refresh";

/// So slow that no token comes back during a test.
kpa::config::RateLimit slow(unsigned burst) { return {.per_minute = 1, .burst = burst}; }

void narrow(kpa::config::Settings& settings) {
  settings.limits = {.reads = slow(10),
                     .writes = slow(6),
                     .exports = slow(2),
                     .users_per_address = 2,
                     .unauthenticated = slow(5),
                     .logins = slow(4),
                     .registrations = slow(4),
                     .codes = slow(3)};
  settings.auth.bcrypt_cost = 4;
}

int remaining(const Answer& answer) {
  const std::string text = answer.header("RateLimit-Remaining");
  return text.empty() ? -1 : std::stoi(text);
}

void expect_refused(const Answer& answer) {
  EXPECT_EQ(answer.status, 429) << answer.text;
  EXPECT_EQ(answer.at("code").as_string(), "too_many_requests");
  EXPECT_THAT(answer.header("Content-Type"), HasSubstr("application/problem+json"));
  EXPECT_GT(std::stoi(answer.header("Retry-After")), 0);
  EXPECT_EQ(remaining(answer), 0);
}

TEST(Limits, AreToldOnEveryAnswerAndThenRefuse) {
  TestService service(narrow);
  const Person person = service.enrol();
  const auto client = service.client(person);
  for (int left = 9; left >= 0; --left) {
    const auto answer = client.get(profile, {{"Origin", "http://localhost:5173"}});
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(remaining(answer), left);
    EXPECT_EQ(answer.header("RateLimit-Limit"), "10");
    EXPECT_GT(std::stoi(answer.header("RateLimit-Reset")), 0);
    EXPECT_THAT(answer.header("Access-Control-Expose-Headers"),
                HasSubstr("RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset"));
  }
  expect_refused(client.get(profile));
  EXPECT_EQ(remaining(client.patch(profile, {{"bio", "Wheel shop"}})), 5)
      << "what is written is counted apart";
  EXPECT_EQ(client.patch(profile, {{"bio", 7}}).header("RateLimit-Limit"), "6") << "mistakes are told too";
  EXPECT_EQ(service.client(service.enrol()).get(profile).status, 200) << "others go on";
}

TEST(Limits, CountWhoHasNoGoodTokenByAddress) {
  TestService service(narrow);
  const Person person = service.enrol();
  auto stranger = service.client();
  stranger.token = "not.a.token";
  for (int left = 4; left >= 0; --left) {
    const auto answer = left % 2 == 0 ? stranger.get(profile) : service.client().get(profile);
    EXPECT_EQ(answer.status, 401);
    EXPECT_EQ(remaining(answer), left);
  }
  expect_refused(stranger.get(profile));
  expect_refused(service.client().get("/health/"));
  EXPECT_EQ(service.client(person).get(profile).status, 200) << "a good token is no stranger's";
  expect_refused(service.client().post(refresh, {{"refresh_token", "not.a.token"}}));
  auto pair = service.client().post(login, {{"phone_number", person.phone}, {"password", person.password}});
  for (int left = 5; left >= 0; --left) {
    pair = service.client().post(refresh, {{"refresh_token", pair.at("refresh_token").as_string()}});
    EXPECT_EQ(pair.status, 200) << "nor is a good refresh token";
    EXPECT_EQ(remaining(pair), left);
  }
}

TEST(Limits, HoldForLoginsAndRegistrations) {
  TestService service(narrow);
  const Person person = service.enrol();
  for (int attempt = 0; attempt < 4; ++attempt)
    EXPECT_EQ(
        service.client().post(login, {{"phone_number", person.phone}, {"password", person.password}}).status,
        200);
  expect_refused(
      service.client().post(login, {{"phone_number", person.phone}, {"password", person.password}}));
  expect_refused(service.client(person).post("/api/users/change-password", {}));
  for (int attempt = 0; attempt < 3; ++attempt)
    EXPECT_EQ(service.client().post("/api/users/register", {}).status, 422);
  expect_refused(service.client().post("/api/users/register", {}));
}

TEST(Limits, TakeTheClientsAddressFromATrustedProxyOnly) {
  const auto served = [](const TestService& service, const std::string& address) {
    int count = 0;
    while (count < 20 && service.client().get(profile, {{"X-Forwarded-For", address}}).status == 401) ++count;
    return count;
  };
  const TestService behind_proxy([](kpa::config::Settings& settings) {
    narrow(settings);
    settings.server.trusted_proxies = {"127.0.0.1"};
  });
  EXPECT_EQ(served(behind_proxy, "192.0.2.1"), 5);
  EXPECT_EQ(served(behind_proxy, "198.51.100.9, 192.0.2.1"), 0) << "who writes the first one is a guess";
  EXPECT_EQ(served(behind_proxy, "192.0.2.2"), 5);
  const TestService open(narrow);
  EXPECT_EQ(served(open, "192.0.2.1"), 5);
  EXPECT_EQ(served(open, "192.0.2.2"), 0) << "nobody vouches for it";
}

TEST(PasswordQueue, IsBoundedAndDoesNotKeepReadersWaiting) {
  TestService service([](kpa::config::Settings& settings) {
    settings.auth.bcrypt_cost = 11;  // some 120 ms each, on its own thread
    settings.server.password_queue = 6;
  });
  const Person person = service.enrol();
  const auto reader = service.client(person);
  ASSERT_EQ(reader.get(profile).status, 200);

  std::atomic<bool> over = false;
  std::atomic<int> compared = 0, refused = 0, other = 0;
  std::vector<std::jthread> flood;
  for (int number = 0; number < 12; ++number)
    flood.emplace_back([&, number] {
      // Each for another account, so that no other limit applies.
      for (int attempt = 0; !over; ++attempt) {
        const std::string phone = "+91987" + std::to_string(6'000'000 + number * 10'000 + attempt);
        const auto answer = service.client().post(login, {{"phone_number", phone}, {"password", "wrong"}});
        if (answer.status == 401)
          ++compared;
        else if (answer.status == 503 && !answer.header("Retry-After").empty()) {
          ++refused;
          std::this_thread::sleep_for(20ms);  // a client that obeys would wait longer
        } else
          ++other;
      }
    });
  ASSERT_TRUE(eventually([&] { return compared > 2 && refused > 2; }));
  const int before = compared;
  constexpr int reads = 40;
  for (int read = 0; read < reads; ++read) EXPECT_EQ(reader.get(profile).status, 200);
  // Measured by other work done meanwhile, which a busy machine slows equally. Three passwords wait before
  // each one that starts: a read that waited for them would let three pass.
  EXPECT_LT(compared - before, 2 * reads);
  EXPECT_TRUE(eventually([&] { return compared > before; })) << "the flood went on meanwhile";
  over = true;
  flood.clear();
  EXPECT_EQ(other, 0);
}

}  // namespace

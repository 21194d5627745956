#include "core/limits/limiter.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/cache/redis.hpp"
#include "core/config/load.hpp"
#include "core/observe/metrics.hpp"
#include "tests/support/coroutine.hpp"
#include "tests/support/redis_server.hpp"

namespace kpa::limits {
namespace {

using namespace std::chrono_literals;
using http::Caller;
using http::LimitClass;

class NoHeaders final : public http::Headers {
 public:
  std::string_view find(std::string_view) const override { return {}; }
  std::size_t count(std::string_view) const override { return 0; }
};

/// So limit that no token comes back during a test.
config::LimitSettings settings() {
  const auto limit = [](unsigned burst) { return config::RateLimit{.per_minute = 1, .burst = burst}; };
  return {.reads = limit(20),
          .writes = limit(5),
          .exports = {},
          .users_per_address = 3,
          .unauthenticated = limit(8),
          .logins = limit(4),
          .registrations = limit(3),
          .codes = limit(2)};
}

const Caller ravi{.user_id = 1, .session_id = 1, .role = http::Role::user};
const Caller meera{.user_id = 2, .session_id = 2, .role = http::Role::user};
const Caller nobody;

struct World {
  explicit World(const config::LimitSettings& given = settings(), const cache::Redis* redis = nullptr)
      : limiter(given, buckets, redis) {}

  http::Allowance ask(LimitClass limited, const Caller& caller, std::string_view address = "192.0.2.7") {
    const NoHeaders headers;
    const http::Request request{http::Method::get, "/", "", headers, "", address, "request-1"};
    return test::await(io, limiter.count(request, limited, caller));
  }
  /// How many requests are served before one is refused.
  unsigned served(LimitClass limited, const Caller& caller, std::string_view address = "192.0.2.7") {
    for (unsigned count = 0; count < 1000; ++count)
      if (!ask(limited, caller, address).served) return count;
    return 1000;
  }

  boost::asio::io_context io;
  Buckets buckets;
  Limiter limiter;
};

TEST(Limiter, CountsASessionOfNobodyKnownForItself) {
  World world;
  const Caller session{.session_id = 1}, other{.session_id = 2};
  EXPECT_EQ(world.served(LimitClass::write, session), 5U);
  EXPECT_EQ(world.served(LimitClass::write, other), 5U);
  EXPECT_EQ(world.served(LimitClass::write, ravi), 5U) << "whose session it once was";
}

TEST(Limiter, GivesAnAddressRoomHoweverManyItsUsersAre) {
  auto many = settings();
  many.reads.burst = 6'700'417;
  many.users_per_address = 641;  // 2^32 + 1 in all
  World world(many);
  EXPECT_TRUE(world.ask(LimitClass::read, ravi).served);
  EXPECT_TRUE(world.ask(LimitClass::read, ravi).served);
}

TEST(Limiter, CountsByUserAndClass) {
  World world;
  EXPECT_EQ(world.served(LimitClass::read, ravi), 20U);
  EXPECT_EQ(world.served(LimitClass::write, ravi), 5U);
  EXPECT_EQ(world.served(LimitClass::read, meera), 20U);
}

TEST(Limiter, HasRoomForManyUsersBehindOneAddressAndForNoMore) {
  World world;
  for (std::int64_t id = 1; id <= 3; ++id)
    EXPECT_EQ(world.served(LimitClass::write, {.user_id = id, .role = http::Role::user}), 5U);
  EXPECT_EQ(world.served(LimitClass::write, {.user_id = 4, .role = http::Role::user}), 0U);
  EXPECT_EQ(world.served(LimitClass::write, {.user_id = 5, .role = http::Role::user}, "192.0.2.8"), 5U);
}

TEST(Limiter, CountsWhatComesWithoutATokenByAddressAllInOne) {
  World world;
  EXPECT_EQ(world.served(LimitClass::read, nobody), 8U);
  EXPECT_EQ(world.served(LimitClass::write, nobody), 0U);
  EXPECT_EQ(world.served(LimitClass::read, nobody, "192.0.2.8"), 8U);
  EXPECT_EQ(world.served(LimitClass::read, ravi), 20U) << "colleagues who are logged in go on";
}

TEST(Limiter, CountsLoginsRegistrationsAndCodesOnTheirOwn) {
  World world;
  world.served(LimitClass::read, nobody);
  EXPECT_EQ(world.served(LimitClass::login, nobody), 4U);
  EXPECT_EQ(world.served(LimitClass::registration, nobody), 3U);
  EXPECT_EQ(world.served(LimitClass::code, nobody), 2U);
  EXPECT_EQ(world.served(LimitClass::code, ravi), 0U) << "a token makes no further guesses";
}

TEST(Limiter, TakesTheAddressesOfAnIPv6SiteForOne) {
  World world;
  EXPECT_EQ(world.served(LimitClass::login, nobody, "2001:db8::1"), 4U);
  EXPECT_EQ(world.served(LimitClass::login, nobody, "2001:db8::ffff:1"), 0U);
  EXPECT_EQ(world.served(LimitClass::login, nobody, "2001:db8:0:1::1"), 4U);
  EXPECT_EQ(world.served(LimitClass::login, nobody, "::ffff:192.0.2.9"), 4U);
  EXPECT_EQ(world.served(LimitClass::login, nobody, "192.0.2.9"), 0U);
}

TEST(Limiter, TellsWhereTheClientStands) {
  World world;
  auto allowance = world.ask(LimitClass::write, ravi);
  EXPECT_TRUE(allowance.served);
  EXPECT_EQ(allowance.limit, 5U);
  EXPECT_EQ(allowance.remaining, 4U);
  EXPECT_EQ(allowance.full_in, 60s);
  world.served(LimitClass::write, ravi);
  allowance = world.ask(LimitClass::write, ravi);
  EXPECT_FALSE(allowance.served);
  EXPECT_EQ(allowance.limit, 5U);
  EXPECT_EQ(allowance.remaining, 0U);
  EXPECT_GT(allowance.retry_after, 50s);
  EXPECT_LE(allowance.retry_after, 60s);

  // Now the address is the limit closest to being reached.
  world.served(LimitClass::write, meera);
  EXPECT_EQ(world.ask(LimitClass::write, {.user_id = 3, .role = http::Role::user}).limit, 5U);
  for (int asked = 0; asked < 3; ++asked)
    world.ask(LimitClass::write, {.user_id = 3, .role = http::Role::user});
  allowance = world.ask(LimitClass::write, {.user_id = 4, .role = http::Role::user});
  EXPECT_EQ(allowance.limit, 15U);
  EXPECT_EQ(allowance.remaining, 0U);
}

TEST(Limiter, DoesNotCountWhatIsOff) {
  World world;
  EXPECT_EQ(world.served(LimitClass::export_, ravi), 1000U);
  EXPECT_EQ(world.ask(LimitClass::export_, ravi).limit, 0U);
}

TEST(Limiter, CountsRefusalsByClass) {
  auto& refusals = observe::metrics().counter("kpa_requests_limited_total", "", {{"class", "registration"}});
  const auto before = refusals.value();
  World world;
  for (int asked = 0; asked < 5; ++asked) world.ask(LimitClass::registration, nobody);
  EXPECT_EQ(refusals.value() - before, 2U);
}

TEST(Limiter, CountsInTheProcessWhileRedisIsAway) {
  test::RedisServer server;
  boost::asio::io_context io;
  cache::Redis redis(
      io, {.address = {.host = "127.0.0.1", .port = server.port}, .first_retry = 20ms, .last_retry = 50ms});
  Buckets buckets;
  Limiter limiter(settings(), buckets, &redis);
  redis.start();
  const auto served = [&] {
    const NoHeaders headers;
    const http::Request request{http::Method::get, "/", "", headers, "", "192.0.2.7", "request-1"};
    unsigned count = 0;
    while (count < 1000 && test::await(io, limiter.count(request, LimitClass::login, nobody)).served) ++count;
    return count;
  };
  test::run_until(io, [&] { return redis.connected(); });
  EXPECT_EQ(served(), 4U);
  EXPECT_EQ(served(), 0U);
  server.kill();
  test::run_until(io, [&] { return !redis.connected(); });
  // After a refusal, Redis is not asked again at once.
  unsigned here = 0;
  test::run_until(io, [&] { return (here += served()) > 0; });
  EXPECT_EQ(here, 4U) << "a budget of its own, for as long as there is no common one";
  EXPECT_EQ(served(), 0U);
  server.start();
  test::run_until(io, [&] { return redis.connected(); });
  EXPECT_EQ(served(), 4U) << "the new Redis knows of nothing";
}

TEST(Limiter, LeavesRoomForAWorkshopBehindOneAddress) {
  const config::LimitSettings usual = config::load({}).settings.limits;
  World world(usual);
  // At the beginning of a shift a hundred people log in, read and send within a minute.
  for (std::int64_t id = 1; id <= 100; ++id) {
    EXPECT_TRUE(world.ask(LimitClass::login, nobody).served) << id;
    for (int page = 0; page < 30; ++page)
      EXPECT_TRUE(world.ask(LimitClass::read, {.user_id = id, .role = http::Role::user}).served) << id;
    for (int form = 0; form < 20; ++form)
      EXPECT_TRUE(world.ask(LimitClass::write, {.user_id = id, .role = http::Role::user}).served) << id;
  }
  for (const auto& guarded : {usual.logins, usual.registrations, usual.codes})
    EXPECT_EQ(guarded.grace.count(), 0);
}

}  // namespace
}  // namespace kpa::limits

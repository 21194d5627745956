#include "core/limits/redis_buckets.hpp"

#include <csignal>
#include <random>

#include <gtest/gtest.h>

#include "core/cache/redis.hpp"
#include "core/limits/bucket_cases_for_test.hpp"
#include "core/limits/bucket_script.hpp"
#include "tests/support/coroutine.hpp"
#include "tests/support/redis_server.hpp"

namespace kpa::limits {
namespace {

using namespace std::chrono_literals;

/// So slow that no token comes back during a test.
constexpr config::RateLimit very_slow{.per_minute = 0.01, .burst = 40};

Demand demand_of(std::int64_t user, config::RateLimit limit = very_slow, unsigned most_leased = 1) {
  Demand demand{.key = {}, .limit = limit, .most_leased = most_leased};
  std::memcpy(demand.key.who.data(), &user, sizeof user);
  return demand;
}

/// Two I/O threads, or two processes: Redis cannot tell the difference.
class RedisBucketsTest : public testing::Test {
 protected:
  struct Instance {
    Instance(boost::asio::io_context& io, const test::RedisServer& server)
        : redis(io, {.address = {.host = "127.0.0.1", .port = server.port},
                     .first_retry = 20ms,
                     .last_retry = 50ms}),
          buckets(redis) {
      redis.start();
    }
    cache::Redis redis;
    RedisBuckets buckets;
  };

  RedisBucketsTest() { await_connected(); }

  void await_connected() {
    test::run_until(io_, [&] { return one_.redis.connected() && other_.redis.connected(); });
  }
  /// The last result for `demands`; nothing when Redis is away.
  std::optional<Taken> take(Instance& instance, Demands demands) {
    const auto taken = test::await(io_, instance.buckets.take(std::move(demands)));
    return taken ? std::optional(taken->back()) : std::nullopt;
  }
  unsigned granted(Instance& instance, const Demand& demand) {
    return take(instance, {demand}).value().granted;
  }
  cache::Reply ask(std::vector<std::string> command) {
    return test::await(io_, one_.redis.command(std::move(command))).value();
  }
  /// The result of the script itself, without leases.
  Taken ask_script(const Demand& demand, unsigned wanted) {
    const std::vector<Ask> asks{{.key = demand.key, .limit = demand.limit, .wanted = wanted}};
    return test::await(io_, limits::ask(one_.redis, asks, Together::each, 5s)).value().front();
  }
  /// Makes the bucket older, so that `pause` tokens come back.
  void pass(const Demand& demand, double pause) {
    const std::string key = redis_key(demand.key);
    const std::string kept = ask({"GET", key}).text;
    if (pause == 0 || kept.empty()) return;
    const double past = pause * 60e6 / demand.limit.per_minute;
    const double full_at = std::stod(kept), grace_until = std::stod(kept.substr(kept.find(' ')));
    ask({"SET", key,
         std::to_string(full_at - past) + ' ' + std::to_string(grace_until == 0 ? 0 : grace_until - past)});
  }
  std::int64_t scripts_run() {
    const std::string stats = ask({"INFO", "commandstats"}).text;
    const auto at = stats.find("cmdstat_evalsha:calls=");
    return at == stats.npos ? 0 : std::stoll(stats.substr(at + 22));
  }

  boost::asio::io_context io_;
  test::RedisServer server_;
  Instance one_{io_, server_}, other_{io_, server_};
};

TEST_F(RedisBucketsTest, GrantWhatTheCasesSay) {
  std::int64_t user = 100;
  for (const auto& [name, limit, steps] : bucket_cases()) {
    const Demand demand = demand_of(++user, limit);
    for (std::size_t step = 0; step < steps.size(); ++step) {
      pass(demand, steps[step].pause);
      EXPECT_EQ(ask_script(demand, steps[step].wanted).granted, steps[step].granted)
          << name << ", step " << step;
    }
  }
}

// The same with random requests, comparing everything that a client is told.
TEST_F(RedisBucketsTest, TakeAsTheBucketsOfAProcessDo) {
  std::mt19937 random(20'240'115);
  const auto any = [&](unsigned least, unsigned most) {
    return std::uniform_int_distribution<unsigned>(least, most)(random);
  };
  for (std::int64_t user = 200; user < 230; ++user) {
    const Micros hour = 60e6 / per_hour;
    const config::RateLimit limit{
        .per_minute = per_hour, .burst = any(1, 12), .grace = std::chrono::minutes(any(0, 5) * 60 + 57)};
    const Demand demand = demand_of(user, limit);
    Bucket bucket;
    Micros now = 1000 * hour;
    for (int step = 0; step < 8; ++step) {
      // Never close to the moment when a token comes back, because time passes between the two calls.
      const double pause = any(0, 2) == 0 ? any(0, 9) + 0.1 : 0;
      const unsigned wanted = any(1, 4);
      now += pause * hour;
      pass(demand, pause);
      const Taken here = bucket.take(limit, now, wanted), there = ask_script(demand, wanted);
      EXPECT_EQ(there.granted, here.granted);
      EXPECT_EQ(there.remaining, here.remaining);
      EXPECT_NEAR(there.full_in, here.full_in, hour / 20);
      if (here.granted == 0) {
        EXPECT_NEAR(there.wait, here.wait, hour / 20);
      }
      ASSERT_FALSE(HasFailure()) << "burst " << limit.burst << " grace " << limit.grace.count() << " step "
                                 << step;
    }
  }
}

TEST_F(RedisBucketsTest, FillUpAgain) {
  constexpr config::RateLimit quick{.per_minute = 6000, .burst = 2};
  unsigned served = 0;
  test::run_until(io_, [&] { return (served += granted(one_, demand_of(7, quick))) >= 10; });
}

TEST_F(RedisBucketsTest, AreOneBudgetForAllInstances) {
  unsigned served = 0;
  for (int asked = 0; asked < 50; ++asked)
    served += granted(one_, demand_of(7)) + granted(other_, demand_of(7));
  EXPECT_EQ(served, 40U);
}

TEST_F(RedisBucketsTest, WithLeasesGiveOutOneOnCreditMoreAtMost) {
  unsigned served = 0;
  for (int asked = 0; asked < 100; ++asked)
    served += granted(one_, demand_of(7, very_slow, 4)) + granted(other_, demand_of(7, very_slow, 4));
  EXPECT_GE(served, 40U);
  EXPECT_LE(served, 42U);

  // One takes a lease and then stops; the other misses at most that lease.
  served = 0;
  for (int asked = 0; asked < 8; ++asked) served += granted(one_, demand_of(8, very_slow, 4));
  for (int asked = 0; asked < 100; ++asked) served += granted(other_, demand_of(8, very_slow, 4));
  EXPECT_LE(served, 42U);
  EXPECT_GE(served, 36U);
}

TEST_F(RedisBucketsTest, TellRedisOfCreditsSoThatOthersKnow) {
  EXPECT_EQ(granted(one_, demand_of(7, very_slow, 4)), 1U);
  test::run_until(io_, [&] { return ask({"EXISTS", "kpa:limit:read:user:7"}).integer == 1; });
  EXPECT_EQ(take(other_, {demand_of(7)})->remaining, 38U);
}

TEST_F(RedisBucketsTest, PayForCreditsOfAnEmptyBucket) {
  constexpr config::RateLimit few{.per_minute = 0.01, .burst = 20};
  for (int asked = 0; asked < 20; ++asked) EXPECT_EQ(granted(one_, demand_of(7, few)), 1U);
  EXPECT_EQ(granted(other_, demand_of(7, few, 2)), 1U) << "who never heard of it gives one";
  test::run_until(io_, [&] { return granted(other_, demand_of(7, few, 2)) == 0; });
  EXPECT_EQ(granted(other_, demand_of(7, few, 2)), 0U);
  const auto refused = take(one_, {demand_of(7, few)});
  EXPECT_EQ(refused->granted, 0U);
  EXPECT_GT(refused->wait, 1.5 * 60e6 / few.per_minute) << "two must come back now, until there is one";
}

TEST_F(RedisBucketsTest, AreAskedSeldomWhereALeaseIsAllowed) {
  constexpr config::RateLimit wide{.per_minute = 1'000'000, .burst = 100'000};
  const auto count = [&](const Demand& demand) {
    const auto before = scripts_run();
    for (int asked = 0; asked < 500; ++asked) EXPECT_EQ(granted(one_, demand), 1U);
    return scripts_run() - before;
  };
  EXPECT_EQ(count(demand_of(7, wide)), 500);
  // On a slow machine some leases may expire.
  EXPECT_LT(count(demand_of(8, wide, 50)), 100);
}

TEST_F(RedisBucketsTest, AreAskedOnceForRequestsThatComeTogether) {
  const auto before = scripts_run();
  std::vector<std::shared_ptr<test::Running<std::optional<AllTaken>>>> running;
  for (int asked = 0; asked < 30; ++asked)
    running.push_back(
        test::start(io_, one_.buckets.take({demand_of(asked, very_slow, 4), demand_of(100, very_slow, 10)})));
  for (const auto& one : running) EXPECT_EQ(test::finish(io_, one)->back().granted, 1U);
  EXPECT_LE(scripts_run() - before, 10);  // for 30 clients' buckets and one in common
}

TEST_F(RedisBucketsTest, AreNotAskedAboutAKnownRefusal) {
  while (granted(one_, demand_of(7)) == 1) continue;
  const auto before = scripts_run();
  for (int asked = 0; asked < 20; ++asked) EXPECT_EQ(granted(one_, demand_of(7)), 0U);
  EXPECT_LE(scripts_run() - before, 2);
}

TEST_F(RedisBucketsTest, EndAtTheFirstThatRefuses) {
  constexpr config::RateLimit one_only{.per_minute = 0.01, .burst = 1};
  const Demands user_and_address{demand_of(7, one_only), demand_of(8)};
  EXPECT_EQ(take(one_, user_and_address)->granted, 1U);
  EXPECT_EQ(take(one_, user_and_address)->granted, 0U);
  EXPECT_EQ(take(one_, {demand_of(8)})->remaining, 38U) << "the refused request took nothing of it";
  const Demands address_and_user{demand_of(8), demand_of(7, one_only)};
  EXPECT_EQ(take(other_, address_and_user)->granted, 0U);
  EXPECT_EQ(take(other_, {demand_of(8)})->remaining, 37U) << "nor where it came first";
}

TEST_F(RedisBucketsTest, HaveKeysWithoutSecretsThatEndWhenTheBucketIsFull) {
  constexpr config::RateLimit limit{.per_minute = 60, .burst = 40};
  granted(one_, demand_of(42, limit));
  Demand address = demand_of(0, limit);
  address.key = {.limited = http::LimitClass::login,
                 .kind = Key::Kind::address,
                 .who = {0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 7}};
  granted(one_, address);
  for (const char* key : {"kpa:limit:read:user:42", "kpa:limit:login:address:2001:db8:0:7::"}) {
    const auto left = ask({"PTTL", key}).integer;
    EXPECT_GT(left, 0) << key;
    EXPECT_LE(left, 1000) << key;
  }
  test::run_until(io_, [&] { return ask({"DBSIZE"}).integer == 0; });
}

TEST_F(RedisBucketsTest, DoNotRefuseForADayAfterTheClockWentBackByOne) {
  constexpr config::RateLimit limit{.per_minute = 60, .burst = 40};
  constexpr std::int64_t day = 86'400'000'000;
  const auto seconds = std::stoll(ask({"TIME"}).items.at(0).text);
  ask({"SET", "kpa:limit:read:user:7", std::to_string(seconds * 1'000'000 + day) + ".00 0"});
  EXPECT_EQ(take(one_, {demand_of(7, limit)})->remaining, 39U);
  EXPECT_EQ(take(other_, {demand_of(7, limit)})->remaining, 38U);
}

TEST_F(RedisBucketsTest, GiveNothingWhileRedisIsAwayAndGoOnAfterwards) {
  EXPECT_TRUE(take(one_, {demand_of(7)}));
  server_.kill();
  test::run_until(io_, [&] { return !one_.redis.connected(); });
  EXPECT_FALSE(take(one_, {demand_of(7)}));
  server_.start();
  await_connected();
  // It has forgotten the script too.
  EXPECT_EQ(take(one_, {demand_of(7)})->remaining, 39U);
}

TEST_F(RedisBucketsTest, DoWithoutARedisThatRefusesTheScript) {
  EXPECT_TRUE(take(one_, {demand_of(7, very_slow, 4)}));
  ask({"CONFIG", "SET", "maxmemory", "1"});
  test::run_until(io_, [&] { return !take(one_, {demand_of(8, very_slow, 4)}).has_value(); });
  EXPECT_FALSE(take(one_, {demand_of(9)}));
  ask({"CONFIG", "SET", "maxmemory", "0"});
  test::run_until(io_, [&] { return take(one_, {demand_of(8, very_slow, 4)}).has_value(); });
}

TEST_F(RedisBucketsTest, DoNotWaitLongForARedisThatHangs) {
  server_.signal(SIGSTOP);
  EXPECT_FALSE(take(one_, {demand_of(7)}));
  server_.signal(SIGCONT);
  await_connected();
  test::run_until(io_, [&] { return take(one_, {demand_of(7)}).has_value(); });
}

}  // namespace
}  // namespace kpa::limits

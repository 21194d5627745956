#include "core/cache/redis.hpp"

#include <chrono>
#include <csignal>
#include <exception>
#include <functional>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <gtest/gtest.h>

#include "core/cache/script.hpp"
#include "core/observe/metrics.hpp"
#include "core/timer.hpp"
#include "tests/support/no_more_threads.hpp"
#include "tests/support/redis_server.hpp"

namespace kpa::cache {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

constexpr auto patience = 20s;

using test::RedisServer;

RedisSettings settings_of(const RedisServer& server, std::string password = {}) {
  return {.address = {.host = "127.0.0.1", .port = server.port, .password = std::move(password)},
          .first_retry = 20ms,
          .last_retry = 50ms};
}

class RedisTest : public testing::Test {
 protected:
  /// Runs the I/O thread until `done`; false after a time-out.
  bool run_until(const std::function<bool()>& done) {
    const auto deadline = Clock::now() + patience;
    while (!done()) {
      if (Clock::now() > deadline) return false;
      io_.run_one_for(10ms);
      io_.restart();
    }
    return true;
  }
  template <class T>
  T result_of(Task<T> task) {
    std::optional<T> result;
    std::exception_ptr failure;
    asio::co_spawn(io_, std::move(task), [&](std::exception_ptr thrown, T value) {
      failure = thrown;
      result = std::move(value);
    });
    EXPECT_TRUE(run_until([&] { return result.has_value(); }));
    if (failure) std::rethrow_exception(failure);
    return std::move(result.value());
  }

  asio::io_context io_;
};

TEST_F(RedisTest, answers_commands) {
  const RedisServer server;
  Redis redis(io_, settings_of(server));
  redis.start();
  ASSERT_TRUE(run_until([&] { return redis.connected(); }));
  EXPECT_TRUE(result_of(redis.ping(5s)));
  EXPECT_EQ(result_of(redis.command({"SET", "key", std::string("two\r\nlines\0and a NUL", 19)}))->text, "OK");
  EXPECT_EQ(result_of(redis.command({"GET", "key"}))->text, std::string("two\r\nlines\0and a NUL", 19));
  EXPECT_EQ(result_of(redis.command({"INCR", "count"}))->integer, 1);
  EXPECT_EQ(result_of(redis.command({"GET", "nothing"}))->kind, Reply::Kind::nil);
  const auto list = result_of(redis.command({"MGET", "count", "nothing"}));
  ASSERT_EQ(list->items.size(), 2U);
  EXPECT_EQ(list->items[0].text, "1");
  const auto error = result_of(redis.command({"INCR", "key"}));
  EXPECT_EQ(error->kind, Reply::Kind::error);
  EXPECT_FALSE(error->text.empty());
}

TEST_F(RedisTest, tries_again_where_no_thread_can_be_started_to_look_up_a_name) {
  const RedisServer server;
  Redis redis(io_, settings_of(server));
  {
    const test::NoMoreThreads none;
    redis.start();
    io_.poll();
    io_.restart();
  }
  EXPECT_FALSE(redis.connected());
  EXPECT_TRUE(run_until([&] { return redis.connected(); }));
}

TEST_F(RedisTest, gives_each_of_many_commands_its_own_reply) {
  const RedisServer server;
  Redis redis(io_, settings_of(server));
  redis.start();
  ASSERT_TRUE(run_until([&] { return redis.connected(); }));
  constexpr std::size_t count = 500;
  const std::string large(20'000, 'x');
  std::size_t answered = 0;
  for (std::size_t at = 0; at < count; ++at) {
    asio::co_spawn(io_, redis.command({"ECHO", std::to_string(at) + large}, 10s),
                   [&, at](const std::exception_ptr&, const std::optional<Reply>& reply) {
                     ASSERT_TRUE(reply);
                     EXPECT_EQ(reply->text, std::to_string(at) + large);
                     ++answered;
                   });
  }
  EXPECT_TRUE(run_until([&] { return answered == count; }));
}

TEST_F(RedisTest, gives_nothing_at_once_during_an_outage_and_recovers) {
  RedisServer server;
  Redis redis(io_, settings_of(server));
  redis.start();
  ASSERT_TRUE(run_until([&] { return redis.connected(); }));
  auto& gauge = observe::metrics().gauge("kpa_redis_connected", "");
  EXPECT_EQ(gauge.value(), 1);

  server.kill();
  ASSERT_TRUE(run_until([&] { return !redis.connected(); }));
  EXPECT_EQ(gauge.value(), 0);
  const auto began = Clock::now();
  EXPECT_FALSE(result_of(redis.command({"GET", "key"}, 10s)));
  EXPECT_FALSE(result_of(redis.ping(10s)));
  EXPECT_LT(Clock::now() - began, 5s);

  server.start();
  ASSERT_TRUE(run_until([&] { return redis.connected(); }));
  EXPECT_TRUE(result_of(redis.ping(5s)));
  EXPECT_EQ(gauge.value(), 1);
}

TEST_F(RedisTest, waits_for_a_server_that_starts_later) {
  RedisServer server;
  server.kill();
  Redis redis(io_, settings_of(server));
  redis.start();
  EXPECT_FALSE(result_of(redis.ping(1s)));
  server.start();
  ASSERT_TRUE(run_until([&] { return redis.connected(); }));
  EXPECT_TRUE(result_of(redis.ping(5s)));
}

TEST_F(RedisTest, gives_up_on_a_server_that_hangs_and_does_not_wait_for_it_again) {
  RedisServer server;
  auto settings = settings_of(server);
  settings.connect_timeout = 200ms;
  Redis redis(io_, settings);
  redis.start();
  ASSERT_TRUE(run_until([&] { return redis.connected(); }));
  server.signal(SIGSTOP);
  EXPECT_FALSE(result_of(redis.ping(50ms)));
  ASSERT_TRUE(run_until([&] { return !redis.connected(); }));
  const auto began = Clock::now();
  EXPECT_FALSE(result_of(redis.ping(10s)));
  EXPECT_LT(Clock::now() - began, 5s);
  server.signal(SIGCONT);
  ASSERT_TRUE(run_until([&] { return redis.connected(); }));
  EXPECT_TRUE(result_of(redis.ping(5s)));
}

TEST_F(RedisTest, logs_in_and_selects_its_database) {
  const RedisServer server("open sesame");
  auto settings = settings_of(server, "open sesame");
  settings.address.database = 3;
  Redis redis(io_, settings);
  redis.start();
  ASSERT_TRUE(run_until([&] { return redis.connected(); }));
  const auto info = result_of(redis.command({"CLIENT", "LIST"}));
  ASSERT_TRUE(info);
  EXPECT_NE(info->text.find(" db=3 "), std::string::npos) << info->text;
}

TEST_F(RedisTest, is_not_connected_with_a_wrong_password) {
  const RedisServer server("open sesame");
  const auto settings = settings_of(server, "guess");
  Redis redis(io_, settings);
  redis.start();
  Timer timer(io_);
  bool over = false;
  timer.expires_after(500ms);
  timer.async_wait([&](boost::system::error_code) { over = true; });
  EXPECT_TRUE(run_until([&] { return over || redis.connected(); }));
  EXPECT_FALSE(redis.connected());
}

TEST_F(RedisTest, ends_commands_under_way_when_it_stops) {
  const RedisServer server;
  Redis redis(io_, settings_of(server));
  redis.start();
  ASSERT_TRUE(run_until([&] { return redis.connected(); }));
  bool ended = false;
  asio::co_spawn(io_, redis.command({"BLPOP", "nothing", "0"}, 1h),
                 [&](const std::exception_ptr&, const std::optional<Reply>& reply) {
                   EXPECT_FALSE(reply);
                   ended = true;
                 });
  io_.poll();
  io_.restart();
  redis.stop();
  EXPECT_TRUE(run_until([&] { return ended; }));
  EXPECT_FALSE(redis.connected());
}

TEST_F(RedisTest, runs_scripts_that_it_has_and_that_it_has_not) {
  const RedisServer server;
  Redis redis(io_, settings_of(server));
  redis.start();
  ASSERT_TRUE(run_until([&] { return redis.connected(); }));
  const Script script("return {KEYS[1], ARGV[1] + 1}");
  for (const char* known : {"not yet", "by now"}) {
    const auto reply = result_of(script.run(redis, {"a"}, {"41"}, 5s));
    ASSERT_TRUE(reply) << known;
    ASSERT_EQ(reply->items.size(), 2U) << reply->text;
    EXPECT_EQ(reply->items[0].text, "a");
    EXPECT_EQ(reply->items[1].integer, 42);
  }
  EXPECT_EQ(result_of(redis.command({"INFO", "commandstats"}))->text.find("cmdstat_eval:calls=1,") !=
                std::string::npos,
            true);
  EXPECT_EQ(result_of(script.run(redis, {"a"}, {"x"}, 5s))->kind, Reply::Kind::error);
}

TEST(RedisUrlTest, reads_every_part) {
  const auto whole = parse_redis_url("redis://some%40one:p%3Aw@redis.example.org:6380/2");
  ASSERT_TRUE(whole);
  EXPECT_EQ(whole->host, "redis.example.org");
  EXPECT_EQ(whole->port, "6380");
  EXPECT_EQ(whole->user, "some@one");
  EXPECT_EQ(whole->password, "p:w");
  EXPECT_EQ(whole->database, 2);
  EXPECT_FALSE(whole->tls);
  const auto by_tls = parse_redis_url("rediss://one:secret@redis.example.org/2");
  ASSERT_TRUE(by_tls);
  EXPECT_TRUE(by_tls->tls);
  EXPECT_EQ(by_tls->host, "redis.example.org");
  EXPECT_EQ(by_tls->password, "secret");
  EXPECT_EQ(by_tls->database, 2);
}

TEST(RedisUrlTest, fills_in_what_is_left_out) {
  for (const char* url :
       {"redis://", "redis://localhost", "redis://localhost/", "redis://localhost:6379/0"}) {
    const auto address = parse_redis_url(url);
    ASSERT_TRUE(address) << url;
    EXPECT_EQ(address->host, "localhost") << url;
    EXPECT_EQ(address->port, "6379") << url;
    EXPECT_EQ(address->database, 0) << url;
  }
  EXPECT_EQ(parse_redis_url("redis://:secret@[::1]:7000/1")->host, "::1");
  EXPECT_EQ(parse_redis_url("redis://:secret@[::1]:7000/1")->password, "secret");
}

TEST(RedisUrlTest, refuses_what_is_something_else) {
  for (const char* url :
       {"", "localhost", "http://localhost", "redisss://localhost", "redis://localhost:port",
        "redis://localhost:0", "redis://localhost:70000", "redis://localhost/one", "redis://localhost/-1",
        "redis://a%4@b", "redis://[::1", "redis://[::1]x:1"})
    EXPECT_FALSE(parse_redis_url(url)) << url;
}

}  // namespace
}  // namespace kpa::cache

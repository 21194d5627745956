#include <array>
#include <chrono>
#include <cstdlib>
#include <mutex>
#include <string>
#include <vector>

#include <boost/asio/ip/tcp.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/cache/redis.hpp"
#include "core/observe/log.hpp"
#include "tests/support/coroutine.hpp"
#include "tests/support/redis_server.hpp"

namespace kpa::cache {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using namespace std::chrono_literals;
using test::await;
using test::Certificate;
using test::RedisServer;
using test::run_until;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

RedisSettings settings_for(const std::string& host, const std::string& port, const std::string& ca_file) {
  return {.address = {.host = host, .port = port, .tls = true},
          .ca_file = ca_file,
          .connect_timeout = 20s,
          .first_retry = 20ms,
          .last_retry = 50ms};
}

class RedisTls : public testing::Test {
 protected:
  /// Why a client with these settings cannot connect; nothing when it can. Waits for a server that does not
  /// listen yet.
  std::string trouble_of(const RedisSettings& settings) {
    Redis redis(io_, settings);
    redis.start();
    run_until(io_, [&] {
      return redis.connected() ||
             (!redis.last_trouble().empty() && redis.last_trouble() != "Connection refused");
    });
    if (!redis.connected()) {
      EXPECT_FALSE(await(io_, redis.ping(1h)));
      return redis.last_trouble();
    }
    EXPECT_TRUE(await(io_, redis.ping(20s)));
    return {};
  }

  asio::io_context io_{1};
};

TEST_F(RedisTls, ConnectsToAServerWhoseCertificateIsForItsHost) {
  for (const auto& [host, name] : {std::pair("localhost", "DNS:localhost"), {"127.0.0.1", "IP:127.0.0.1"}}) {
    const Certificate certificate(name);
    const RedisServer server(certificate);
    EXPECT_EQ(trouble_of(settings_for(host, server.port, certificate.ca())), "");
  }
}

TEST_F(RedisTls, RefusesACertificateForAnotherHost) {
  for (const auto& [host, name, why] : {std::tuple("localhost", "DNS:other.example", "hostname mismatch"),
                                        {"127.0.0.1", "IP:127.0.0.2", "IP address mismatch"},
                                        {"127.0.0.1", "DNS:localhost", "IP address mismatch"}}) {
    const Certificate certificate(name);
    const RedisServer server(certificate);
    const auto trouble = trouble_of(settings_for(host, server.port, certificate.ca()));
    EXPECT_THAT(trouble, AllOf(HasSubstr("certificate verify failed"), HasSubstr(why))) << name;
  }
}

TEST_F(RedisTls, RefusesACertificateOfAnUnknownCa) {
  const Certificate certificate("DNS:localhost");
  const Certificate other("DNS:localhost");
  const RedisServer server(certificate);
  for (const std::string& trusted : {other.ca(), std::string()})
    EXPECT_THAT(trouble_of(settings_for("localhost", server.port, trusted)),
                AllOf(HasSubstr("certificate verify failed"),
                      HasSubstr("self-signed certificate in certificate chain")));
}

TEST_F(RedisTls, TrustsTheSystemsCasWhereNoneIsNamed) {
  const Certificate certificate("DNS:localhost");
  const RedisServer server(certificate);
  ::setenv("SSL_CERT_FILE", certificate.ca().c_str(), 1);
  EXPECT_EQ(trouble_of(settings_for("localhost", server.port, "")), "");
  const Certificate other("DNS:localhost");
  EXPECT_THAT(trouble_of(settings_for("localhost", server.port, other.ca())),
              HasSubstr("certificate verify failed"))
      << "and only the one that is named where one is";
  ::unsetenv("SSL_CERT_FILE");
}

TEST_F(RedisTls, CannotBeMadeWithACaFileThatIsNone) {
  const Certificate certificate("DNS:localhost");
  for (const std::string& file : {std::string("/no/such/ca.pem"), certificate.key()})
    EXPECT_THROW(Redis(io_, settings_for("localhost", "1", file)), std::runtime_error) << file;
}

TEST_F(RedisTls, IsAnOutageWhereOneSideSpeaksItAndTheOtherDoesNot) {
  const Certificate certificate("DNS:localhost");
  const RedisServer by_tls(certificate), plain;
  auto settings = settings_for("localhost", plain.port, certificate.ca());
  settings.connect_timeout = 200ms;
  EXPECT_NE(trouble_of(settings), "");
  settings.address.port = by_tls.port;
  settings.address.tls = false;
  EXPECT_NE(trouble_of(settings), "");
}

TEST_F(RedisTls, ReadsAndWritesAtOnce) {
  const Certificate certificate("DNS:localhost");
  const RedisServer server(certificate);
  Redis redis(io_, settings_for("localhost", server.port, certificate.ca()));
  redis.start();
  run_until(io_, [&] { return redis.connected(); });
  constexpr std::size_t count = 500;
  std::vector<std::shared_ptr<test::Running<std::optional<Reply>>>> asked;
  const std::string large(20'000, 'x');
  for (std::size_t at = 0; at < count; ++at)
    asked.push_back(test::start(io_, redis.command({"ECHO", std::to_string(at) + large}, 20s)));
  for (std::size_t at = 0; at < count; ++at) {
    const auto reply = test::finish(io_, asked[at]);
    ASSERT_TRUE(reply) << at;
    EXPECT_EQ(reply->text, std::to_string(at) + large);
  }
}

TEST_F(RedisTls, RecoversFromAnOutage) {
  const Certificate certificate("DNS:localhost");
  RedisServer server(certificate);
  Redis redis(io_, settings_for("localhost", server.port, certificate.ca()));
  redis.start();
  for (int round = 0; round < 3; ++round) {
    run_until(io_, [&] { return redis.connected(); });
    const auto blocked = test::start(io_, redis.command({"BLPOP", "nothing", "0"}, 1h));
    const auto sent = test::start(io_, redis.command({"SET", "key", std::string(5'000'000, 'x')}, 1h));
    io_.poll_one();
    server.kill();
    EXPECT_FALSE(test::finish(io_, blocked));
    test::finish(io_, sent);
    EXPECT_FALSE(redis.connected());
    server.start();
  }
  run_until(io_, [&] { return redis.connected(); });
  EXPECT_TRUE(await(io_, redis.ping(20s)));
}

/// Accepts connections and never answers.
class SilentServer {
 public:
  SilentServer() { acceptor_.non_blocking(true); }

  std::string port() const { return std::to_string(acceptor_.local_endpoint().port()); }
  /// All bytes received on the latest connection.
  const std::string& heard() {
    boost::system::error_code nothing;
    if (tcp::socket next = acceptor_.accept(nothing); !nothing) {
      ++accepted_;
      heard_.clear();
      next.non_blocking(true);
      latest_ = std::move(next);
    }
    std::array<char, 4096> bytes;
    heard_.append(bytes.data(), latest_.read_some(asio::buffer(bytes), nothing));
    return heard_;
  }
  int accepted() const { return accepted_; }

 private:
  asio::io_context io_{1};
  tcp::acceptor acceptor_{io_, {asio::ip::address_v4::loopback(), 0}};
  tcp::socket latest_{io_};
  int accepted_ = 0;
  std::string heard_;
};

TEST_F(RedisTls, TellsTheServerWhichNameItWantsButNoAddress) {
  for (const auto& [host, told] : {std::pair("localhost", true), {"127.0.0.1", false}}) {
    SilentServer server;
    Redis redis(io_, settings_for(host, server.port(), ""));
    redis.start();
    run_until(io_, [&] { return server.heard().size() > 100; });
    EXPECT_EQ(server.heard().find(host) != std::string::npos, told) << host;
  }
}

TEST_F(RedisTls, GivesAHandshakeNoMoreTimeThanConnectingHas) {
  SilentServer server;
  auto settings = settings_for("localhost", server.port(), "");
  settings.connect_timeout = 100ms;
  Redis redis(io_, settings);
  redis.start();
  run_until(io_, [&] { return !server.heard().empty() && server.accepted() >= 2; });
  EXPECT_EQ(redis.last_trouble(), "timed out");
  EXPECT_FALSE(await(io_, redis.ping(1h))) << "nobody waits for it";
}

TEST_F(RedisTls, StopsAtOnceInTheMiddleOfAHandshake) {
  SilentServer server;
  auto settings = settings_for("localhost", server.port(), "");
  settings.connect_timeout = 1h;
  Redis redis(io_, settings);
  redis.start();
  run_until(io_, [&] { return !server.heard().empty(); });
  redis.stop();
  io_.restart();
  io_.run_for(test::patience);
  EXPECT_TRUE(io_.stopped()) << "something keeps the thread busy";
}

TEST_F(RedisTls, LogsAnOutageOnceWithItsReason) {
  const Certificate certificate("DNS:other.example");
  const RedisServer server(certificate);
  const auto settings = settings_for("localhost", server.port, certificate.ca());
  ASSERT_NE(trouble_of(settings), "");  // by now the server listens
  std::mutex mutex;
  std::vector<std::string> written;
  observe::start_logs({}, [&](std::string_view line) {
    const std::lock_guard lock(mutex);
    written.emplace_back(line);
  });
  Redis redis(io_, settings);
  redis.start();
  run_until(io_, [&] { return !redis.last_trouble().empty(); });
  io_.run_for(200ms);  // time for further attempts
  redis.stop();
  observe::stop_logs();
  EXPECT_THAT(written,
              ElementsAre(AllOf(HasSubstr("Redis cannot be reached"), HasSubstr("certificate verify failed"),
                                HasSubstr("hostname mismatch"))));
}

}  // namespace
}  // namespace kpa::cache

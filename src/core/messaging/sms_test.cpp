#include "core/messaging/sms.hpp"

#include <atomic>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/messaging/gateway.hpp"
#include "core/observe/log.hpp"
#include "core/outbox/relay_for_test.hpp"
#include "tests/support/sms_gateway.hpp"

namespace kpa::messaging {
namespace {

using namespace std::chrono_literals;
using test::SmsGateway;
using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

const Sms sms{.to = "+919876543210", .text = "Say \"123456\" & smile", .code = "123456"};

std::string answer(const std::string& status, const std::string& body = "OK") {
  return "HTTP/1.1 " + status + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

config::SmsSettings settings_for(const SmsGateway& gateway) {
  return {.sender = config::SmsSenderKind::http,
          .url = gateway.url(),
          .method = "POST",
          .content_type = "application/json",
          .headers = {},
          .body = R"({"to":"{to}","text":"{text}","nothing":{}})",
          .username = {},
          .password = {},
          .expect = {},
          .timeout = 10s};
}

/// One attempt.
Delivery deliver(const config::SmsSettings& settings) {
  const std::atomic<bool> stopping{false};
  return http_gateway(settings)(sms, stopping);
}

TEST(SmsTemplate, EscapesForThePlaceItIsIn) {
  EXPECT_EQ(filled("{to} {digits} {code} {other} {", sms, Escape::json),
            "+919876543210 919876543210 123456 {other} {");
  EXPECT_EQ(filled("{\"m\":\"{text}\"}", sms, Escape::json), R"({"m":"Say \"123456\" & smile"})");
  EXPECT_EQ(filled("To={to}&Body={text}", sms, Escape::percent),
            "To=%2B919876543210&Body=Say%20%22123456%22%20%26%20smile");
  EXPECT_EQ(filled("{text}", {.to = "", .text = "a\r\nb", .code = ""}, Escape::header), "a  b");
  EXPECT_EQ(filled("{text}", {.to = "", .text = "{code}", .code = "1"}, Escape::json), "{code}")
      << "a value is not a template";
  EXPECT_EQ(filled("{text}", {.to = "", .text = "नमस्ते", .code = ""}, Escape::json), "नमस्ते");
}

TEST(HttpGateway, SendsAsTwilioWantsIt) {
  const SmsGateway gateway({answer("201 Created")});
  auto settings = settings_for(gateway);
  settings.content_type = "application/x-www-form-urlencoded";
  settings.body = "To={to}&From=%2B15550001111&Body={text}";
  settings.username = "AC1";
  settings.password = "auth-token";
  EXPECT_EQ(deliver(settings), Delivery::accepted);
  EXPECT_THAT(
      gateway.requests().at(0),
      AllOf(
          StartsWith("POST /send HTTP/1.1\r\n"), HasSubstr("Authorization: Basic QUMxOmF1dGgtdG9rZW4=\r\n"),
          HasSubstr("Content-Type: application/x-www-form-urlencoded\r\n"),
          EndsWith("\r\n\r\nTo=%2B919876543210&From=%2B15550001111&Body=Say%20%22123456%22%20%26%20smile")));
}

TEST(HttpGateway, SendsAsMsg91WantsIt) {
  const SmsGateway gateway(
      {answer("200 OK", R"({"type":"success"})"), answer("200 OK", R"({"type":"error"})")});
  auto settings = settings_for(gateway);
  settings.headers = "authkey: 1234AbCd\n  X-Other: {digits}\n";
  settings.body = R"({"template_id":"T1","recipients":[{"mobiles":"{digits}","code":"{code}"}]})";
  settings.expect = R"("type":"success")";
  EXPECT_EQ(deliver(settings), Delivery::accepted);
  EXPECT_EQ(deliver(settings), Delivery::refused) << "it answers 200 to failures as well";
  EXPECT_THAT(
      gateway.requests().at(0),
      AllOf(HasSubstr("authkey: 1234AbCd\r\n"), HasSubstr("X-Other: 919876543210\r\n"),
            HasSubstr("Content-Type: application/json\r\n"),
            EndsWith(R"({"template_id":"T1","recipients":[{"mobiles":"919876543210","code":"123456"}]})")));
}

TEST(HttpGateway, SendsByGet) {
  const SmsGateway gateway;
  auto settings = settings_for(gateway);
  settings.method = "GET";
  settings.url += "?to={to}&text={text}";
  EXPECT_EQ(deliver(settings), Delivery::accepted);
  EXPECT_THAT(gateway.requests().at(0),
              StartsWith("GET /send?to=%2B919876543210&text=Say%20%22123456%22%20%26%20smile HTTP/1.1\r\n"));
}

TEST(HttpGateway, TellsWhatMayBeTriedAgain) {
  for (const auto& [status, delivery] :
       std::vector<std::pair<std::string, Delivery>>{{"204 No Content", Delivery::accepted},
                                                     {"302 Found", Delivery::refused},
                                                     {"400 Bad Request", Delivery::refused},
                                                     {"401 Unauthorized", Delivery::refused},
                                                     {"429 Too Many Requests", Delivery::unreachable},
                                                     {"500 Internal Server Error", Delivery::unreachable},
                                                     {"503 Service Unavailable", Delivery::unreachable}}) {
    const SmsGateway gateway({answer(status, "")});
    EXPECT_EQ(deliver(settings_for(gateway)), delivery) << status;
  }
}

TEST(HttpGateway, GivesUpOnOneThatHangsOrIsNotThere) {
  config::SmsSettings settings;
  {
    const SmsGateway gateway({""});
    settings = settings_for(gateway);
    settings.timeout = 200ms;
    EXPECT_EQ(deliver(settings), Delivery::unknown) << "it may have taken it";
  }
  EXPECT_EQ(deliver(settings), Delivery::unreachable) << "nobody listens any more";
  const SmsGateway endless({answer("200 OK", std::string(100'000, 'x'))});
  EXPECT_EQ(deliver(settings_for(endless)), Delivery::unknown) << "no gateway's answer";
}

/// A process that sends through the gateway.
class SmsSenderTest : public testing::Test {
 protected:
  ~SmsSenderTest() override {
    process_.stop(0ms);
    io_.restart();
    io_.run_for(50ms);
  }

  SmsSender& sender(const config::SmsSettings& settings) {
    sender_.emplace(process_.outbox, http_gateway(settings), settings.timeout, 1ms);
    process_.start();
    return *sender_;
  }
  void send(SmsSender& by, const Sms& message = sms) {
    test::await(io_, process_.database.transaction([&](db::Queries& unit) -> Task<int> {
      co_await by.send(unit, message, 1min);
      co_return 1;
    }));
  }
  template <class Condition>
  void run_until(Condition condition) {
    test::run_until(io_, condition);
  }
  std::string value(const std::string& sql) { return sql_.execute(sql).value().value_or("NULL"); }
  bool nothing_waits() { return value("SELECT count(*) FROM deliveries WHERE given_up IS NULL") == "0"; }

  test::TestDatabase database_;
  db::BlockingConnection sql_{database_.conninfo()};
  boost::asio::io_context io_{1};
  outbox::TestProcess process_{io_, database_.conninfo()};
  std::optional<SmsSender> sender_;
};

TEST_F(SmsSenderTest, StopsAtOnceWhenTheServiceStops) {
  const SmsGateway gateway({""});
  auto settings = settings_for(gateway);
  settings.timeout = 60s;
  auto& sends = sender(settings);
  for (const char* to :
       {"+919876543210", "+919876543211", "+919876543212"})  // the third finds no thread free
    send(sends, {.to = to, .text = sms.text, .code = sms.code});
  run_until([&] { return gateway.requests().size() == 2; });
  const auto began = std::chrono::steady_clock::now();
  process_.stop(0ms);
  EXPECT_LT(std::chrono::steady_clock::now() - began, 30s);
  EXPECT_EQ(value("SELECT count(*) FROM deliveries WHERE given_up IS NULL"), "3")
      << "the next process sends them";
}

TEST_F(SmsSenderTest, TriesAgainWhatTheGatewayDoesNotTakeNow) {
  const SmsGateway gateway({answer("503 Service Unavailable", ""), answer("500 Oops", ""), answer("200 OK")});
  send(sender(settings_for(gateway)));
  run_until([&] { return nothing_waits(); });
  EXPECT_EQ(gateway.requests().size(), 3U);
  EXPECT_EQ(value("SELECT count(*) FROM deliveries"), "0");
}

TEST_F(SmsSenderTest, GivesUpWhatWouldBeRefusedAgainOrMayHaveArrived) {
  const SmsGateway gateway({answer("400 Bad Request", ""), ""});
  auto settings = settings_for(gateway);
  settings.timeout = 300ms;
  auto& sends = sender(settings);
  send(sends);
  send(sends);
  run_until([&] { return nothing_waits(); });
  EXPECT_EQ(gateway.requests().size(), 2U);
  EXPECT_EQ(value("SELECT string_agg(given_up, ' ' ORDER BY id) FROM deliveries"), "refused unknown");
}

TEST_F(SmsSenderTest, WritesAsMuchForNobodyAndSendsNothing) {
  const SmsGateway gateway;
  auto& sends = sender(settings_for(gateway));
  test::await(io_, process_.database.transaction([&](db::Queries& unit) -> Task<int> {
    co_await sends.send_to_nobody(unit, "+919876543219", 1min);
    co_return 1;
  }));
  EXPECT_EQ(value("SELECT last_value FROM deliveries_id_seq"), "1");
  send(sends);
  run_until([&] { return nothing_waits(); });
  EXPECT_EQ(gateway.requests().size(), 1U);
  EXPECT_EQ(value("SELECT count(*) FROM deliveries"), "0");
}

TEST_F(SmsSenderTest, SendsNothingWithoutATransport) {
  SmsSender none(process_.outbox, {}, 1s);
  EXPECT_FALSE(none.can_send());
  send(none);
  EXPECT_EQ(value("SELECT count(*) FROM deliveries"), "0");
}

TEST_F(SmsSenderTest, LogsNeitherMessagesNorSecrets) {
  std::mutex mutex;
  std::string written;
  observe::start_logs({.level = observe::Level::debug}, [&](std::string_view line) {
    const std::lock_guard lock(mutex);
    written.append(line).append("\n");
  });
  const SmsGateway gateway({answer("400 Bad Request", "code 123456 refused"), answer("200 OK")});
  auto settings = settings_for(gateway);
  settings.url += "?key=url-secret";
  settings.headers = "authkey: header-secret";
  settings.username = "user";
  settings.password = "password-secret";
  auto& sends = sender(settings);
  send(sends);
  send(sends);
  run_until([&] {
    const std::lock_guard lock(mutex);
    return written.find("was handed over") != written.npos && written.find("was given up") != written.npos;
  });
  process_.stop();
  observe::stop_logs();
  EXPECT_THAT(written, AllOf(Not(HasSubstr("123456")), Not(HasSubstr("secret")), Not(HasSubstr("98765"))));
}

}  // namespace
}  // namespace kpa::messaging

#include "core/http/websocket.hpp"

#include <thread>
#include <utility>

#include "core/http/rig_for_test.hpp"
#include "tests/support/websocket_client.hpp"

namespace kpa::http {
namespace {

using test::WebSocketClient;

ServerLimits impatient(PushLimits push) {
  ServerLimits limits = test_limits();
  limits.push = push;
  return limits;
}

std::string handshake(std::string_view fields = {}) {
  return test::get_request(
      "/push",
      "Connection: keep-alive, Upgrade\r\nUpgrade: WebSocket\r\nSec-WebSocket-Version: 13\r\n"
      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" +
          std::string(fields));
}

TEST(WebSocket, AnswersTheHandshakeAsTheStandardSays) {
  Rig rig;
  const auto answer = rig.ask(handshake("X-Request-ID: listen-1\r\n"));
  EXPECT_EQ(answer.status, 101);
  EXPECT_EQ(answer.field("sec-websocket-accept"), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");  // RFC 6455 §1.3
  EXPECT_EQ(answer.field("x-request-id"), "listen-1");
  EXPECT_EQ(answer.field("sec-websocket-extensions"), "") << "nothing is compressed";
}

TEST(WebSocket, RefusesWhatIsNoHandshake) {
  Rig rig;
  expect_problem(rig.ask(test::get_request("/push")), 426, "upgrade_required");
  expect_problem(rig.ask(test::get_request("/push", "Connection: Upgrade\r\nUpgrade: h2c\r\n")), 426,
                 "upgrade_required");
  expect_problem(rig.ask(test::post_request("/push", "{}")), 405, "method_not_allowed");
  const auto twice = rig.ask(handshake("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"));
  expect_problem(twice, 400, "malformed_request");
  const auto foreign = rig.ask(handshake("Origin: https://evil.example\r\n"));
  expect_problem(foreign, 403, "forbidden");
}

TEST(WebSocket, TellsAClientThatIsTooSlowToComeBack) {
  Rig rig(impatient({.slow = 300ms}));
  rig.open_gate = true;
  WebSocketClient client(rig.port(), "/push", {}, 4096);
  ASSERT_EQ(client.status(), 101);
  // Reads nothing until the server gives up.
  int sent = -1;
  auto since = std::chrono::steady_clock::now();
  ASSERT_TRUE(Rig::wait_for([&] {
    const int sent_by_now = rig.parts_sent;
    if (std::exchange(sent, sent_by_now) != sent_by_now) since = std::chrono::steady_clock::now();
    return sent > 0 && std::chrono::steady_clock::now() - since > 2s;
  }));
  auto came = client.receive();
  int messages = 0;
  while (!came.closed) {
    ++messages;
    came = client.receive();
  }
  EXPECT_EQ(came.code, 1013);
  EXPECT_LE(messages, rig.parts_sent);
  EXPECT_TRUE(Rig::wait_for([&] { return rig.talks_ended == 1; }));
}

TEST(WebSocket, EndsWithAClientThatAnswersNoPing) {
  Rig rig(impatient({.silence = 500ms}));
  RawClient silent = rig.client();
  ASSERT_EQ(silent.ask(handshake()).status, 101);
  EXPECT_TRUE(Rig::wait_for([&] { return rig.talks_ended == 1; }));
  // A client that answers pings stays connected.
  WebSocketClient lively(rig.port(), "/push");
  std::thread reader([&] { lively.receive(); });
  const auto until = std::chrono::steady_clock::now() + 2s;
  EXPECT_TRUE(Rig::wait_for([&] { return std::chrono::steady_clock::now() > until; }));
  EXPECT_EQ(rig.talks_ended, 1);
  rig.stop().wait();
  reader.join();
}

TEST(WebSocket, CountsAmongTheConnections) {
  ServerLimits limits = test_limits();
  limits.connections = 1;
  Rig rig(limits);
  const WebSocketClient listens(rig.port(), "/push");
  ASSERT_EQ(listens.status(), 101);
  expect_problem(rig.ask(test::get_request("/notes")), 503, "unavailable");
}

TEST(WebSocket, EndsAtAStopAndWhenItsClientLeaves) {
  Rig rig;
  {
    const WebSocketClient leaves(rig.port(), "/push");
    ASSERT_EQ(leaves.status(), 101);
  }
  EXPECT_TRUE(Rig::wait_for([&] { return rig.talks_ended == 1; }));
  WebSocketClient stays(rig.port(), "/push");
  auto stopped = rig.stop();
  EXPECT_EQ(stays.receive().code, 1001);
  EXPECT_EQ(stopped.wait_for(20s), std::future_status::ready);
  EXPECT_EQ(rig.talks_ended, 2);
}

}  // namespace
}  // namespace kpa::http

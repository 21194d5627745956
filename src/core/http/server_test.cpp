#include "core/http/rig_for_test.hpp"
#include "core/observe/log.hpp"
#include "core/observe/metrics.hpp"

namespace kpa::http {
namespace {

using test::get_request;
using test::post_request;
using testing::HasSubstr;

TEST(Server, SaysNothingToAClientThatLeavesWithoutARequest) {
  const Rig rig;
  auto client = rig.client();
  client.shut_down_sending();
  EXPECT_EQ(client.receive().status, 0);
}

TEST(Server, TakesTheClientsAddressFromProxiesThatAreTrusted) {
  const auto asked = get_request("/address",
                                 "X-Forwarded-For: 127.0.0.1, 198.51.100.1\r\n"
                                 "Accept: */*\r\n"
                                 "x-forwarded-for: 10.0.0.9\r\n");
  const Rig direct;
  EXPECT_THAT(direct.ask(asked).body, HasSubstr("\"127.0.0.1\""));
  const Rig behind(test_limits(), {}, parse_networks({"127.0.0.0/8", "10.0.0.0/8"}));
  EXPECT_THAT(behind.ask(asked).body, HasSubstr("\"198.51.100.1\""));
  EXPECT_THAT(behind.ask(get_request("/address")).body, HasSubstr("\"127.0.0.1\""));
}

TEST(Server, LeavesATraceOfWhatItRefusesOrGivesUp) {
  std::vector<std::string> lines;
  observe::start_logs({.format = observe::LogFormat::json},
                      [&](std::string_view line) { lines.emplace_back(line); });
  {
    auto limits = test_limits();
    limits.read_timeout = 300ms;
    limits.handle_timeout = 300ms;
    const Rig rig(limits, {}, parse_networks({"127.0.0.1"}));
    const auto known = [](const std::string& id) {
      return "X-Forwarded-For: 198.51.100.1\r\nX-Request-ID: " + id + "\r\n";
    };
    const auto refused = [&](const std::string& bytes, int status, std::string_view code,
                             const std::string& id) {
      const auto answer = rig.ask(bytes);
      expect_problem(answer, status, code);
      EXPECT_EQ(answer.field("x-request-id"), id);
    };
    const std::string post = "POST /notes?token=hidden HTTP/1.1\r\nHost: a\r\n";
    refused(post + known("too-large") + "Content-Length: 1073741824\r\n\r\n", 413, "payload_too_large",
            "too-large");
    refused(post + known("coding") + "Transfer-Encoding: gzip\r\n\r\n", 501, "not_implemented", "coding");
    refused(post + known("slow-body") + "Content-Length: 10\r\n\r\n{", 408, "request_timeout", "slow-body");
    refused(get_request("/gate", known("slow-answer")), 503, "unavailable", "slow-answer");
    expect_problem(rig.ask("nonsense\r\n\r\n"), 400, "malformed_request");
  }
  observe::stop_logs();
  const auto line = [](const std::string& id, int status, const std::string& path) {
    return testing::AllOf(HasSubstr("\"category\":\"request\""), HasSubstr("\"request_id\":\"" + id + '"'),
                          HasSubstr("\"status\":" + std::to_string(status)),
                          HasSubstr("\"path\":\"" + path + '"'), HasSubstr("\"address\":\"198.51.100.1\""));
  };
  EXPECT_THAT(lines,
              testing::IsSupersetOf({line("too-large", 413, "/notes"), line("coding", 501, "/notes"),
                                     line("slow-body", 408, "/notes"), line("slow-answer", 503, "/gate")}));
  EXPECT_THAT(lines, testing::Contains(HasSubstr("\"status\":400")));
  EXPECT_THAT(lines, testing::Each(testing::Not(HasSubstr("hidden"))));
  const std::string metrics = observe::metrics().exposition();
  for (const auto* code : {"not_implemented", "request_timeout", "unavailable", "malformed_request"})
    EXPECT_THAT(metrics, HasSubstr("kpa_http_requests_refused_total{code=\"" + std::string(code) + "\"}"));
}

TEST(Server, TellsWhichMethodsAnAddressTakes) {
  const Rig rig;
  const auto refused = rig.ask("PUT /notes HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n");
  expect_problem(refused, 405, "method_not_allowed");
  EXPECT_EQ(refused.field("allow"), "GET, HEAD, POST, OPTIONS");
  const auto asked = rig.ask("OPTIONS /notes/a HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_EQ(asked.status, 204);
  EXPECT_EQ(asked.field("allow"), "GET, HEAD, DELETE, OPTIONS");
  EXPECT_EQ(asked.count("content-length"), 0U);
  expect_problem(rig.ask("OPTIONS /nowhere HTTP/1.1\r\nHost: a\r\n\r\n"), 404, "not_found");
}

TEST(Server, AnswersHeadLikeGetWithoutTheBody) {
  const Rig rig;
  const auto get = rig.ask(get_request("/notes/a"));
  auto client = rig.client();
  const auto head = client.ask("HEAD /notes/a HTTP/1.1\r\nHost: a\r\n\r\n", true);
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.field("content-length"), get.field("content-length"));
  EXPECT_EQ(head.field("etag"), get.field("etag"));
  EXPECT_EQ(client.ask(get_request("/notes/b")).status, 200) << "nothing of a body is left in the connection";
}

TEST(Server, AnswersPipelinedRequestsInOrder) {
  const Rig rig;
  auto client = rig.client();
  std::string all;
  for (int number = 0; number < 100; ++number)
    all += number % 10 == 5 ? post_request("/notes", R"({"name":"n)" + std::to_string(number) + "\"}")
                            : get_request("/notes/n" + std::to_string(number));
  ASSERT_TRUE(client.send(all));
  for (int number = 0; number < 100; ++number)
    EXPECT_THAT(client.receive().body, HasSubstr("\"n" + std::to_string(number) + '"'));
}

TEST(Server, AnswersAClientThatSendsNoMore) {
  const Rig rig;
  auto client = rig.client();
  client.send(get_request("/notes/a") + get_request("/notes/b"));
  client.shut_down_sending();
  EXPECT_THAT(client.receive().body, HasSubstr("\"a\""));
  EXPECT_THAT(client.receive().body, HasSubstr("\"b\""));
  EXPECT_TRUE(client.closed_within(5s));
}

TEST(Server, TakesARequestByteByByte) {
  const Rig rig;
  auto client = rig.client();
  for (const char byte : post_request("/notes", R"({"name":"slow"})"))
    client.send(std::string_view(&byte, 1));
  EXPECT_EQ(client.receive().status, 201);
}

TEST(Server, RefusesABodyThatIsTooLargeAtOnceAndSoThatTheClientCanReadIt) {
  const Rig rig;
  auto announced = rig.client();
  const auto refused = announced.ask("POST /notes HTTP/1.1\r\nHost: a\r\nContent-Length: 1073741824\r\n\r\n");
  expect_problem(refused, 413, "payload_too_large");
  EXPECT_EQ(refused.field("connection"), "close");

  auto sending = rig.client();
  sending.send("POST /notes HTTP/1.1\r\nHost: a\r\nContent-Length: 1073741824\r\n\r\n");
  sending.send(std::string(1U << 20U, ' '));
  expect_problem(sending.receive(), 413, "payload_too_large");

  auto waiting = rig.client();
  expect_problem(
      waiting.ask(
          "POST /notes HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 1073741824\r\n\r\n"),
      413, "payload_too_large");

  auto chunked = rig.client();
  chunked.send("POST /notes HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n20000\r\n" +
               std::string(0x20000, ' ') + "\r\n0\r\n\r\n");
  expect_problem(chunked.receive(), 413, "payload_too_large");
}

TEST(Server, GivesUpARequestThatTakesTooLongToArrive) {
  auto limits = test_limits();
  limits.read_timeout = 300ms;
  limits.idle_timeout = 30s;
  const Rig rig(limits);
  auto slow_header = rig.client();
  slow_header.send("GET /notes/a HTTP/1.1\r\n");
  auto slow_body = rig.client();
  slow_body.send("POST /notes HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n{");
  expect_problem(slow_header.receive(), 408, "request_timeout");
  expect_problem(slow_body.receive(), 408, "request_timeout");
  EXPECT_TRUE(slow_header.closed_within(5s));
  auto trickling = rig.client();
  trickling.send("GET /notes/a HTTP/1.1\r\n");
  const auto deadline = std::chrono::steady_clock::now() + 10s;
  // The pause between two bytes is what is tested.
  while (trickling.send("X: y\r\n") && std::chrono::steady_clock::now() < deadline)
    std::this_thread::sleep_for(10ms);
  EXPECT_LT(std::chrono::steady_clock::now(), deadline) << "a byte now and then does not keep it alive";
}

TEST(Server, IsNotStartedTwiceOnAPort) {
  std::uint16_t port = 0;
  {
    const Rig rig;
    port = rig.port();
    EXPECT_THROW(refuse_port_in_use("127.0.0.1", port), std::system_error);
  }
  EXPECT_NO_THROW(refuse_port_in_use("127.0.0.1", port));
}

TEST(Server, ClosesAConnectionThatIsIdle) {
  auto limits = test_limits();
  limits.idle_timeout = 300ms;
  const Rig rig(limits);
  auto fresh = rig.client();
  auto used = rig.client();
  EXPECT_EQ(used.ask(get_request("/notes/a")).field("connection"), "keep-alive");
  EXPECT_TRUE(fresh.closed_within(5s));
  EXPECT_TRUE(used.closed_within(5s));
}

TEST(Server, GivesUpAnAnswerThatTakesTooLongAndSaysSo) {
  auto limits = test_limits();
  limits.handle_timeout = 300ms;
  Rig rig(limits);
  auto client = rig.client();
  expect_problem(client.ask(get_request("/gate")), 503, "unavailable");
  EXPECT_TRUE(client.closed_within(5s));
  EXPECT_TRUE(Rig::wait_for([&] { return rig.turned_back == 1; }));
}

TEST(Server, KeepsConnectionsAsTheClientWishes) {
  const Rig rig;
  auto closing = rig.client();
  EXPECT_EQ(closing.ask(get_request("/notes/a", "Connection: close\r\n")).field("connection"), "close");
  EXPECT_TRUE(closing.closed_within(5s));
  auto old = rig.client();
  const auto answer = old.ask("GET /notes/a HTTP/1.0\r\n\r\n");
  EXPECT_EQ(answer.status, 200) << "HTTP/1.0 needs no Host";
  EXPECT_EQ(answer.field("connection"), "close");
  EXPECT_TRUE(old.closed_within(5s));
  auto kept = rig.client();
  for (int round = 0; round < 3; ++round)
    EXPECT_EQ(kept.ask("GET /notes/a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n").field("connection"),
              "keep-alive");
}

TEST(Server, CancelsTheWorkOfAClientThatIsGone) {
  Rig rig;
  auto client = rig.client();
  client.send(get_request("/gate"));
  ASSERT_TRUE(Rig::wait_for([&] { return rig.at_gate == 1; }));
  client.close();
  EXPECT_TRUE(Rig::wait_for([&] { return rig.turned_back == 1; }));
}

TEST(Server, AtAStopAnswersWhatIsUnderWayAndClosesTheRest) {
  Rig rig;
  auto idle = rig.client();
  EXPECT_EQ(idle.ask(get_request("/notes/a")).status, 200);
  auto busy = rig.client();
  busy.send(get_request("/gate"));
  ASSERT_TRUE(Rig::wait_for([&] { return rig.at_gate == 1; }));
  auto done = rig.stop();
  EXPECT_TRUE(idle.closed_within(5s));
  EXPECT_ANY_THROW(rig.client().ask(get_request("/notes/a")).status == 0 ? throw 0 : 0);
  EXPECT_EQ(done.wait_for(0s), std::future_status::timeout) << "one is still under way";
  rig.open_gate = true;
  const auto answer = busy.receive();
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.field("connection"), "close");
  EXPECT_EQ(done.wait_for(20s), std::future_status::ready);
}

TEST(Server, AtAStopDoesNotWaitForEver) {
  auto limits = test_limits();
  limits.drain_timeout = 300ms;
  Rig rig(limits);
  auto busy = rig.client();
  busy.send(get_request("/gate"));
  ASSERT_TRUE(Rig::wait_for([&] { return rig.at_gate == 1; }));
  EXPECT_EQ(rig.stop().wait_for(20s), std::future_status::ready);
  EXPECT_EQ(rig.turned_back, 1);
}

/// The expected text, to detect parts left out, repeated or reordered.
std::string lines_of(int parts) {
  std::string all;
  for (int part = 0; part < parts; ++part)
    all += std::string(part_size - 1, static_cast<char>('a' + part % 26)) + "\n";
  return all;
}

TEST(Stream, ArrivesWholeInChunksAndTheConnectionGoesOn) {
  const Rig rig;
  auto client = rig.client();
  for (const int parts : {0, 1, 50}) {
    const auto answer =
        client.ask(get_request("/stream/" + std::to_string(parts), "Accept-Encoding: gzip\r\n"));
    EXPECT_EQ(answer.status, 200);
    EXPECT_FALSE(answer.cut_off);
    EXPECT_EQ(answer.field("transfer-encoding"), "chunked");
    EXPECT_EQ(answer.field("content-type"), "text/csv; charset=utf-8");
    EXPECT_EQ(answer.field("content-disposition"), "attachment; filename=\"lines.csv\"");
    for (const auto* absent : {"content-length", "etag", "content-encoding"})
      EXPECT_EQ(answer.count(absent), 0U);
    EXPECT_TRUE(answer.body == lines_of(parts)) << answer.body.size();
  }
  EXPECT_EQ(client.ask(get_request("/notes/a")).status, 200);
}

TEST(Stream, EndsWithTheConnectionForAClientWithoutChunks) {
  const Rig rig;
  for (const auto* fields : {"", "Connection: keep-alive\r\n"}) {
    const auto answer = rig.ask("GET /stream/50 HTTP/1.0\r\n" + std::string(fields) + "\r\n");
    EXPECT_EQ(answer.status, 200);
    EXPECT_FALSE(answer.cut_off);
    EXPECT_EQ(answer.field("connection"), "close");
    EXPECT_EQ(answer.count("transfer-encoding"), 0U);
    EXPECT_TRUE(answer.body == lines_of(50)) << answer.body.size();
  }
}

TEST(Stream, IsNotMadeForHead) {
  const Rig rig;
  auto client = rig.client();
  const auto head = client.ask("HEAD /stream/50 HTTP/1.1\r\nHost: a\r\n\r\n", true);
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.field("content-type"), "text/csv; charset=utf-8");
  EXPECT_EQ(client.ask(get_request("/notes/b")).status, 200) << "nothing of a body is left in the connection";
  EXPECT_EQ(rig.parts_sent, 0);
}

TEST(Stream, IsRefusedAsAnyAnswerBeforeItBegins) {
  const Rig rig;
  expect_problem(rig.ask(get_request("/stream-for-staff")), 401, "unauthenticated");
  expect_problem(rig.ask(get_request("/stream-for-staff", "Authorization: user\r\n")), 403, "forbidden");
  expect_problem(rig.ask(get_request("/stream/1?a=1")), 422, "validation_failed");
  const auto answer = rig.ask(get_request("/stream-for-staff", "Authorization: staff\r\n"));
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.field("cache-control"), "no-store");
}

TEST(Stream, ThatFailsInTheMiddleIsNotTakenForWhole) {
  Rig rig;
  for (const auto& request :
       {get_request("/stream-fails"), std::string("GET /stream-fails HTTP/1.0\r\n\r\n")}) {
    auto client = rig.client();
    const auto answer = client.ask(request);
    EXPECT_TRUE(answer.cut_off) << request;
    EXPECT_THAT(answer.body, testing::Not(HasSubstr("secret_column")));
    EXPECT_TRUE(client.closed_within(5s));
  }
  EXPECT_TRUE(Rig::wait_for([&] { return rig.streams_broken == 2; }));
  EXPECT_EQ(rig.ask(get_request("/notes/a")).status, 200);
}

TEST(Stream, IsMadeNoFasterThanItIsRead) {
  auto limits = test_limits();
  limits.write_timeout = 500ms;
  Rig rig(limits);
  auto client = rig.client();
  constexpr int endless = 1'000'000;  // some GiB
  client.send(get_request("/stream/" + std::to_string(endless)));
  // The client reads nothing: the server fills the buffers, waits, and gives up.
  EXPECT_TRUE(Rig::wait_for([&] { return rig.streams_broken == 1; }));
  EXPECT_GT(rig.parts_sent, 0);
  EXPECT_LT(rig.parts_sent, 2'000) << "no more than the system's buffers of the connection take";
  EXPECT_EQ(rig.ask(get_request("/notes/a")).status, 200);
}

TEST(Stream, EndsWhenItsClientLeaves) {
  Rig rig;
  auto reading = rig.client();
  reading.send(get_request("/stream/1000000"));
  ASSERT_TRUE(Rig::wait_for([&] { return rig.parts_sent > 0; }));
  reading.close();
  EXPECT_TRUE(Rig::wait_for([&] { return rig.streams_broken == 1; })) << "while it sends";
  auto waiting = rig.client();
  waiting.send(get_request("/stream-at-gate"));
  ASSERT_TRUE(Rig::wait_for([&] { return rig.at_gate == 1; }));
  waiting.close();
  EXPECT_TRUE(Rig::wait_for([&] { return rig.streams_broken == 2; })) << "while it makes the next part";
}

TEST(Stream, IsGivenUpWhenItsNextPartTakesTooLong) {
  auto limits = test_limits();
  limits.handle_timeout = 300ms;
  Rig rig(limits);
  const auto answer = rig.ask(get_request("/stream-at-gate"));
  EXPECT_TRUE(answer.cut_off);
  EXPECT_THAT(answer.body, testing::Not(HasSubstr("unavailable"))) << "a problem has no place in a file";
  EXPECT_EQ(rig.turned_back, 1);
}

TEST(Stream, MayTakeLongerThanAnAnswerAsLongAsItGoesOn) {
  auto limits = test_limits();
  limits.handle_timeout = 1s;
  limits.write_timeout = 1s;
  const Rig rig(limits);
  RawClient client(rig.port(), 64 << 10);
  client.send(get_request("/stream/200"));
  // A slow reader: its pauses are what is tested.
  for (int reads = 0; reads < 40; ++reads) {
    client.read_more();
    std::this_thread::sleep_for(50ms);
  }
  const auto answer = client.receive();
  EXPECT_FALSE(answer.cut_off);
  EXPECT_TRUE(answer.body == lines_of(200)) << answer.body.size();
}

TEST(Stream, AtAStopIsFinishedOrBrokenOff) {
  for (const bool in_time : {true, false}) {
    auto limits = test_limits();
    if (!in_time) limits.drain_timeout = 300ms;
    Rig rig(limits);
    auto client = rig.client();
    client.send(get_request("/stream-at-gate"));
    ASSERT_TRUE(Rig::wait_for([&] { return rig.at_gate == 1; }));
    auto done = rig.stop();
    if (in_time) rig.open_gate = true;
    const auto answer = client.receive();
    EXPECT_EQ(answer.cut_off, !in_time);
    EXPECT_EQ(answer.body == lines_of(2), in_time);
    EXPECT_EQ(done.wait_for(20s), std::future_status::ready);
  }
}

}  // namespace
}  // namespace kpa::http

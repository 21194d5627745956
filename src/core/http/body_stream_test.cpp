// Bodies consumed part by part, and checks before the body is read.
#include <future>
#include <numeric>

#include "core/http/rig_for_test.hpp"

namespace kpa::http {
namespace {

using test::get_request;
using test::post_request;
using testing::HasSubstr;

std::string headed(const std::string& path, const std::string& fields, const std::string& type = "text/csv") {
  return "POST " + path + " HTTP/1.1\r\nHost: a\r\nContent-Type: " + type + "\r\n" + fields + "\r\n";
}
std::string length(std::size_t bytes) { return "Content-Length: " + std::to_string(bytes) + "\r\n"; }

std::string text_of(std::size_t bytes) {
  std::string text(bytes, '\0');
  for (std::size_t at = 0; at < bytes; ++at) text[at] = static_cast<char>('a' + at * at % 23);
  return text;
}
std::string digest_of(std::string_view text) { return crypto::hex(crypto::sha256(text)); }

std::string in_chunks(std::string_view text, std::size_t of) {
  std::ostringstream out;
  for (; !text.empty(); text.remove_prefix(std::min(of, text.size()))) {
    const auto chunk = text.substr(0, of);
    out << std::hex << chunk.size() << ";x=y\r\n" << chunk << "\r\n";
  }
  out << "0\r\nTrailer: t\r\n\r\n";
  return out.str();
}

TEST(BodyStream, TakesABodyPartByPart) {
  auto limits = test_limits();
  limits.bodies_bytes = 64U << 10U;  // such a body needs none of it
  const Rig rig(limits);
  auto client = rig.client();
  for (const std::size_t size : {0U, 1U, 3'000U, 18'000U, 200'000U, 5'000'000U}) {
    const std::string text = text_of(size);
    const auto answer = client.ask(headed("/received", length(size)) + text);
    EXPECT_EQ(answer.status, 200) << answer.body;
    EXPECT_THAT(answer.body, HasSubstr(digest_of(text))) << size;
    const auto chunked =
        client.ask(headed("/received", "Transfer-Encoding: chunked\r\n") + in_chunks(text, 7'001));
    EXPECT_THAT(chunked.body, HasSubstr(digest_of(text))) << size;
  }
  auto slow = rig.client();
  for (const char byte : headed("/received", "Transfer-Encoding: chunked\r\n") + in_chunks("a,b\r\nc,d", 3))
    slow.send(std::string_view(&byte, 1));
  EXPECT_THAT(slow.receive().body, HasSubstr(digest_of("a,b\r\nc,d")));
}

TEST(BodyStream, HasTheLimitOfItsRoute) {
  const Rig rig;
  expect_problem(rig.ask(headed("/received", length(received_size + 1))), 413, "payload_too_large");
  auto client = rig.client();
  client.send(headed("/received", "Transfer-Encoding: chunked\r\n"));
  const std::string chunk = "100000\r\n" + std::string(1U << 20U, 'x') + "\r\n";
  for (std::size_t sent = 0; sent <= received_size && client.send(chunk); sent += 1U << 20U) {
  }
  expect_problem(client.receive(), 413, "payload_too_large");
}

TEST(BodyStream, LetsItsClientWait) {
  Rig rig;
  auto client = rig.client();
  const std::string text = text_of(received_size);
  auto sending = std::async(std::launch::async,
                            [&] { client.send(headed("/received-at-gate", length(text.size())) + text); });
  ASSERT_TRUE(Rig::wait_for([&] { return rig.at_gate == 1; }));
  EXPECT_EQ(sending.wait_for(500ms), std::future_status::timeout) << "what is not asked for stays with it";
  EXPECT_EQ(rig.parts_received, 1);
  EXPECT_EQ(rig.ask(get_request("/notes/a")).status, 200) << "others do not wait";
  rig.open_gate = true;
  sending.get();
  EXPECT_THAT(client.receive().body, HasSubstr(digest_of(text)));
}

/// A refusal that needs only the header.
struct Early {
  std::string path;
  std::string fields;
  int status;
  std::string type = "text/csv";
};
const std::vector<Early> early_refusals = {
    {"/nowhere", length(100'000), 404},
    {"/staff", length(100'000), 405},
    {"/received-of-staff", length(100'000), 401},
    {"/received-of-staff", length(100'000) + "Authorization: user\r\n", 403},
    {"/received", length(received_size + 1), 413},
    {"/notes", length(100'000), 413, "application/json"},
    {"/received", length(100'000), 415, "text/plain"},
    {"/received", length(100'000) + "Content-Encoding: gzip\r\n", 415},
    {"/received?colour=red", length(100'000), 422},
    {"/received?name=a&name=b", length(100'000), 422},
    {"/received-of-staff", "Transfer-Encoding: chunked\r\n", 401},
};

TEST(BodyStream, IsRefusedBeforeItComes) {
  const Rig rig;
  for (const auto& [path, fields, status, type] : early_refusals)
    for (const std::string expects : {"", "Expect: 100-continue\r\n"}) {
      auto client = rig.client();
      const auto answer = client.ask(headed(path, expects + fields, type));
      EXPECT_EQ(answer.status, status) << path << ' ' << expects << answer.body;
      EXPECT_EQ(answer.field("connection"), "close") << path << ' ' << expects;
      // This is the body, although it looks like a request.
      client.send(get_request("/notes/smuggled"));
      client.shut_down_sending();
      EXPECT_EQ(client.receive().status, 0) << path << ' ' << expects;
    }
  EXPECT_EQ(rig.parts_received, 0);
}

TEST(BodyStream, ComesWhenAllElseIsGood) {
  const Rig rig;
  auto client = rig.client();
  for (const auto* framing : {"Content-Length: 4\r\n", "Transfer-Encoding: chunked\r\n"}) {
    const auto told = client.ask(headed(
        "/received-of-staff", framing + std::string("Authorization: staff\r\nExpect: 100-continue\r\n")));
    EXPECT_EQ(told.status, 100);
    EXPECT_TRUE(told.body.empty());
    const bool chunked = std::string_view(framing).starts_with("Transfer");
    const auto answer = client.ask(chunked ? "4\r\na,b\n\r\n0\r\n\r\n" : "a,b\n");
    EXPECT_THAT(answer.body, HasSubstr(digest_of("a,b\n")));
    EXPECT_EQ(answer.field("connection"), "keep-alive");
  }
}

TEST(BodyStream, IsNotWaitedForWhereNobodyTakesIt) {
  const Rig rig;
  auto client = rig.client();
  const auto answer = client.ask(get_request("/notes/a", "Content-Length: 3\r\nExpect: 100-continue\r\n"));
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.field("connection"), "close") << "its client may send the body, or not";
}

/// A small rest is read and dropped, so that the connection can be kept: a real request may follow.
TEST(BodyStream, OfARefusedRequestIsNoRequest) {
  const Rig rig;
  const std::string inner = get_request("/notes/smuggled");
  const std::string behind = get_request("/notes/behind");
  const auto refused = [&](std::string_view body) { return post_request("/received-of-staff", body); };
  {
    auto client = rig.client();  // sent at once
    expect_problem(client.ask(refused(inner) + behind), 401, "unauthenticated");
    EXPECT_THAT(client.receive().body, HasSubstr("behind"));
  }
  for (std::size_t part : {1U, 20U, 10'000U}) {  // the rest is sent later
    auto client = rig.client();
    const std::string body = inner + std::string(10'001, 'x') + inner;
    const std::string whole = refused(body);
    const std::size_t begun = whole.size() - body.size() + part;
    const auto answer = client.ask(whole.substr(0, begun));
    expect_problem(answer, 401, "unauthenticated");
    EXPECT_EQ(answer.field("connection"), "keep-alive");
    client.send(whole.substr(begun) + behind);
    EXPECT_THAT(client.receive().body, HasSubstr("behind")) << part;
  }
  {
    auto client = rig.client();  // larger than what is dropped
    const auto answer = client.ask(refused(std::string(100'000, 'x')) + behind);
    expect_problem(answer, 401, "unauthenticated");
    EXPECT_EQ(answer.field("connection"), "close");
    EXPECT_EQ(client.receive().status, 0);
  }
  {
    auto client = rig.client();  // chunked, so more may come
    client.send(headed("/received-of-staff", "Transfer-Encoding: chunked\r\n") + "5\r\na");
    EXPECT_EQ(client.receive().field("connection"), "close");
    client.send(",b\r\n\r\n0\r\n\r\n" + behind);
    EXPECT_EQ(client.receive().status, 0);
  }
  {
    auto client = rig.client();  // the rest never comes
    auto limits = test_limits();
    limits.read_timeout = 300ms;
    const Rig impatient(limits);
    auto silent = impatient.client();
    expect_problem(silent.ask(refused(std::string(9'000, 'x')).substr(0, 200)), 401, "unauthenticated");
    EXPECT_TRUE(silent.closed_within(5s)) << "without a second answer";
  }
}

TEST(BodyStream, IsToldWhenItEndsEarlyOrIsMisframed) {
  const Rig rig;
  auto client = rig.client();
  client.send(headed("/received", length(100'000)) + std::string(40'000, 'x'));
  client.shut_down_sending();
  const auto early = client.receive();
  expect_problem(early, 400, "malformed_request");
  EXPECT_THAT(early.body, HasSubstr("The request ends before it is complete."));
  for (const auto* chunks : {"zz\r\n", "-1\r\n", "5\r\nabcdefg\r\n", "5\nabcde\r\n0\r\n\r\n",
                             "3\r\nabc\r\n0\r\nX : a\r\n\r\n", "10000000000000003\r\nabc\r\n0\r\n\r\n"}) {
    for (const bool later : {false, true}) {
      const int before = rig.parts_received;
      auto misframed = rig.client();
      const std::string head = headed("/received", "Transfer-Encoding: chunked\r\n");
      misframed.send(later ? head + "2\r\nab\r\n" : head + chunks);
      if (later) {
        ASSERT_TRUE(Rig::wait_for([&] { return rig.parts_received > before; }));
        misframed.send(chunks);
      }
      expect_problem(misframed.receive(), 400, "malformed_request");
      misframed.send(get_request("/notes/smuggled"));
      EXPECT_EQ(misframed.receive().status, 0) << chunks;
    }
  }
}

TEST(BodyStream, EndsWithItsClient) {
  const Rig rig;
  {
    auto client = rig.client();
    client.send(headed("/received", length(100'000)) + std::string(40'000, 'x'));
    ASSERT_TRUE(Rig::wait_for([&] { return rig.parts_received > 0; }));
  }
  EXPECT_TRUE(Rig::wait_for([&] { return rig.receptions_broken == 1; }));
  EXPECT_EQ(rig.ask(get_request("/notes/a")).status, 200);
}

TEST(BodyStream, ComesAtALeastRate) {
  auto limits = test_limits();
  limits.read_timeout = 300ms;
  limits.body_rate = 10U << 10U;  // 3 KiB in 300 ms
  const Rig rig(limits);
  const auto ask = [&](const std::string& path, std::size_t part, std::size_t times) {
    auto client = rig.client();
    client.send(headed(path, length(part * times)));
    for (std::size_t sent = 0; sent < times && client.send(std::string(part, 'x')); ++sent)
      // A slow client: its pauses are what is tested.
      std::this_thread::sleep_for(20ms);
    return client.receive();
  };
  EXPECT_EQ(ask("/received", 2'000, 40).status, 200) << "0.8 s: more than a header may take";
  EXPECT_EQ(ask("/texts", 1'000, 40).status, 200) << "so do bodies that are kept whole";
  expect_problem(ask("/received", 20, 40), 408, "request_timeout");
  expect_problem(ask("/texts", 20, 40), 408, "request_timeout");
}

TEST(BodyStream, MayWaitForTheServer) {
  auto limits = test_limits();
  limits.read_timeout = 300ms;
  Rig rig(limits);
  auto client = rig.client();
  client.send(headed("/received-at-gate", length(6)) + "a,b");
  ASSERT_TRUE(Rig::wait_for([&] { return rig.at_gate == 1; }));
  // Longer than a client may be silent.
  std::this_thread::sleep_for(600ms);
  rig.open_gate = true;
  client.send("c,d");
  EXPECT_EQ(client.receive().status, 200);
}

TEST(BodyStream, KeepsItsPlaceWhileItComes) {
  auto limits = test_limits();
  limits.connections = 1;
  const Rig rig(limits);
  auto steady = rig.client();
  const std::string part(64U << 10U, 'x');
  steady.send(headed("/received", length(20 * part.size())));
  for (int sent = 0; sent < 20; ++sent) {
    steady.send(part);
    // Together longer than a client may be silent when the server is full.
    std::this_thread::sleep_for(80ms);
    if (sent % 5 == 3) {
      EXPECT_EQ(rig.ask(get_request("/notes/a")).status, 503);
    }
  }
  EXPECT_EQ(steady.receive().status, 200);
  steady.close();
  auto drip = rig.client();
  drip.send(headed("/received", length(10'000)));
  EXPECT_TRUE(Rig::wait_for([&] {
    drip.send("x");
    return rig.ask(get_request("/notes/a")).status == 200;
  })) << "a byte now and then does not hold a place";
  expect_problem(drip.receive(), 503, "unavailable");
}

}  // namespace
}  // namespace kpa::http

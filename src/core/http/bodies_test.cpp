// How much of request bodies the server reads, and keeps in memory.
#include <sstream>

#include "core/http/rig_for_test.hpp"

namespace kpa::http {
namespace {

using test::get_request;
using test::post_request;
using testing::HasSubstr;

std::string text_request(const std::string& text, const std::string& content_type = "text/csv",
                         const std::string& path = "/texts") {
  return "POST " + path + " HTTP/1.1\r\nHost: a\r\nContent-Type: " + content_type +
         "\r\nContent-Length: " + std::to_string(text.size()) + "\r\n\r\n" + text;
}

TEST(Server, TakesATextOfAnotherMediaType) {
  const Rig rig;
  for (const auto* type :
       {"text/csv", "Text/CSV; charset=UTF-8", "text/csv;charset=\"utf-8\";header=present"})
    EXPECT_THAT(rig.ask(text_request("a,b\r\n1,2", type)).body, HasSubstr("\"size\":8")) << type;
  for (const auto* type : {"", "application/json", "text/plain", "text/csv; charset=windows-1252"}) {
    const auto refused = rig.ask(text_request("a,b", type));
    expect_problem(refused, 415, "unsupported_media_type");
    EXPECT_THAT(refused.body, HasSubstr("text/csv")) << type;
  }
}

TEST(Server, TakesTextInUtf8Only) {
  const Rig rig;
  const std::string note = R"({"name":"a"})";
  for (const auto* type : {"text/csv", "application/json", "application/merge-patch+json"}) {
    const std::string path = std::string_view(type) == "text/csv" ? "/texts" : "/notes";
    for (const auto* parameters :
         {"", ";", "; charset=utf-8", ";charset=UTF-8", "; Charset=\"utf-8\"", "; charset=utf8",
          "; charset=us-ascii", "; x=y; charset=utf-8", "; xcharset=utf-16", "; x=\";charset=utf-16\"",
          "; x=\"\\\";charset=utf-16\"", "; charset = utf-8 ; x=y"})
      EXPECT_LT(rig.ask(text_request(note, std::string(type) + parameters, path)).status, 300)
          << type << parameters;
    for (const auto* parameters :
         {"; charset=utf-16", ";charset=UTF-16LE", "; charset=\"utf-16\"", "; charset=utf-32",
          "; charset=iso-8859-1", "; charset=windows-1252", "; charset=", "; charset", "; charset=utf-7",
          "; charset=utf-8; charset=utf-16", "; x=y;charset=utf-16", "; charset=utf-8,utf-16",
          "; CHARSET=utf-16", "; charset = utf-16", "; charset=\"utf-8"}) {
      const auto refused = rig.ask(text_request(note, std::string(type) + parameters, path));
      expect_problem(refused, 415, "unsupported_media_type");
      EXPECT_THAT(refused.body, HasSubstr("UTF-8")) << type << parameters;
    }
  }
}

TEST(Server, LimitsABodyAsItsRouteSays) {
  const Rig rig;
  const std::string usual(test_limits().body_bytes, 'x');
  EXPECT_EQ(rig.ask(text_request(usual + usual)).status, 200) << "more than elsewhere";
  expect_problem(rig.ask(text_request(usual + usual + 'x')), 413, "payload_too_large");
  EXPECT_EQ(rig.ask(post_request("/short-notes", R"({"name":"a"})")).status, 200);
  expect_problem(rig.ask(post_request("/short-notes", R"({"name":"much longer"})")), 413,
                 "payload_too_large");
  const auto chunked = [&](const std::string& path, std::size_t size) {
    auto client = rig.client();
    client.send("POST " + path +
                " HTTP/1.1\r\nHost: a\r\nAuthorization: staff\r\nContent-Type: text/csv\r\n"
                "Transfer-Encoding: chunked\r\n\r\n");
    std::ostringstream length;
    length << std::hex << size;
    client.send(length.str() + "\r\n" + std::string(size, 'x') + "\r\n0\r\n\r\n");
    return client.receive();
  };
  EXPECT_EQ(chunked("/texts?", 2 * usual.size()).status, 200);
  expect_problem(chunked("/texts", 2 * usual.size() + 1), 413, "payload_too_large");
  expect_problem(chunked("/notes", 2 * usual.size()), 413, "payload_too_large");
  expect_problem(chunked("/nowhere", 2 * usual.size()), 404, "not_found");
}

/// The most that /texts accepts.
constexpr std::size_t large = 128U << 10U;

/// The header of a large text body, whose client waits for 100 Continue.
std::string announcement(const std::string& address, const std::string& length = "Content-Length: 131072") {
  return "POST /texts HTTP/1.1\r\nHost: a\r\nContent-Type: text/csv\r\nExpect: 100-continue\r\n"
         "X-Forwarded-For: " +
         address + "\r\n" + length + "\r\n\r\n";
}

TEST(Server, HoldsNoMoreOfLargeBodiesThanItHasRoomFor) {
  auto limits = test_limits();
  limits.bodies_bytes = 4 * large;
  const Rig rig(limits, {}, parse_networks({"127.0.0.1"}));
  std::vector<RawClient> stalled;
  for (const auto* address : {"198.51.100.1", "198.51.100.2"})
    for (const auto* length : {"Content-Length: 131072", "Transfer-Encoding: chunked"}) {
      stalled.push_back(rig.client());
      EXPECT_EQ(stalled.back().ask(announcement(address, length)).status, 100);
    }
  const auto refused = rig.ask(announcement("198.51.100.3"));
  expect_problem(refused, 503, "unavailable");
  EXPECT_EQ(refused.field("retry-after"), "1");
  EXPECT_EQ(refused.field("connection"), "close");
  EXPECT_EQ(rig.ask(text_request("a,b")).status, 200) << "small ones go on being served";
  EXPECT_EQ(rig.ask(get_request("/notes/a", "X-Forwarded-For: 198.51.100.1\r\n")).status, 200);
  stalled.pop_back();
  const std::string whole = text_request(std::string(large, 'x'));
  EXPECT_TRUE(Rig::wait_for([&] { return rig.ask(whole).status == 200; }));
}

TEST(Server, GivesOneClientHalfOfTheRoomForLargeBodies) {
  auto limits = test_limits();
  limits.bodies_bytes = 4 * large;
  const Rig rig(limits, {}, parse_networks({"127.0.0.1"}));
  std::vector<RawClient> stalled;
  for (const auto* address : {"2001:db8::1", "2001:db8::2"}) {
    stalled.push_back(rig.client());
    EXPECT_EQ(stalled.back().ask(announcement(address)).status, 100);
  }
  expect_problem(rig.ask(announcement("2001:db8::3")), 503, "unavailable");
  EXPECT_EQ(rig.ask(announcement("2001:db8:0:1::1")).status, 100) << "of another network";
}

TEST(Server, HoldsALargeBodyUntilItIsAnswered) {
  auto limits = test_limits();
  limits.bodies_bytes = 2 * large;
  Rig rig(limits);
  auto client = rig.client();
  client.send(text_request(std::string(large, 'x'), "text/csv", "/gate"));
  ASSERT_TRUE(Rig::wait_for([&] { return rig.at_gate == 1; }));
  expect_problem(rig.ask(announcement("")), 503, "unavailable");
  rig.open_gate = true;
  EXPECT_EQ(client.receive().status, 200);
  EXPECT_TRUE(Rig::wait_for([&] { return rig.ask(announcement("")).status == 100; }));
}

TEST(Server, CountsABodyInChunksForWhatItIsOnceItHasCome) {
  auto limits = test_limits();
  limits.bodies_bytes = 2 * large;
  Rig rig(limits);
  auto client = rig.client();
  client.send(
      "POST /gate HTTP/1.1\r\nHost: a\r\nContent-Type: text/csv\r\nTransfer-Encoding: chunked\r\n\r\n"
      "3\r\na,b\r\n0\r\n\r\n");
  ASSERT_TRUE(Rig::wait_for([&] { return rig.at_gate == 1; }));
  EXPECT_EQ(rig.ask(announcement("", "Content-Length: 131069")).status, 100);
}

TEST(Server, TakesNoLargeBodyOfStrangers) {
  const Rig rig(test_limits(), {.all_origins = true});
  const std::string length = "Content-Length: 30000\r\n";
  const auto refused = rig.ask(get_request("/staff", length + "Origin: https://kpa.example\r\n"));
  expect_problem(refused, 401, "unauthenticated");
  EXPECT_EQ(refused.count("www-authenticate"), 1U);
  EXPECT_EQ(refused.count("access-control-allow-origin"), 1U) << "so that its page logs in again";
  const auto chunked = rig.ask(get_request("/staff", "Transfer-Encoding: chunked\r\n"));
  expect_problem(chunked, 401, "unauthenticated");
  expect_problem(rig.ask(get_request("/staff", length + "Cookie: a=b\r\n")), 401, "unauthenticated");
  expect_problem(rig.ask(get_request("/staff", length + "Authorization: user\r\n")), 403, "forbidden");
  expect_problem(rig.ask(get_request("/nowhere", length)), 404, "not_found");
  expect_problem(rig.ask(get_request("/notes/a", length)), 413, "payload_too_large");
  EXPECT_EQ(rig.ask(get_request("/staff", length + "Authorization: staff\r\n")).status, 200)
      << "it has no use for a body, and does not wait for it";
}

TEST(Server, KeepsNothingOfAChunkThatDoesNotBegin) {
  const Rig rig;
  for (const auto* beginning : {"5;x=", "0\r\nX: "}) {
    auto client = rig.client();
    client.send("POST /notes HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" +
                std::string(beginning) + std::string(64U << 10U, 'x'));
    expect_problem(client.receive(), 400, "malformed_request");
  }
}

}  // namespace
}  // namespace kpa::http

// How the server parses bytes: what is a request, where it ends, and what it means.
#include "core/http/rig_for_test.hpp"
#include "core/observe/log.hpp"

namespace kpa::http {
namespace {

using test::get_request;
using test::post_request;
using testing::HasSubstr;

TEST(Server, RefusesWhatIsNotARequestAndClosesTheConnection) {
  const Rig rig;
  for (
      const std::string bytes : {
          "nonsense\r\n\r\n",
          "\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n",
          "\nGET / HTTP/1.1\r\nHost: a\r\n\r\n",
          "\r\rGET / HTTP/1.1\r\nHost: a\r\n\r\n",
          " GET / HTTP/1.1\r\nHost: a\r\n\r\n",
          "GET / HTTP/1.1\nHost: a\n\n",
          "GET / HTTP/1.1\rHost: a\r\r",
          "GET / HTTP/1.1\r\nHost: a\nX: b\r\n\r\n",
          "GET / HTTP/1.1\r\nHost: a\rX: b\r\n\r\n",
          "GET /a b HTTP/1.1\r\nHost: a\r\n\r\n",
          "GET /\tHTTP/1.1\r\nHost: a\r\n\r\n",
          "GET  / HTTP/1.1\r\nHost: a\r\n\r\n",
          "GET / HTTP/1.1 \r\nHost: a\r\n\r\n",
          "GET / http/1.1\r\nHost: a\r\n\r\n",
          "GET /\r\n\r\n",
          "GET /notes#a HTTP/1.1\r\nHost: a\r\n\r\n",
          "GET notes HTTP/1.1\r\nHost: a\r\n\r\n",
          "GET * HTTP/1.1\r\nHost: a\r\n\r\n",
          "GET http://u@a/ HTTP/1.1\r\nHost: a\r\n\r\n",
          "GET http://a:99x/ HTTP/1.1\r\nHost: a\r\n\r\n",
          "GET http:///notes HTTP/1.1\r\nHost: a\r\n\r\n",
          "GET ftp://a/notes HTTP/1.1\r\nHost: a\r\n\r\n",
          "GET\r\n\r\n",
          "GET / HTTP/2.0\r\nHost: a\r\n\r\n",
          "GET / HTTP/1.1\r\nHost : a\r\n\r\n",
          "GET / HTTP/1.1\r\n Host: a\r\n\r\n",
          "GET / HTTP/1.1\r\nHost: a\r\nX: a\x01z\r\n\r\n",
          "GET /\x01 HTTP/1.1\r\nHost: a\r\n\r\n",
          "GET / HTTP/1.1\r\n\r\n",
          "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n",
          "POST /notes HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
          "GET / HTTP/1.0\r\nHost: a\r\nHost: a\r\n\r\n",
          "GET / HTTP/1.1\r\nHost: a\r\n: b\r\n\r\n",
          "GET / HTTP/1.1\r\nHost: a\r\nX\r\n\r\n",
          "GET / HTTP/1.1\r\nHost: a\r\nX Y: b\r\n\r\n",
          "GET / HTTP/1.1\r\nHost: a\r\nX\t: b\r\n\r\n",
          "GET / HTTP/1.1\r\nHost: a\r\nContent-Type: text/csv\r\nContent-Type: application/json\r\n\r\n",
          "GET / HTTP/1.1\r\nHost: a\r\nAuthorization: a\r\nauthorization: a\r\n\r\n",
          "GET / HTTP/1.1\r\nHost: a\r\nOrigin: http://a\r\nOrigin: http://b\r\n\r\n",
          "POST /notes HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\n{}",
          "POST /notes HTTP/1.1\r\nHost: a\r\nContent-Length: 2, 2\r\n\r\n{}",
          "POST /notes HTTP/1.1\r\nHost: a\r\nContent-Length : 2\r\n\r\n{}",
          "POST /notes HTTP/1.1\r\nHost: a\r\nContent-Length: +2\r\n\r\n{}",
          "POST /notes HTTP/1.1\r\nHost: a\r\nContent-Length: 2.0\r\n\r\n{}",
          "POST /notes HTTP/1.1\r\nHost: a\r\nContent-Length: 2 2\r\n\r\n{}",
          "POST /notes HTTP/1.1\r\nHost: a\r\nContent-Length:\r\n\r\n{}",
          "POST /notes HTTP/1.1\r\nHost: a\r\nContent-Length: 18446744073709551618\r\n\r\n{}",
          "POST /notes HTTP/1.1\r\nHost: a\r\nContent-Length: -2\r\n\r\n{}",
          "POST /notes HTTP/1.1\r\nHost: a\r\nContent-Length: 0x2\r\n\r\n{}",
          "POST /notes HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
          "POST /notes HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n0\r\n\r\n",
          "POST /notes HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nTransfer-Encoding: gzip\r\n\r\n{}",
          "POST /notes HTTP/1.1\r\nHost: a\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
          "POST /notes HTTP/1.1\r\nHost: a\r\nTransfer-Encoding:\x0b"
          "chunked\r\n\r\n0\r\n\r\n",
          "POST /notes HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
          "POST /notes HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
          "POST /notes HTTP/1.0\r\nTransfer-Encoding: gzip\r\n\r\n{}",
          "POST /notes HTTP/1.0\r\nConnection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
          "POST /notes HTTP/1.0\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}",
          "POST /notes HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
          "POST /notes HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n-2\r\n{}\r\n0\r\n\r\n",
          "POST /notes HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0x2\r\n{}\r\n0\r\n\r\n",
          "POST /notes HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n 2\r\n{}\r\n0\r\n\r\n",
          "POST /notes HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2\n{}\r\n0\r\n\r\n",
          "POST /notes HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}}\r\n0\r\n\r\n",
          "POST /notes HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2;\n\r\n{}\r\n0\r\n\r\n",
          "POST /notes HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n10000000000000002\r\n{}\r\n0\r\n\r\n",
      }) {
    auto client = rig.client();
    const auto answer = client.ask(bytes);
    expect_problem(answer, 400, "malformed_request");
    EXPECT_EQ(answer.field("connection"), "close");
    EXPECT_TRUE(client.closed_within(5s)) << bytes;
  }
}

TEST(Server, DoesNotUnderstandOtherTransferCodingsOrMethods) {
  const Rig rig;
  for (const auto* coding : {"gzip", "gzip, chunked", "chunked, gzip", "identity", "xchunked"})
    expect_problem(
        rig.ask("POST /notes HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: " + std::string(coding) + "\r\n\r\n"),
        501, "not_implemented");
  for (const auto* method : {"BREW", "TRACE", "CONNECT", "PROPFIND", "get"})
    expect_problem(rig.ask(std::string(method) + " /notes HTTP/1.1\r\nHost: a\r\n\r\n"), 501,
                   "not_implemented");
}

TEST(Server, TellsAClientThatItsRequestEndsTooEarly) {
  const Rig rig;
  for (const auto* bytes : {"GET", "GET /notes HTTP/1.1\r\nHost:",
                            "POST /notes HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n{\"na"}) {
    auto client = rig.client();
    client.send(bytes);
    client.shut_down_sending();
    const auto answer = client.receive();
    EXPECT_EQ(answer.status, 400) << bytes;
    EXPECT_THAT(answer.body, HasSubstr("The request ends before it is complete.")) << bytes;
    EXPECT_TRUE(client.closed_within(5s)) << bytes;
  }
}

TEST(Server, TakesAChunkedBody) {
  const Rig rig;
  const auto answer = rig.ask(
      "POST /notes HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\n\r\n5;x=y\r\n{\"nam\r\na\r\ne\":\"pieces\r\n2\r\n\"}\r\n0\r\n"
      "Trailer: 1\r\n\r\n");
  EXPECT_EQ(answer.status, 201) << answer.body;
  EXPECT_THAT(answer.body, HasSubstr("\"pieces\""));
}

TEST(Server, TellsAClientThatAsksToGoOnWithTheBody) {
  const Rig rig;
  auto client = rig.client();
  EXPECT_EQ(
      client.ask("POST /notes HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 12\r\n\r\n")
          .status,
      100);
  EXPECT_EQ(client.ask(R"({"name":"a"})").status, 201);
}

TEST(Server, RefusesHeadersAndAddressesThatAreTooLong) {
  const Rig rig;
  expect_problem(rig.ask(get_request("/notes/a", "X: " + std::string(20'000, 'x') + "\r\n")), 431,
                 "headers_too_large");
  std::string many;
  for (int number = 0; number < 3000; ++number) many += "X" + std::to_string(number) + ": y\r\n";
  expect_problem(rig.ask(get_request("/notes/a", many)), 431, "headers_too_large");
  expect_problem(rig.ask(get_request("/notes/" + std::string(9'000, 'x'))), 414, "uri_too_long");
}

TEST(Server, HoldsTheHostToItsGrammar) {
  const Rig rig;
  for (const auto* host :
       {"a/b", "u@a", "a b", "a,b", "a:99x", "a:80:80", "http://a", "::1", "[::1", "a%zz", "a, a"})
    for (const auto* version : {"1.0", "1.1"})
      expect_problem(rig.ask("GET /notes/a HTTP/" + std::string(version) + "\r\nHost: " + host + "\r\n\r\n"),
                     400, "malformed_request");
  for (const auto* host : {"a", "a:", "kpa.example:8000", "[::1]:8000", "192.0.2.7", "a%20b", ""})
    EXPECT_EQ(rig.ask("GET /notes/a HTTP/1.1\r\nHost: " + std::string(host) + "\r\n\r\n").status, 200)
        << host;
}

TEST(Server, TakesTheAbsoluteFormInAnyCase) {
  const Rig rig;
  for (const auto* server :
       {"http://a", "HTTP://a", "Https://a:8000", "https://[::1]:8000", "http://elsewhere"})
    EXPECT_THAT(rig.ask(get_request(server + std::string("/notes?name=b"))).body, HasSubstr("\"b\""))
        << server;
}

TEST(Server, TellsWhatItTakesAsAWhole) {
  const Rig rig;
  for (const auto* target : {"*", "http://a", "HTTP://a:80"}) {
    const auto answer = rig.ask("OPTIONS " + std::string(target) + " HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_EQ(answer.status, 204) << target;
    EXPECT_EQ(answer.field("allow"), "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS") << target;
  }
}

/// Trailer fields follow the last chunk; proxies check and complete only the header.
TEST(Server, TakesNothingFromTrailers) {
  const std::string chunks = "c\r\n{\"name\":\"a\"}\r\n0\r\n";
  const std::string trailer =
      "X-Forwarded-For: 198.51.100.1\r\nAuthorization: staff\r\nContent-Type: text/csv\r\nX-Request-ID: chosen\r\n"
      "Cookie: a=b\r\nIdempotency-Key: k\r\nIf-Match: \"v1\"\r\nIf-None-Match: *\r\nAccept-Language: hi\r\n"
      "Origin: https://evil.example\r\nX-CSRF-Token: t\r\nX-Unknown: u\r\nHost: b\r\nExpect: 100-continue\r\n"
      "Accept-Encoding: gzip\r\nConnection: close\r\n";
  const Rig rig(test_limits(), {.all_origins = true}, parse_networks({"127.0.0.1"}));
  const auto post = [&](const std::string& path, const std::string& fields) {
    return "POST " + path + " HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n" + fields + "\r\n" +
           chunks + trailer + "\r\n";
  };
  auto client = rig.client();
  const auto nothing = client.ask(post("/fields", ""));
  EXPECT_THAT(nothing.body, HasSubstr("\"name\":\"\"")) << nothing.body;
  EXPECT_NE(nothing.field("x-request-id"), "chosen");
  EXPECT_EQ(nothing.field("connection"), "keep-alive");
  const auto own = client.ask(post(
      "/fields", "X-Forwarded-For: 192.0.2.9\r\nContent-Type: application/json\r\nX-Request-ID: mine\r\n"));
  EXPECT_THAT(own.body,
              HasSubstr("\"X-Forwarded-For=192.0.2.9 Content-Type=application/json X-Request-ID=mine\""));
  EXPECT_EQ(own.field("x-request-id"), "mine");
  // Sent byte by byte, long after the header was read.
  auto slow = rig.client();
  for (const char byte : post("/fields", "")) slow.send(std::string_view(&byte, 1));
  EXPECT_THAT(slow.receive().body, HasSubstr("\"name\":\"\""));
  EXPECT_EQ(client.ask(get_request("/address")).status, 200) << "nothing of it is left in the connection";
}

TEST(Server, LogsNothingFromTrailers) {
  std::vector<std::string> lines;
  observe::start_logs({.format = observe::LogFormat::json},
                      [&](std::string_view line) { lines.emplace_back(line); });
  {
    auto limits = test_limits();
    limits.handle_timeout = 300ms;
    const Rig rig(limits, {}, parse_networks({"127.0.0.1"}));
    // It is refused after its trailer has come; address and id must still be those of the header.
    expect_problem(
        rig.ask("POST /gate HTTP/1.1\r\nHost: a\r\nContent-Type: text/csv\r\n"
                "Transfer-Encoding: chunked\r\n\r\n3\r\na,b\r\n0\r\nX-Forwarded-For: 198.51.100.1\r\n"
                "X-Request-ID: chosen\r\n\r\n"),
        503, "unavailable");
  }
  observe::stop_logs();
  EXPECT_THAT(lines, testing::Contains(testing::AllOf(HasSubstr("\"refused\""), HasSubstr("127.0.0.1"))));
  EXPECT_THAT(lines,
              testing::Each(testing::Not(testing::AnyOf(HasSubstr("198.51.100.1"), HasSubstr("chosen")))));
}

TEST(Server, HoldsTrailersToTheGrammarOfFields) {
  const Rig rig;
  for (const auto* trailer :
       {"X\r\n", "X : a\r\n", " X: a\r\n", "X: a\x01\r\n", "X: a\nY: b\r\n", ": a\r\n", "X Y: a\r\n",
        "Content-Length: 3\r\n", "Transfer-Encoding: chunked\r\n", "Connection: ,\x7f\r\n"}) {
    auto client = rig.client();
    expect_problem(client.ask("POST /notes HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                              "c\r\n{\"name\":\"a\"}\r\n0\r\n" +
                              std::string(trailer) + "\r\n"),
                   400, "malformed_request");
    EXPECT_TRUE(client.closed_within(5s)) << trailer;
  }
}

TEST(Server, ReadsNoEndOfChunkExtensions) {
  const Rig rig;
  const auto ask = [&](int chunks, std::size_t size) {
    std::string body;
    for (int chunk = 0; chunk < chunks; ++chunk) body += "1;x=" + std::string(size, 'y') + "\r\n \r\n";
    return rig.ask("POST /notes HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + body +
                   "c\r\n{\"name\":\"a\"}\r\n0\r\n\r\n");
  };
  EXPECT_EQ(ask(10, 1000).status, 201);
  expect_problem(ask(40, 1000), 400, "malformed_request");
}

TEST(Server, SkipsLineEndsBeforeARequest) {
  const Rig rig;
  auto client = rig.client();
  EXPECT_THAT(client.ask("\r\n" + get_request("/notes/a")).body, HasSubstr("\"a\""));
  EXPECT_THAT(client.ask("\r\n\r\n" + get_request("/notes/b")).body, HasSubstr("\"b\""));
  client.send(post_request("/notes", R"({"name":"c"})") + "\r\n" + get_request("/notes/d"));
  EXPECT_THAT(client.receive().body, HasSubstr("\"c\""));
  EXPECT_THAT(client.receive().body, HasSubstr("\"d\""));
  for (const char byte : "\r\n" + get_request("/notes/e")) client.send(std::string_view(&byte, 1));
  EXPECT_THAT(client.receive().body, HasSubstr("\"e\""));
  client.send("\r\n");
  client.shut_down_sending();
  EXPECT_EQ(client.receive().status, 0) << "that is no request that ends too early";
}

TEST(Server, DoesNotTellHttp10ToGoOn) {
  const Rig rig;
  auto client = rig.client();
  client.send("POST /notes HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 12\r\n\r\n");
  client.send(R"({"name":"a"})");
  EXPECT_EQ(client.receive().status, 201) << "the only answer";
}

/// RFC 9112 §5.2 lets a server replace the fold by spaces; then a proxy and it see the same value.
TEST(Server, UnfoldsFields) {
  const Rig rig;
  EXPECT_THAT(rig.ask(get_request("/fields", "X-Unknown: a\r\n  b\r\n")).body,
              HasSubstr("\"X-Unknown=a b\""));
  expect_problem(
      rig.ask("POST /notes HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nTransfer-Encoding:\r\n chunked\r\n\r\n"
              "0\r\n\r\n"),
      400, "malformed_request");
}

TEST(Server, KnowsNoOtherMethodsOnAnyPath) {
  const Rig rig;
  for (const auto* method : {"TRACE", "CONNECT", "BREW"})
    for (const auto* target :
         {"/notes", "/notes/a", "/staff", "/nowhere", "/", "*", "http://a/notes", "a:443"})
      for (const auto* version : {"1.0", "1.1"})
        expect_problem(
            rig.ask(std::string(method) + ' ' + target + " HTTP/" + version + "\r\nHost: a\r\n\r\n"), 501,
            "not_implemented");
}

}  // namespace
}  // namespace kpa::http

#include "core/http/server.hpp"

#include <atomic>
#include <future>
#include <string>
#include <thread>
#include <vector>

#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/db/pool.hpp"
#include "core/http/dispatcher.hpp"
#include "core/http/endpoint.hpp"
#include "tests/support/raw_client.hpp"

namespace kpa::http {
namespace {

using namespace std::chrono_literals;
using test::get_request;
using test::post_request;
using test::RawAnswer;
using test::RawClient;
using testing::AnyOf;
using testing::HasSubstr;
using testing::Not;

namespace asio = boost::asio;

struct Note {
  std::string name;
  std::optional<std::int64_t> size;
  std::int64_t version = 1;
};
struct NewNote {
  std::string name;
  std::optional<std::int64_t> size;
};
struct NoteQuery {
  std::optional<std::string> name;
};

}  // namespace
}  // namespace kpa::http

template <>
const kpa::schema::Object<kpa::http::Note>& kpa::schema::describe() {
  using N = http::Note;
  static const auto made = object<N>("Note")
                               .field("name", &N::name, "")
                               .field("size", &N::size, "")
                               .field("version", &N::version, "")
                               .versioned(&N::version);
  return made;
}
template <>
const kpa::schema::Object<kpa::http::NewNote>& kpa::schema::describe() {
  using N = http::NewNote;
  static const auto made =
      object<N>("NewNote").field("name", &N::name, text(1, 20'000), "").field("size", &N::size, "");
  return made;
}
template <>
const kpa::schema::Object<kpa::http::NoteQuery>& kpa::schema::describe() {
  using N = http::NoteQuery;
  static const auto made = object<N>("NoteQuery").field("name", &N::name, "");
  return made;
}

namespace kpa::http {
namespace {

ServerLimits test_limits() {
  ServerLimits limits;
  limits.body_bytes = 64U << 10U;
  return limits;
}

/// A server with a few routes, on an I/O thread of its own.
class Rig {
 public:
  explicit Rig(ServerLimits limits = test_limits(), CorsPolicy cors = {}) {
    declare_routes();
    thread_ = std::thread([this] { io_.run(); });
    on_thread([&] {
      server_ = std::make_unique<Server>(io_, limits, std::move(cors), [this](const Request& request) {
        return dispatcher_->answer(request);
      });
      port_ = server_->listen("127.0.0.1", 0);
    });
  }
  ~Rig() {
    open_gate = true;
    if (!stopped_) stop().wait();
    work_.reset();
    thread_.join();
  }

  std::uint16_t port() const { return port_; }
  RawClient client() const { return RawClient(port_); }
  RawAnswer ask(std::string_view bytes) const { return client().ask(bytes); }

  template <class F>
  void on_thread(F job) {
    std::packaged_task<void()> task(std::move(job));
    auto done = task.get_future();
    asio::post(io_, [&] { task(); });
    done.get();
  }
  std::future<void> stop() {
    stopped_ = true;
    auto done = std::make_shared<std::promise<void>>();
    asio::post(io_, [this, done] { server_->stop([done] { done->set_value(); }); });
    return done->get_future();
  }
  template <class Condition>
  static bool wait_for(Condition condition) {
    const auto deadline = std::chrono::steady_clock::now() + 20s;
    while (std::chrono::steady_clock::now() < deadline) {
      if (condition()) return true;
      std::this_thread::sleep_for(1ms);
    }
    return false;
  }

  std::atomic<bool> open_gate = false;
  std::atomic<int> at_gate = 0;
  std::atomic<int> turned_back = 0;

 private:
  using Timer = asio::basic_waitable_timer<std::chrono::steady_clock,
                                           asio::wait_traits<std::chrono::steady_clock>, Executor>;

  Task<Outcome<Note>> wait_at_gate(std::string name) {
    ++at_gate;
    try {
      Timer timer(io_);
      while (!open_gate) {
        timer.expires_after(1ms);
        co_await timer.async_wait(asio::use_awaitable_t<Executor>());
      }
    } catch (...) {
      ++turned_back;
      throw;
    }
    co_return Note{.name = std::move(name), .size = {}};
  }

  void declare_routes() {
    const Routes routes(router_, "Test");
    routes.get("/notes/{name}")
        .allow(Role::anyone)
        .path<std::string>("name", "")
        .answers<Note>()
        .handle([](const Call&, std::string name) -> Task<Outcome<Note>> {
          co_return Note{.name = std::move(name), .size = {}, .version = 7};
        });
    routes.get("/numbers/{number}/")
        .allow(Role::anyone)
        .path<std::int64_t>("number", "")
        .answers<Note>()
        .handle([](const Call&, std::int64_t number) -> Task<Outcome<Note>> {
          co_return Note{.name = {}, .size = number};
        });
    routes.get("/notes")
        .allow(Role::anyone)
        .query<NoteQuery>()
        .answers<Note>()
        .handle([](const Call&, NoteQuery query) -> Task<Outcome<Note>> {
          co_return Note{.name = query.name.value_or("none"), .size = {}};
        });
    routes.post("/notes")
        .alias("/memos")
        .allow(Role::anyone)
        .body<NewNote>()
        .answers<Note>(201)
        .handle([](const Call&, NewNote note) -> Task<Outcome<Note>> {
          co_return Note{.name = std::move(note.name), .size = note.size};
        });
    routes.remove("/notes/{name}")
        .allow(Role::anyone)
        .path<std::string>("name", "")
        .answers_nothing()
        .handle([](const Call&, std::string) -> Task<Outcome<Nothing>> { co_return Nothing{}; });
    routes.get("/long")
        .allow(Role::anyone)
        .answers<NewNote>()
        .handle([](const Call&) -> Task<Outcome<NewNote>> {
          co_return NewNote{.name = std::string(1024, 'x'), .size = {}};
        });
    routes.get("/secret")
        .allow(Role::anyone)
        .secret()
        .answers<Note>()
        .handle([](const Call&) -> Task<Outcome<Note>> {
          co_return Note{.name = std::string(4096, 'x'), .size = {}};
        });
    routes.get("/gate").allow(Role::anyone).answers<Note>().handle([this](const Call&) {
      return wait_at_gate("through");
    });
    routes.get("/staff").allow(Role::staff).answers<Note>().handle([](const Call&) -> Task<Outcome<Note>> {
      co_return Note{};
    });
    routes.get("/bug").allow(Role::anyone).answers<Note>().handle([](const Call&) -> Task<Outcome<Note>> {
      throw std::runtime_error("SELECT secret_column FROM users");
      co_return Note{};
    });
    routes.get("/outage").allow(Role::anyone).answers<Note>().handle([](const Call&) -> Task<Outcome<Note>> {
      throw Failure({.code = Code::outcome_unknown}, "host 10.0.0.7 lost");
      co_return Note{};
    });
    routes.get("/constraint")
        .allow(Role::anyone)
        .answers<Note>()
        .handle([](const Call&) -> Task<Outcome<Note>> {
          throw db::Error("23505", "idx_secret_name", "duplicate key");
          co_return Note{};
        });
    routes.get("/slow-statement")
        .allow(Role::anyone)
        .answers<Note>()
        .handle([](const Call&) -> Task<Outcome<Note>> {
          throw db::Error("57014", "", "cancelled");
          co_return Note{};
        });
    routes.get("/refusal").allow(Role::anyone).answers<Note>().handle([](const Call&) -> Task<Outcome<Note>> {
      co_return Problem{.code = Code::too_many_requests, .retry_after = 3s};
    });
  }

  asio::io_context io_{1};
  std::optional<asio::executor_work_guard<Executor>> work_{io_.get_executor()};
  // Never connected: nothing here asks the database.
  db::Database database_{std::make_shared<db::Pool>(io_, db::PoolSettings{})};
  Router router_;
  std::unique_ptr<Dispatcher> dispatcher_ = std::make_unique<Dispatcher>(
      router_, database_,
      [](const Request& request) -> Task<Outcome<Caller>> {
        const auto who = request.headers.find("Authorization");
        if (who.empty()) co_return Problem{.code = Code::unauthenticated};
        co_return Caller{.user_id = 1, .role = who == "staff" ? Role::staff : Role::user};
      },
      false);
  std::unique_ptr<Server> server_;
  std::thread thread_;
  std::uint16_t port_ = 0;
  bool stopped_ = false;
};

void expect_problem(const RawAnswer& answer, int status, std::string_view code) {
  EXPECT_EQ(answer.status, status) << answer.body;
  EXPECT_EQ(answer.field("content-type"), "application/problem+json");
  EXPECT_THAT(answer.body, HasSubstr("\"code\":\"" + std::string(code) + '"'));
  EXPECT_THAT(answer.body, HasSubstr("\"request_id\":\"" + answer.field("x-request-id") + '"'));
}

TEST(Server, RefusesWhatIsNotARequestAndClosesTheConnection) {
  const Rig rig;
  for (
      const std::string bytes : {
          "nonsense\r\n\r\n",
          "GET\r\n\r\n",
          "GET / HTTP/2.0\r\nHost: a\r\n\r\n",
          "GET / HTTP/1.1\r\nHost : a\r\n\r\n",
          "GET / HTTP/1.1\r\n Host: a\r\n\r\n",
          "GET / HTTP/1.1\r\nHost: a\r\nX: a\x01z\r\n\r\n",
          "GET /\x01 HTTP/1.1\r\nHost: a\r\n\r\n",
          "GET / HTTP/1.1\r\n\r\n",
          "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n",
          "POST /notes HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
          "POST /notes HTTP/1.1\r\nHost: a\r\nContent-Length: -2\r\n\r\n{}",
          "POST /notes HTTP/1.1\r\nHost: a\r\nContent-Length: 0x2\r\n\r\n{}",
          "POST /notes HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
          "POST /notes HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n0\r\n\r\n",
          "POST /notes HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
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

TEST(Server, SaysNothingToARequestThatEndsInTheMiddle) {
  const Rig rig;
  for (const auto* bytes : {"", "GET", "GET /notes HTTP/1.1\r\nHost:",
                            "POST /notes HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n{\"na"}) {
    auto client = rig.client();
    client.send(bytes);
    client.shut_down_sending();
    EXPECT_EQ(client.receive().status, 0) << bytes;
  }
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

TEST(Server, TakesAChunkedBody) {
  const Rig rig;
  const auto answer = rig.ask(
      "POST /notes HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\n\r\n5;x=y\r\n{\"nam\r\na\r\ne\":\"pieces\r\n2\r\n\"}\r\n0\r\n"
      "Trailer: 1\r\n\r\n");
  EXPECT_EQ(answer.status, 201) << answer.body;
  EXPECT_THAT(answer.body, HasSubstr("\"pieces\""));
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
  while (trickling.send("X: y\r\n") && std::chrono::steady_clock::now() < deadline)
    std::this_thread::sleep_for(10ms);
  EXPECT_LT(std::chrono::steady_clock::now(), deadline) << "a byte now and then does not keep it alive";
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

TEST(Server, TellsClientsOverTheLimitToComeBack) {
  auto limits = test_limits();
  limits.connections = 2;
  const Rig rig(limits);
  auto first = rig.client();
  auto second = rig.client();
  EXPECT_EQ(first.ask(get_request("/notes/a")).status, 200);
  EXPECT_EQ(second.ask(get_request("/notes/a")).status, 200);
  auto third = rig.client();
  const auto refused = third.receive();
  expect_problem(refused, 503, "unavailable");
  EXPECT_EQ(refused.field("retry-after"), "1");
  first.close();
  EXPECT_TRUE(Rig::wait_for([&] { return rig.client().ask(get_request("/notes/a")).status == 200; }));
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

TEST(Dispatcher, TakesPathsWithAndWithoutASlashAndUnderTheirOtherNames) {
  const Rig rig;
  for (const auto* path : {"/notes/a", "/notes/a/", "/numbers/7", "/numbers/7/", "/notes", "/notes/",
                           "/notes?name=a", "/notes/?name=a", "http://elsewhere/notes/a", "/notes/%61"})
    EXPECT_EQ(rig.ask(get_request(path)).status, 200) << path;
  for (const auto* path : {"/memos", "/memos/", "/notes/"})
    EXPECT_EQ(rig.ask(post_request(path, R"({"name":"a"})")).status, 201) << path;
}

TEST(Dispatcher, FindsNothingUnderStrangePaths) {
  const Rig rig;
  for (const auto* path : {"/",
                           "//",
                           "/notes//",
                           "//notes",
                           "/notes/../secret",
                           "/../../etc/passwd",
                           "/..%2f..%2fetc%2fpasswd",
                           "/notes/%2e%2e/secret",
                           "/notes/a/b",
                           "/notes/%zz",
                           "/notes/%4",
                           "/notes/%",
                           "/notes/%00",
                           "/notes/a%00b",
                           "/notes/%ff",
                           "/notes/%c0%af",
                           "/numbers/1x",
                           "/numbers/99999999999999999999",
                           "/numbers/%2B1",
                           "/Notes",
                           "*"})
    expect_problem(rig.ask(get_request(path)), 404, "not_found");
}

TEST(Dispatcher, DecodesPathAndQuery) {
  const Rig rig;
  EXPECT_THAT(rig.ask(get_request("/notes/a%2Fb%20%E0%A4%95+")).body, HasSubstr("\"a/b \u0915+\""));
  EXPECT_THAT(rig.ask(get_request("/notes?name=a%2Bb+c%26")).body, HasSubstr("\"a+b c&\""));
  expect_problem(rig.ask(get_request("/notes?name=%zz")), 400, "malformed_request");
  expect_problem(rig.ask(get_request("/notes?name=%ff")), 400, "malformed_request");
  expect_problem(rig.ask(get_request("/notes?name=%00")), 422, "validation_failed");
  expect_problem(rig.ask(get_request("/notes?name=a&name=b")), 422, "validation_failed");
}

TEST(Dispatcher, RefusesQueryParametersThatNobodyReads) {
  const Rig rig;
  const auto answer = rig.ask(get_request("/notes?size=1"));
  expect_problem(answer, 422, "validation_failed");
  EXPECT_THAT(answer.body, HasSubstr("\"errors\":{\"size\":["));
  expect_problem(rig.ask(get_request("/notes/a?size=1")), 422, "validation_failed");
  expect_problem(rig.ask(post_request("/notes?x", R"({"name":"a"})")), 422, "validation_failed");
}

TEST(Dispatcher, SaysWhatIsWrongWithABody) {
  const Rig rig;
  expect_problem(rig.ask(post_request("/notes", "{\"name\":")), 400, "malformed_request");
  expect_problem(rig.ask(post_request("/notes", "")), 400, "malformed_request");
  const auto all = rig.ask(post_request("/notes", R"({"size":"big","colour":1})"));
  expect_problem(all, 422, "validation_failed");
  for (const auto* path : {"\"name\":[", "\"size\":[", "\"colour\":["})
    EXPECT_THAT(all.body, HasSubstr(path));
  expect_problem(
      rig.ask(
          "POST /notes HTTP/1.1\r\nHost: a\r\nContent-Type: text/plain\r\nContent-Length: 12\r\n\r\n{\"name\":\"a\"}"),
      415, "unsupported_media_type");
}

TEST(Dispatcher, AsksForCredentialsAndChecksRoles) {
  const Rig rig;
  const auto nobody = rig.ask(get_request("/staff"));
  expect_problem(nobody, 401, "unauthenticated");
  EXPECT_THAT(nobody.field("www-authenticate"), HasSubstr("Bearer"));
  expect_problem(rig.ask(get_request("/staff", "Authorization: user\r\n")), 403, "forbidden");
  const auto staff = rig.ask(get_request("/staff", "Authorization: staff\r\n"));
  EXPECT_EQ(staff.status, 200);
  EXPECT_EQ(staff.field("cache-control"), "private, no-cache");
}

TEST(Dispatcher, TellsNothingOfItsInsides) {
  const Rig rig;
  const auto bug = rig.ask(get_request("/bug"));
  expect_problem(bug, 500, "internal_error");
  EXPECT_THAT(bug.body, Not(HasSubstr("secret")));
  const auto constraint = rig.ask(get_request("/constraint"));
  expect_problem(constraint, 500, "internal_error");
  EXPECT_THAT(constraint.body, Not(AnyOf(HasSubstr("secret"), HasSubstr("duplicate"))));
  const auto outage = rig.ask(get_request("/outage"));
  expect_problem(outage, 503, "outcome_unknown");
  EXPECT_THAT(outage.body, Not(HasSubstr("10.0.0.7")));
  const auto slow = rig.ask(get_request("/slow-statement"));
  expect_problem(slow, 503, "unavailable");
  EXPECT_EQ(slow.field("retry-after"), "1");
  const auto refusal = rig.ask(get_request("/refusal"));
  expect_problem(refusal, 429, "too_many_requests");
  EXPECT_EQ(refusal.field("retry-after"), "3");
}

TEST(Dispatcher, CompressesWhatIsLongForWhoTakesItAndNeverSecrets) {
  const Rig rig;
  const auto encoding = [&](const std::string& path, const std::string& taken) {
    return rig.ask(get_request(path, "Accept-Encoding: " + taken + "\r\n")).field("content-encoding");
  };
  EXPECT_EQ(encoding("/long", "br, gzip"), "gzip");
  EXPECT_EQ(encoding("/long", "*"), "gzip");
  EXPECT_EQ(encoding("/long", "gzip;q=0.5"), "gzip");
  for (const auto* not_taken : {"br", "identity", "gzip;q=0", "gzip;q=0.000, *", "xgzip"})
    EXPECT_EQ(encoding("/long", not_taken), "") << not_taken;
  EXPECT_EQ(rig.ask(get_request("/long")).field("content-encoding"), "");
  EXPECT_EQ(encoding("/notes/short", "gzip"), "");
  EXPECT_EQ(encoding("/secret", "gzip"), "");
  const auto packed = rig.ask(get_request("/long", "Accept-Encoding: gzip\r\n"));
  EXPECT_LT(packed.body.size(), 200U);
  EXPECT_TRUE(packed.body.starts_with("\x1f\x8b"));
  EXPECT_EQ(packed.field("vary"), "Accept-Encoding");
  EXPECT_EQ(rig.ask(get_request("/secret")).field("cache-control"), "no-store");
}

TEST(Dispatcher, DoesNotRepeatWhatTheClientHas) {
  const Rig rig;
  EXPECT_EQ(rig.ask(get_request("/notes/a")).field("etag"), "\"v7\"") << "the record's version";
  for (const auto* path : {"/notes/a", "/long"}) {
    const auto etag = rig.ask(get_request(path)).field("etag");
    for (const auto& seen : {etag, "W/" + etag, "\"other\", " + etag, std::string("*")}) {
      const auto answer = rig.ask(get_request(path, "If-None-Match: " + seen + "\r\n"));
      EXPECT_EQ(answer.status, etag.starts_with("W/") && seen.starts_with("W/W/") ? 200 : 304) << seen;
    }
    EXPECT_EQ(rig.ask(get_request(path, "If-None-Match: \"other\"\r\n")).status, 200);
  }
  EXPECT_EQ(rig.ask(get_request("/secret", "If-None-Match: *\r\n")).status, 200);
}

TEST(Dispatcher, SendsSecurityHeadersWithEveryAnswer) {
  const Rig rig;
  for (const auto& request :
       {get_request("/notes/a"), get_request("/nowhere"), get_request("/bug"), std::string("x\r\n\r\n"),
        std::string("OPTIONS /notes HTTP/1.1\r\nHost: a\r\n\r\n"),
        std::string("DELETE /notes/a HTTP/1.1\r\nHost: a\r\n\r\n")}) {
    const auto answer = rig.ask(request);
    EXPECT_EQ(answer.field("x-content-type-options"), "nosniff") << request;
    EXPECT_EQ(answer.field("x-frame-options"), "DENY");
    EXPECT_EQ(answer.field("referrer-policy"), "no-referrer");
    EXPECT_THAT(answer.field("content-security-policy"), HasSubstr("default-src 'none'"));
    EXPECT_EQ(answer.count("date"), 1U);
    EXPECT_EQ(answer.count("x-request-id"), 1U);
  }
}

TEST(Dispatcher, TakesTheClientsRequestIdWhereItIsHarmless) {
  const Rig rig;
  const auto id = [&](const std::string& offered) {
    return rig.ask(get_request("/notes/a", "X-Request-ID: " + offered + "\r\n")).field("x-request-id");
  };
  EXPECT_EQ(id("abc-1.2_Z"), "abc-1.2_Z");
  for (const auto& bad : {std::string("a b"), std::string("a\"b"), std::string(65, 'x'),
                          std::string("<script>"), std::string("a\tb"), std::string("\xc3\xa9")})
    EXPECT_THAT(id(bad), testing::MatchesRegex("[0-9a-f]{16}")) << bad;
  EXPECT_NE(id(""), id(""));
}

TEST(Dispatcher, LetsOnlyKnownOriginsRead) {
  const Rig rig(test_limits(), {.origins = {"https://kpa.example"}, .credentials = true});
  const auto known = rig.ask(get_request("/notes/a", "Origin: https://kpa.example\r\n"));
  EXPECT_EQ(known.field("access-control-allow-origin"), "https://kpa.example");
  EXPECT_EQ(known.field("access-control-allow-credentials"), "true");
  EXPECT_EQ(known.count("access-control-allow-methods"), 0U);
  for (const auto* stranger : {"https://evil.example", "https://kpa.example.evil.example", "null"}) {
    const auto unknown = rig.ask(get_request("/notes/a", "Origin: " + std::string(stranger) + "\r\n"));
    EXPECT_EQ(unknown.status, 200);
    EXPECT_EQ(unknown.count("access-control-allow-origin"), 0U) << stranger;
  }
  const auto preflight = rig.ask(
      "OPTIONS /notes HTTP/1.1\r\nHost: a\r\nOrigin: https://kpa.example\r\nAccess-Control-Request-Method: POST\r\n\r\n");
  EXPECT_EQ(preflight.status, 204);
  EXPECT_THAT(preflight.field("access-control-allow-methods"), HasSubstr("POST"));
  EXPECT_THAT(preflight.field("access-control-allow-headers"), HasSubstr("Authorization"));
  EXPECT_EQ(rig.ask(get_request("/nowhere", "Origin: https://kpa.example\r\n"))
                .field("access-control-allow-origin"),
            "https://kpa.example")
      << "so that a page can read its errors";
}

TEST(Dispatcher, WithAllOriginsNobodysCredentialsAreTaken) {
  const Rig rig(test_limits(), {.all_origins = true, .origins = {}, .credentials = true});
  const auto answer = rig.ask(get_request("/notes/a", "Origin: https://any.example\r\n"));
  EXPECT_EQ(answer.field("access-control-allow-origin"), "*");
  EXPECT_EQ(answer.count("access-control-allow-credentials"), 0U);
}

}  // namespace
}  // namespace kpa::http

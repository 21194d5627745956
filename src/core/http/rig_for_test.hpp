#pragma once

#include <atomic>
#include <future>
#include <string>
#include <thread>
#include <vector>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/crypto/digest.hpp"
#include "core/db/pool.hpp"
#include "core/http/client_connections.hpp"
#include "core/http/dispatcher.hpp"
#include "core/http/endpoint.hpp"
#include "core/http/server.hpp"
#include "core/timer.hpp"
#include "tests/support/raw_client.hpp"

namespace kpa::http {

using namespace std::chrono_literals;
using test::RawAnswer;
using test::RawClient;

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

}  // namespace kpa::http

template <>
inline const kpa::schema::Object<kpa::http::Note>& kpa::schema::describe() {
  using N = http::Note;
  static const auto made = object<N>("Note")
                               .field("name", &N::name, "")
                               .field("size", &N::size, "")
                               .field("version", &N::version, "")
                               .versioned(&N::version);
  return made;
}
template <>
inline const kpa::schema::Object<kpa::http::NewNote>& kpa::schema::describe() {
  using N = http::NewNote;
  static const auto made =
      object<N>("NewNote").field("name", &N::name, of_length(1, 20'000), "").field("size", &N::size, "");
  return made;
}
template <>
inline const kpa::schema::Object<kpa::http::NoteQuery>& kpa::schema::describe() {
  using N = http::NoteQuery;
  static const auto made = object<N>("NoteQuery").field("name", &N::name, "");
  return made;
}

namespace kpa::http {

constexpr std::size_t part_size = 16U << 10U;      ///< of /stream/…
constexpr std::size_t large_size = 1U << 20U;      ///< of /large
constexpr std::size_t received_size = 64U << 20U;  ///< at most, of what /received takes

inline ServerLimits test_limits() {
  ServerLimits limits;
  limits.body_bytes = 64U << 10U;
  return limits;
}

/// A server with some routes, on an I/O thread of its own.
class Rig {
 public:
  explicit Rig(ServerLimits limits = test_limits(), BrowserPolicy browsers = {},
               std::vector<Network> trusted_proxies = {}, std::size_t most_of_one_client = 1000)
      : clients_(most_of_one_client) {
    declare_routes();
    thread_ = std::thread([this] { io_.run(); });
    on_thread([&] {
      server_ = std::make_unique<Server>(
          io_, limits, clients_, std::move(browsers),
          [this](const Request& request) { return dispatcher_->answer(request); },
          std::move(trusted_proxies));
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
  /// Add routes before the first request.
  Router& router() { return router_; }
  RawClient client(const std::string& from = "127.0.0.1") const { return RawClient(port_, 0, from); }
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
      // A poll interval, until the condition holds or time is up.
      std::this_thread::sleep_for(1ms);
    }
    return false;
  }

  std::atomic<bool> open_gate = false;
  std::atomic<int> at_gate = 0;
  std::atomic<int> turned_back = 0;
  std::atomic<int> parts_sent = 0;  ///< of /stream/…
  std::atomic<int> streams_broken = 0;
  std::atomic<int> talks_ended = 0;     ///< of /push
  std::atomic<int> parts_received = 0;  ///< by /received…
  std::atomic<int> receptions_broken = 0;

 private:
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

  /// Sends `parts` lines of some KiB; with `waits` each waits at the gate first.
  Task<void> send_lines(SendChunk send, std::int64_t parts, bool waits, bool fails) {
    try {
      for (std::int64_t part = 0; part < parts; ++part) {
        if (waits && part > 0) co_await wait_at_gate("");
        co_await send(std::string(part_size - 1, static_cast<char>('a' + part % 26)) + "\n");
        co_await send("");  // nothing, and not the end
        ++parts_sent;
      }
      if (fails) throw std::runtime_error("SELECT secret_column FROM users");
    } catch (...) {
      ++streams_broken;
      throw;
    }
  }
  Task<Outcome<Download>> lines(std::int64_t parts, bool waits, bool fails) {
    co_return Download{"lines.csv", [this, parts, waits, fails](SendChunk send) {
                         return send_lines(std::move(send), parts, waits, fails);
                       }};
  }

  /// Sends as fast as possible while the gate is open.
  Task<void> talk(Listening& client) {
    bool goes_on = true;
    while (goes_on) {
      if (open_gate) {
        goes_on = co_await client.send('"' + std::string(part_size, 'x') + '"');
        ++parts_sent;
      } else {
        goes_on = co_await client.wait(1h);
      }
    }
    ++talks_ended;
  }

  /// Size and digest of what was received.
  struct Received {
    std::int64_t size = 0;
    std::string digest;
    void write_meaning(std::string& out) const { out += digest; }
  };
  Task<Outcome<Received>> receive(BodyStream body, bool waits) {
    crypto::Sha256 digest;
    Received received;
    try {
      for (;;) {
        const auto part = co_await body.next();
        if (!part) ++receptions_broken;
        if (!part) co_return part.error();
        if (part->empty()) break;
        ++parts_received;
        received.size += static_cast<std::int64_t>(part->size());
        digest.add(*part);
        if (waits) co_await wait_at_gate("");
      }
    } catch (...) {
      ++receptions_broken;
      throw;
    }
    received.digest = crypto::hex(digest.value());
    co_return received;
  }
  void declare_received(const Routes& routes, const std::string& path, Role role, bool waits) {
    routes.post(path)
        .allow(role)
        .body_up_to(received_size)
        .query<NoteQuery>()
        .receives<Received>("text/csv", "a,b",
                            [this, waits](const Call&, BodyStream body) { return receive(body, waits); })
        .answers<Note>()
        .handle([](const Call&, const NoteQuery&, Received received) -> Task<Outcome<Note>> {
          co_return Note{.name = received.digest, .size = received.size};
        });
  }

  static Task<Outcome<Note>> named(std::string name) { co_return Note{.name = std::move(name), .size = {}}; }

  /// All header fields that the server reads, and an unknown one.
  static std::string fields_of(const Headers& headers) {
    std::string all;
    for (const auto* name :
         {"X-Forwarded-For", "Authorization", "Content-Type", "X-Request-ID", "Cookie", "Idempotency-Key",
          "If-Match", "If-None-Match", "Accept-Language", "Origin", "X-CSRF-Token", "X-Unknown"})
      if (const auto value = headers.find(name); !value.empty())
        all.append(all.empty() ? "" : " ").append(name).append("=").append(value);
    return all;
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
    routes.get("/vital").allow(Role::anyone).even_when_full().answers<Note>().handle([](const Call&) {
      return named("vital");
    });
    routes.get("/fields").allow(Role::anyone).answers<Note>().handle([](const Call& call) {
      return named(fields_of(call.request.headers));
    });
    routes.post("/fields")
        .allow(Role::anyone)
        .body<NewNote>()
        .answers<Note>()
        .handle([](const Call& call, const NewNote&) { return named(fields_of(call.request.headers)); });
    routes.get("/long")
        .allow(Role::anyone)
        .answers<NewNote>()
        .handle([](const Call&) -> Task<Outcome<NewNote>> {
          co_return NewNote{.name = std::string(1024, 'x'), .size = {}};
        });
    routes.get("/large").allow(Role::anyone).answers<Note>().handle([](const Call&) {
      return named(std::string(large_size, 'x'));
    });
    routes.get("/secret")
        .allow(Role::anyone)
        .secret()
        .answers<Note>()
        .handle([](const Call&) -> Task<Outcome<Note>> {
          co_return Note{.name = std::string(4096, 'x'), .size = {}};
        });
    routes.get("/address").allow(Role::anyone).answers<Note>().handle([](const Call& call) {
      return named(std::string(call.request.client_address));
    });
    routes.get("/envelope")
        .allow(Role::anyone)
        .answers<Envelope<Note>>(200, i18n::text("Note fetched."))
        .handle([](const Call&) { return named("inside"); });
    routes.get("/gate").allow(Role::anyone).answers<Note>().handle([this](const Call&) {
      return wait_at_gate("through");
    });
    routes.post("/gate")
        .allow(Role::anyone)
        .body_up_to(128U << 10U)
        .text_body("text/csv", "a,b")
        .answers<Note>()
        .handle([this](const Call&, const std::string&) { return wait_at_gate("through"); });
    routes.get("/stream/{parts}")
        .allow(Role::anyone)
        .path<std::int64_t>("parts", "")
        .downloads("text/csv; charset=utf-8", "a")
        .handle([this](const Call&, std::int64_t parts) { return lines(parts, false, false); });
    routes.get("/push").allow(Role::anyone).pushes<Note>().handle([this](const Call&) -> Task<Outcome<Push>> {
      co_return Push{[this](Listening& client) { return talk(client); }};
    });
    routes.get("/stream-at-gate").allow(Role::anyone).downloads("text/csv", "a").handle([this](const Call&) {
      return lines(2, true, false);
    });
    routes.get("/stream-fails").allow(Role::anyone).downloads("text/csv", "a").handle([this](const Call&) {
      return lines(2, false, true);
    });
    routes.get("/stream-for-staff").allow(Role::staff).downloads("text/csv", "a").handle([this](const Call&) {
      return lines(1, false, false);
    });
    routes.post("/texts")
        .allow(Role::anyone)
        .body_up_to(128U << 10U)
        .text_body("text/csv", "a,b")
        .answers<Note>()
        .handle([](const Call&, std::string text) -> Task<Outcome<Note>> {
          co_return Note{.name = text.substr(0, 10), .size = static_cast<std::int64_t>(text.size())};
        });
    declare_received(routes, "/received", Role::anyone, false);
    declare_received(routes, "/received-at-gate", Role::anyone, true);
    declare_received(routes, "/received-of-staff", Role::staff, false);
    routes.post("/short-notes")
        .allow(Role::anyone)
        .body_up_to(20)
        .body<NewNote>()
        .answers<Note>()
        .handle([](const Call&, NewNote note) { return named(std::move(note.name)); });
    routes.put("/seventh")
        .allow(Role::anyone)
        .conditional()
        .answers<Note>()
        .handle([](const Call& call) -> Task<Outcome<Note>> {
          if (!call.expects(7)) co_return Problem{.code = Code::precondition_failed};
          co_return Note{};
        });
    routes.post("/once").allow(Role::anyone).once().answers<Note>().handle([](const Call&) {
      return named("stored");
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

  ClientConnections clients_;
  asio::io_context io_{1};
  std::optional<asio::executor_work_guard<Executor>> work_{io_.get_executor()};
  // Never connected, because no route here uses the database.
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

inline void expect_problem(const RawAnswer& answer, int status, std::string_view code) {
  EXPECT_EQ(answer.status, status) << answer.body;
  EXPECT_EQ(answer.field("content-type"), "application/problem+json");
  EXPECT_THAT(answer.body, testing::HasSubstr("\"code\":\"" + std::string(code) + '"'));
  EXPECT_THAT(answer.body, testing::HasSubstr("\"request_id\":\"" + answer.field("x-request-id") + '"'));
}

}  // namespace kpa::http

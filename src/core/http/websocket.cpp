#include "core/http/websocket.hpp"

#include <algorithm>
#include <exception>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket/stream.hpp>

#include "core/http/log.hpp"
#include "core/http/not_sent.hpp"
#include "core/observe/metrics.hpp"
#include "core/timer.hpp"

namespace kpa::http {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace websocket = boost::beast::websocket;
using namespace std::chrono_literals;
using websocket::close_code;

/// For the opening handshake, and for the closing one.
constexpr auto handshake_time = 5s;
/// Clients only listen: whatever they send is dropped, at most this much at once.
constexpr std::size_t longest_received = 4096;

observe::Gauge& open_now() {
  static auto& gauge = observe::metrics().gauge("kpa_http_websockets_open",
                                                "WebSockets open now; they count as connections too");
  return gauge;
}

/// The close code's name in metrics.
const char* name_of(std::uint16_t code) {
  switch (code) {
    case close_code::normal: return "done";
    case close_code::going_away: return "server_stops";
    case close_code::unknown_data: return "client_sends";
    case close_code::policy_error: return "not_allowed";
    case close_code::internal_error: return "failed";
    case close_code::try_again_later: return "too_slow";
    default: return "client_left";
  }
}

}  // namespace

class WebSocket::Conversation final : public Listening, public std::enable_shared_from_this<Conversation> {
 public:
  Conversation(Socket socket, PushLimits limits)
      : timer_(socket.get_executor()), stream_(std::move(socket)), limits_(limits) {}

  Task<void> serve(const Handshake& handshake, const Push& push, std::string request_id) {
    push_ = &push;
    stream_.set_option(websocket::stream_base::timeout{handshake_time, limits_.silence, true});
    stream_.set_option(websocket::stream_base::decorator([&request_id](websocket::response_type& answer) {
      answer.set("X-Request-ID", request_id);
      answer.set("Cache-Control", "no-store");
    }));
    stream_.read_message_max(longest_received);
    stream_.auto_fragment(false);
    beast::error_code ignored;
    beast::get_lowest_layer(stream_).set_option(NotSent(most_not_sent), ignored);
    const auto [refused] = co_await stream_.async_accept(handshake, awaiting_outcome);
    if (refused) co_return;
    open_now().add();
    next_check_ = Clock::now() + limits_.recheck;
    asio::co_spawn(timer_.get_executor(), receive(shared_from_this()), asio::detached);
    bool failed = false;
    try {
      co_await push.talk(*this);
    } catch (const std::exception& error) {
      log.error("a client can be told no more", {{"reason", error.what()}, {"request_id", request_id}});
      failed = true;
    }
    if (failed) end(close_code::internal_error, "");
    if (!gone_) {
      end(close_code::normal, "");
      co_await stream_.async_close(*ending_, awaiting_outcome);
    }
    open_now().subtract();
    const std::uint16_t code = ending_ ? ending_->code : std::uint16_t{};
    observe::metrics()
        .counter("kpa_http_websockets_closed_total", "WebSockets closed, by the reason",
                 {{"reason", name_of(code)}})
        .add();
    log.info("listened", {{"code", code}, {"request_id", request_id}});
    push_ = nullptr;
    abandon();
  }

  Task<bool> send(std::string_view message) override {
    const bool may = co_await goes_on();
    if (!may) co_return false;
    const auto began = Clock::now();
    const auto [error, size] =
        co_await stream_.async_write(asio::buffer(message.data(), message.size()), awaiting_outcome);
    if (error) gone_ = true;
    if (Clock::now() - began > limits_.slow) end(close_code::try_again_later, "too slow");
    co_return !gone_ && !ending_;
  }

  Task<bool> wait(std::chrono::milliseconds longest) override {
    const auto until = Clock::now() + longest;
    while (!woken_ && Clock::now() < until) {
      const bool may = co_await goes_on();
      if (!may) co_return false;
      if (!woken_) co_await rest(std::min(until, next_check_));
    }
    woken_ = false;
    const bool may = co_await goes_on();
    co_return may;
  }

  void wake() override {
    woken_ = true;
    timer_.cancel();
  }

  /// The first call's reason is sent.
  void end(close_code code, const char* reason) {
    if (!ending_) ending_.emplace(code, reason);
    timer_.cancel();
  }

  void abandon() {
    gone_ = true;
    timer_.cancel();
    beast::error_code ignored;
    beast::get_lowest_layer(stream_).close(ignored);
  }

 private:
  Task<void> rest(Clock::time_point until) {
    timer_.expires_at(until);
    co_await timer_.async_wait(awaiting_outcome);
  }

  /// Whether the client is connected and may still listen. Waits while that cannot be determined.
  Task<bool> goes_on() {
    while (!gone_ && !ending_ && Clock::now() >= next_check_) {
      bool known = true;
      try {
        const auto refusal = co_await push_->refusal_now();
        if (refusal) end(close_code::policy_error, describe(refusal->code).slug.data());
      } catch (const std::exception&) {
        known = false;
      }
      if (known)
        next_check_ = Clock::now() + limits_.recheck;
      else if (!gone_ && !ending_)
        co_await rest(Clock::now() + limits_.recheck);
    }
    co_return !gone_ && !ending_;
  }

  /// Reads as long as the connection lasts: reading is what answers pings and notices a close.
  static Task<void> receive(std::shared_ptr<Conversation> self) {
    for (;;) {
      beast::flat_buffer dropped;
      const auto [error, size] = co_await self->stream_.async_read(dropped, awaiting_outcome);
      if (error) {
        self->gone_ = true;
        self->timer_.cancel();
        co_return;
      }
      self->end(close_code::unknown_data, "this is for listening only");
    }
  }

  Timer timer_;
  websocket::stream<Socket> stream_;
  PushLimits limits_;
  const Push* push_ = nullptr;
  bool gone_ = false;
  bool woken_ = false;
  std::optional<websocket::close_reason> ending_;
  Clock::time_point next_check_{};
};

WebSocket::WebSocket(Socket socket, PushLimits limits)
    : conversation_(std::make_shared<Conversation>(std::move(socket), limits)) {}

Task<void> WebSocket::serve(const Handshake& handshake, const Push& push, std::string request_id) {
  return conversation_->serve(handshake, push, std::move(request_id));
}
void WebSocket::go_away() { conversation_->end(close_code::going_away, "the server stops"); }
void WebSocket::abandon() { conversation_->abandon(); }

}  // namespace kpa::http

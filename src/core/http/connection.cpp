#include "core/http/connection.hpp"

#include <functional>
#include <utility>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <linux/sockios.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include "core/http/incoming.hpp"

// The life of a connection: its phases, their deadlines, and when it makes room for another.
namespace kpa::http {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

/// How long a connection on the reserve has to send its request.
constexpr auto reserve_time = 1s;

}  // namespace

/// Sets the connection's current request for the lifetime of this.
struct Connection::Current {
  Current(Connection& its_connection, Incoming& incoming) : connection(its_connection) {
    connection.incoming_ = &incoming;
  }
  ~Current() { connection.incoming_ = nullptr; }
  Current(const Current&) = delete;
  Current& operator=(const Current&) = delete;

  Connection& connection;
};

// The parser does not limit chunk extensions and trailer fields; the buffer's size does.
Connection::Connection(Socket socket, Admission admission, ConnectionSettings& settings)
    : socket_(std::move(socket)),
      admission_(std::move(admission)),
      settings_(settings),
      buffer_(settings.limits.header_bytes + first_read) {}

void Connection::start(std::function<void()> ended) {
  asio::co_spawn(
      socket_.get_executor(), [self = shared_from_this()] { return self->serve(); },
      asio::bind_cancellation_slot(cancel_.slot(), [self = shared_from_this(), ended](std::exception_ptr) {
        boost::system::error_code ignored;
        self->socket_.close(ignored);
        ended();
      }));
}

void Connection::enter(Phase phase, std::chrono::milliseconds limit) {
  phase_ = phase;
  not_taken_ = 0;
  stand_last();
  deadline_ = since_ + limit;
}

/// The line for connections that wait for their client; null when the client waits for us.
WaitingLine* Connection::line() {
  const bool once = admission_.on_reserve;
  switch (phase_) {
    case Phase::idle:
    case Phase::lingering: return once ? &settings_.idle_reserve : &settings_.idle;
    case Phase::reading: return once ? nullptr : &settings_.reading;
    case Phase::writing: return once ? nullptr : &settings_.writing;
    case Phase::answering:
    case Phase::streaming:
    case Phase::pushing: return nullptr;
  }
  return nullptr;
}

/// Moves to the end of its line, because its client has just done something.
void Connection::stand_last() {
  since_ = Clock::now();
  unlink();
  if (auto* const its = line()) its->push_back(*this);
}

/// With a slow reader, the system reports free space in its buffer only now and then; acknowledged bytes are
/// visible earlier.
void Connection::look_at_taken() {
  if (phase_ != Phase::writing || !socket_.is_open()) return;
  int left = 0;
  if (::ioctl(socket_.native_handle(), SIOCOUTQ, &left) != 0) return;
  if (std::exchange(not_taken_, left) > left) stand_last();
}

/// Looks for a next byte without taking it; as recv(): 1 if there is one, 0 at the end of the stream, else
/// -1.
ssize_t Connection::peek() {
  char byte = 0;
  return ::recv(socket_.native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
}

void Connection::check(Clock::time_point now) {
  look_at_taken();
  if (at_work() && now - since_ > patience) {
    // A client that closes ends its stream. One that closed only its sending half still gets its answer, if
    // that does not take long.
    const auto peeked = peek();
    if (peeked == 0 || (peeked < 0 && errno != EAGAIN && errno != EWOULDBLOCK)) return abandon();
  }
  if (now <= deadline_) return;
  deadline_ = Clock::time_point::max();
  if (phase_ == Phase::reading) give_up({.code = Code::request_timeout});
  if (phase_ == Phase::answering)
    give_up({.code = Code::unavailable,
             .message = i18n::text(
                 "The answer took too long. A change may have been made all the same: look before you "
                 "repeat it.")});
  abandon();
}

void Connection::end_within(std::chrono::milliseconds grace) {
  if (websocket_) websocket_->go_away();
  if (phase_ == Phase::idle) deadline_ = std::min(deadline_, Clock::now() + grace);
}

bool Connection::make_room() {
  if (phase_ == Phase::idle && peek() > 0) return false;
  look_at_taken();
  const bool within = phase_ == Phase::reading || phase_ == Phase::writing;
  if (within && Clock::now() - since_ < patience) return false;
  unlink();
  admission_.place.reset();
  if (phase_ == Phase::reading) give_up({.code = Code::unavailable});
  boost::system::error_code ignored;
  // Reset the connection, or the system would keep bytes that nobody reads.
  if (phase_ == Phase::writing) socket_.set_option(Socket::linger(true, 0), ignored);
  abandon();
  return true;
}

void Connection::abandon() {
  if (websocket_) return websocket_->abandon();
  if (at_work()) return cancel_.emit(asio::cancellation_type::terminal);
  boost::system::error_code ignored;
  socket_.close(ignored);
}

Task<void> Connection::serve() {
  const ServerLimits& limits = settings_.limits;
  const bool once = admission_.on_reserve;
  for (;;) {
    enter(Phase::idle, once                 ? reserve_time
                       : settings_.draining ? std::chrono::milliseconds(500)
                                            : limits.idle_timeout);
    for (std::size_t line_ends = 0; !request_begins(line_ends);) {
      const auto [error, size] =
          co_await socket_.async_read_some(buffer_.prepare(first_read), awaiting_outcome);
      if (error || !socket_.is_open()) co_return;
      buffer_.commit(size);
    }
    enter(Phase::reading, once ? reserve_time : limits.read_timeout);
    Incoming incoming(limits.header_bytes);
    const Current current(*this, incoming);
    const bool good = co_await read_header(incoming);
    if (!good || !socket_.is_open()) co_return;  // closed meanwhile
    const bool again = co_await answer(incoming);
    if (!again) co_return;
  }
}

}  // namespace kpa::http

#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/intrusive/list.hpp>

#include "core/http/body_budget.hpp"
#include "core/http/client_address.hpp"
#include "core/http/client_connections.hpp"
#include "core/http/server.hpp"
#include "core/http/websocket.hpp"
#include "core/problem.hpp"
#include "core/time.hpp"

namespace kpa::http {

using Socket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, Executor>;
/// Enough for a typical request from a phone.
constexpr std::size_t first_read = 2U << 10U;

using ErrorCode = boost::system::error_code;
/// Larger bodies count against the budget, which a client with an invented token could use up. Small ones,
/// which are nearly all, do not count and so are still served: they need no more memory than a header.
constexpr std::size_t small_body = 16U << 10U;
/// After this time a running request is checked: is its client still there? Also how long a client may be
/// silent while sending a request or taking an answer before its connection may make room for another.
constexpr std::chrono::seconds patience{1};

struct Incoming;

/// Places a connection in a line for as long as it waits for its client.
struct Waiting
    : boost::intrusive::list_base_hook<boost::intrusive::link_mode<boost::intrusive::auto_unlink>> {};
/// In order of waiting time, longest first.
using WaitingLine = boost::intrusive::list<Waiting, boost::intrusive::constant_time_size<false>>;

struct ConnectionSettings {
  ServerLimits limits;
  BrowserPolicy browsers;
  Answer answer;
  std::vector<Network> trusted_proxies;
  BodyBudget bodies;
  WaitingLine idle = {};          ///< between requests, or before the first
  WaitingLine reading = {};       ///< for the rest of a request
  WaitingLine writing = {};       ///< for the client to take its answer, or a part of it
  WaitingLine idle_reserve = {};  ///< like `idle`, for connections on the reserve
  bool draining = false;
};

/// How a client was let in.
struct Admission {
  std::string address;  ///< of the peer, which may be a proxy
  Network client;       ///< the network that counts as this client
  std::optional<ClientConnections::Admission> place;
  /// Beyond the limit: may send one request, soon, to a route that is served even when full.
  bool on_reserve = false;
};

/// Sends a failure as a complete HTTP message, as far as the socket accepts it without waiting.
void send_at_once(Socket& socket, const Problem& problem, std::string_view request_id,
                  i18n::Language language, const ConnectionSettings& settings);

/// One client's connection: reads requests one after another and answers them in order.
class Connection : public Waiting, public std::enable_shared_from_this<Connection> {
 public:
  Connection(Socket socket, Admission admission, ConnectionSettings& settings);

  /// Serves until either side ends it, then calls `ended`.
  void start(std::function<void()> ended);
  /// Closes it when its deadline has passed, or when its client hung up during a long request.
  void check(Clock::time_point now);
  /// At a stop: closes it unless its client sends another request within `grace`, which is then answered. A
  /// WebSocket is closed with a close frame.
  void end_within(std::chrono::milliseconds grace);
  void abandon();
  /// Closes it to make room for another; false when that would be unfair: its client has just sent something
  /// or taken some of its answer, or has hardly had time for a whole request.
  bool make_room();
  const Network& client() const { return admission_.client; }

 private:
  enum class Phase { idle, reading, answering, streaming, writing, lingering, pushing };
  struct Current;
  class Body;

  Task<void> serve();
  Task<bool> read_header(Incoming& incoming);
  Task<ErrorCode> read_on(Incoming& incoming);
  void wait_for_body(const Incoming& incoming, Phase phase);
  Task<bool> answer(Incoming& incoming);
  Task<bool> write();
  Task<bool> stream(Response& response, bool chunked);
  Task<void> push(Incoming& incoming, const Push& push);
  Task<void> send_part(std::string_view part, bool chunked);
  Task<void> refuse(Problem problem, bool body_left);
  void give_up(const Problem& problem);
  void note_refusal(const Problem& problem);
  Task<void> linger();
  bool at_work() const { return phase_ == Phase::answering || phase_ == Phase::streaming; }
  bool request_begins(std::size_t& line_ends);
  ssize_t peek();
  void enter(Phase phase, std::chrono::milliseconds limit);
  WaitingLine* line();
  void stand_last();
  void look_at_taken();
  std::size_t go_on(const ErrorCode& error, std::size_t written);

  Socket socket_;
  Admission admission_;
  ConnectionSettings& settings_;
  boost::beast::flat_buffer buffer_;
  std::string out_;
  Incoming* incoming_ = nullptr;        // the request being read or answered
  std::optional<WebSocket> websocket_;  // owns the socket while the client listens
  boost::asio::cancellation_signal cancel_;
  Phase phase_ = Phase::idle;
  Clock::time_point since_{};  // when this phase began, or its client last took some of the answer
  int not_taken_ = 0;          // bytes of the answer that the client had not acknowledged at the last look
  Clock::time_point deadline_{};
};

}  // namespace kpa::http

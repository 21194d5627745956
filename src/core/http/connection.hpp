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
/// Room for a request as phones send it.
constexpr std::size_t first_read = 2U << 10U;

using ErrorCode = boost::system::error_code;
/// Larger bodies count against the budget, which whoever invents a token can use up. Small ones, nearly all
/// there are, do not, so that they go on being served: a connection holds no more of one than of a header.
constexpr std::size_t small_body = 16U << 10U;
/// A request that took this long is looked after: is its client still there? And it makes room for others
/// when it has not come until then, or when nothing of its answer was taken for so long.
constexpr std::chrono::seconds patience{1};

struct Incoming;

/// A connection that waits for its client stands in a line, for as long as it waits.
struct Waiting
    : boost::intrusive::list_base_hook<boost::intrusive::link_mode<boost::intrusive::auto_unlink>> {};
/// Whoever waits longest comes first.
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
  WaitingLine idle_reserve = {};  ///< like `idle`, of those on a place of the reserve
  bool draining = false;
};

/// How a client was let in.
struct Admission {
  std::string address;  ///< of the peer
  Network client;       ///< what the peer's address counts as
  std::optional<ClientConnections::Admission> place;
  bool on_reserve = false;  ///< there is no room: it may ask for what is answered all the same, once and soon
};

/// A failure as a whole HTTP message, sent as far as the socket takes it without waiting.
void send_at_once(Socket& socket, const Problem& problem, std::string_view request_id,
                  i18n::Language language, const ConnectionSettings& settings);

/// One client's connection: reads requests one after another and answers them in order.
class Connection : public Waiting, public std::enable_shared_from_this<Connection> {
 public:
  Connection(Socket socket, Admission admission, ConnectionSettings& settings);

  /// Serves until either side ends it, then calls `ended`.
  void start(std::function<void()> ended);
  /// Ends it when it is past its time, or when its client hung up on a request that takes long.
  void check(Clock::time_point now);
  /// At a stop: a client that asks nothing more within `grace` is closed on; one that does gets its answer.
  /// To one that listens goodbye is said.
  void end_within(std::chrono::milliseconds grace);
  void abandon();
  /// Ends it so that another may have its place; false where that would not be fair: its client has just sent
  /// something, has hardly had the time for a whole request, or has just taken some of its answer.
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
  std::optional<WebSocket> websocket_;  // has the socket while the client listens
  boost::asio::cancellation_signal cancel_;
  Phase phase_ = Phase::idle;
  Clock::time_point since_{};  // in this phase, or since its client last took something of the answer
  int not_taken_ = 0;          // bytes of the answer, when last looked at
  Clock::time_point deadline_{};
};

}  // namespace kpa::http

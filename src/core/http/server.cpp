#include "core/http/server.hpp"

#include <array>
#include <system_error>
#include <unordered_set>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>

#include "core/http/answers.hpp"
#include "core/http/connection.hpp"
#include "core/http/log.hpp"
#include "core/http/request_id.hpp"
#include "core/observe/metrics.hpp"
#include "core/timer.hpp"

namespace kpa::http {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using namespace std::chrono_literals;

using Acceptor = asio::basic_socket_acceptor<tcp, Executor>;
using ReusePort = asio::detail::socket_option::boolean<SOL_SOCKET, SO_REUSEPORT>;

/// How often the timeouts of all connections of the thread are checked: coarse, but costs no timer per
/// request.
constexpr auto sweep_period = 250ms;
/// After a stop, how long an idle kept-alive connection may still send a request.
constexpr auto farewell = 500ms;
/// How long aborted requests may take to end by themselves.
constexpr auto after_abandon = 500ms;
constexpr int backlog = 1024;
/// Connections of a thread beyond its limit, for routes that are answered even when full.
constexpr std::size_t reserve = 8;
/// How many connections are examined, longest waiting first, to find one to close for another.
constexpr int most_looked_at = 256;
/// How often room is made for one connection, where others are quicker.
constexpr int most_tries = 8;

[[noreturn]] void cannot_listen(const boost::system::error_code& error, const std::string& host,
                                std::uint16_t port) {
  std::string advice;
  if (error == asio::error::address_in_use)
    advice = "; another program uses the port: stop it or choose another --port";
  if (error == asio::error::access_denied)
    advice = "; ports below 1024 need privileges: choose another --port";
  throw std::system_error(error.value(), std::generic_category(),
                          "cannot listen on " + host + ":" + std::to_string(port) + advice);
}

tcp::endpoint endpoint_of(const std::string& host, std::uint16_t port) {
  boost::system::error_code error;
  const auto address = asio::ip::make_address(host == "localhost" ? "127.0.0.1" : host, error);
  if (error) cannot_listen(error, host, port);
  return {address, port};
}

}  // namespace

void refuse_port_in_use(const std::string& host, std::uint16_t port) {
  const tcp::endpoint endpoint = endpoint_of(host, port);
  asio::io_context io;
  Acceptor probe(io);
  boost::system::error_code error;
  probe.open(endpoint.protocol(), error);
  if (!error) probe.set_option(tcp::acceptor::reuse_address(true), error);
  if (!error) probe.bind(endpoint, error);
  if (error) cannot_listen(error, host, port);
}

/// State shared by the connections of one thread. Lives until the last of them ends.
struct Server::Shared : std::enable_shared_from_this<Server::Shared> {
  Shared(asio::io_context& context, ConnectionSettings given, ClientConnections& all_clients)
      : io(context), settings(std::move(given)), clients(all_clients), acceptor(context), sweep(context) {}

  void accept() {
    acceptor.async_accept([self = shared_from_this()](boost::system::error_code error, Socket socket) {
      if (!self->acceptor.is_open()) return;
      if (error == asio::error::no_descriptors && self->make_room()) return self->accept();
      if (error) {
        // Out of file descriptors: accepting again at once would only loop.
        log.error("cannot accept a connection", {{"reason", error.message()}});
        self->accept_again_at_sweep = true;
        return;
      }
      self->welcome(std::move(socket));
      self->accept();
    });
  }

  /// Accepts a connection. When there is no room, closes a waiting connection for it; when one client has too
  /// many, a connection of that client.
  void welcome(Socket socket) {
    accepted.add();
    boost::system::error_code ignored;
    socket.set_option(tcp::no_delay(true), ignored);
    socket.non_blocking(true, ignored);
    Admission admission;
    admission.address = socket.remote_endpoint(ignored).address().to_string();
    admission.client = client_network(admission.address);
    bool has_room = false;
    if (!is_in(admission.address, settings.trusted_proxies)) {
      admission.place = clients.take(admission.client);
      // Another thread may take the place that was made here for a connection of its own.
      for (int tries = 0; !admission.place && tries < most_tries && make_room(&admission.client); ++tries) {
        has_room = true;
        admission.place = clients.take(admission.client);
      }
      if (!admission.place)
        return turn_away(socket, {.code = Code::too_many_requests, .retry_after = 1s}, over_share);
    }
    if (!has_room && is_full() && !make_room()) {
      if (on_reserve >= reserve && !make_room_in(settings.idle_reserve))
        return turn_away(socket, {.code = Code::unavailable}, over_limit);
      admission.on_reserve = true;
    }
    open_connection(std::move(socket), std::move(admission));
  }

  /// Connections that made room and are still closing count too: each has been replaced already.
  bool is_full() const { return connections.size() - on_reserve >= settings.limits.connections; }

  /// Closes the connection that has waited longest for its client (only `client`'s, if given): first those
  /// between requests, then those reading a request, then those writing an answer. False when none can be
  /// closed.
  bool make_room(const Network* client = nullptr) {
    return make_room_in(settings.idle, client) || make_room_in(settings.reading, client) ||
           make_room_in(settings.writing, client);
  }

  static bool make_room_in(WaitingLine& line, const Network* client = nullptr) {
    int looked_at = 0;
    for (auto next = line.begin(); next != line.end() && looked_at++ < most_looked_at;) {
      auto& connection = static_cast<Connection&>(*next++);
      if (client != nullptr && connection.client() != *client) continue;
      if (!connection.make_room()) continue;
      made_room().add();
      return true;
    }
    return false;
  }

  void turn_away(Socket& socket, const Problem& problem, observe::Counter& counter) {
    counter.add();
    // Read what has come already: else closing would reset the connection, and the answer would be lost.
    std::array<char, 4096> dropped{};
    boost::system::error_code ignored;
    socket.read_some(asio::buffer(dropped), ignored);
    send_at_once(socket, problem, new_request_id(), i18n::Language::english, settings);
  }

  void open_connection(Socket socket, Admission admission) {
    const std::size_t of_reserve = admission.on_reserve ? 1 : 0;
    auto connection = std::make_shared<Connection>(std::move(socket), std::move(admission), settings);
    connections.insert(connection);
    on_reserve += of_reserve;
    open.add();
    connection->start([self = shared_from_this(), of_reserve, weak = std::weak_ptr(connection)] {
      if (const auto ended = weak.lock()) self->connections.erase(ended);
      self->on_reserve -= of_reserve;
      self->open.subtract();
      if (self->settings.draining && self->connections.empty()) self->finish();
    });
  }

  void watch() {
    sweep.expires_after(sweep_period);
    sweep.async_wait([self = shared_from_this()](boost::system::error_code stopped) {
      if (stopped || self->finished) return;
      const auto now = Clock::now();
      const auto all = self->connections;  // abandon() changes the set
      for (const auto& connection : all) connection->check(now);
      if (std::exchange(self->accept_again_at_sweep, false)) self->accept();
      if (self->settings.draining && now > self->drain_until)
        for (const auto& connection : all) connection->abandon();
      // Some waits cannot be cancelled: they end when done() closes what they wait for.
      if (self->settings.draining && now > self->drain_until + after_abandon) return self->finish();
      self->watch();
    });
  }

  static observe::Counter& turned_away(const char* over) {
    return observe::metrics().counter("kpa_http_connections_refused_total",
                                      "Connections told to come back, by what there were too many of",
                                      {{"over", over}});
  }
  static observe::Counter& made_room() {
    static auto& counter = observe::metrics().counter("kpa_http_connections_ended_for_others_total",
                                                      "Waiting connections ended to make room for others");
    return counter;
  }

  void finish() {
    finished = true;  // the sweep's handler may be queued already, where cancel() does not reach it
    sweep.cancel();
    if (auto callback = std::exchange(done, nullptr)) callback();
  }

  asio::io_context& io;
  ConnectionSettings settings;
  ClientConnections& clients;
  Acceptor acceptor;
  Timer sweep;
  std::unordered_set<std::shared_ptr<Connection>> connections;
  std::size_t on_reserve = 0;  // of `connections`
  Clock::time_point drain_until{};
  std::function<void()> done;
  bool accept_again_at_sweep = false;
  bool finished = false;
  observe::Counter& accepted =
      observe::metrics().counter("kpa_http_connections_total", "Connections accepted");
  observe::Counter& over_limit = turned_away("full");
  observe::Counter& over_share = turned_away("client");
  observe::Gauge& open = observe::metrics().gauge("kpa_http_connections_open", "Connections open now");
};

Server::Server(asio::io_context& io, ServerLimits limits, ClientConnections& clients, BrowserPolicy browsers,
               Answer answer, std::vector<Network> trusted_proxies)
    : shared_(std::make_shared<Shared>(io,
                                       ConnectionSettings{.limits = limits,
                                                          .browsers = std::move(browsers),
                                                          .answer = std::move(answer),
                                                          .trusted_proxies = std::move(trusted_proxies),
                                                          .bodies = BodyBudget(limits.bodies_bytes)},
                                       clients)) {}

Server::~Server() = default;

std::uint16_t Server::listen(const std::string& host, std::uint16_t port) {
  const tcp::endpoint endpoint = endpoint_of(host, port);
  auto& acceptor = shared_->acceptor;
  boost::system::error_code error;
  acceptor.open(endpoint.protocol(), error);
  if (!error) acceptor.set_option(tcp::acceptor::reuse_address(true), error);
  if (!error) acceptor.set_option(ReusePort(true), error);
  if (!error) acceptor.bind(endpoint, error);
  if (!error) acceptor.listen(backlog, error);
  if (error) cannot_listen(error, host, port);
  shared_->accept();
  shared_->watch();
  return acceptor.local_endpoint().port();
}

void Server::stop(std::function<void()> done) {
  Shared& shared = *shared_;
  shared.done = std::move(done);
  shared.settings.draining = true;
  shared.drain_until = Clock::now() + shared.settings.limits.drain_timeout;
  // Clients in the accept queue already see an open connection, so serve them.
  boost::system::error_code error;
  shared.acceptor.non_blocking(true, error);
  for (;;) {
    Socket socket(shared.io);
    shared.acceptor.accept(socket, error);
    if (error) break;
    shared.welcome(std::move(socket));
  }
  shared.acceptor.close(error);
  for (const auto& connection : shared.connections) connection->end_within(farewell);
  if (shared.connections.empty()) asio::post(shared.io, [kept = shared_] { kept->finish(); });
}

std::size_t Server::connections() const { return shared_->connections.size(); }

}  // namespace kpa::http

#include "core/http/server.hpp"

#include <system_error>
#include <unordered_set>

#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>

#include "core/http/answers.hpp"
#include "core/http/connection.hpp"
#include "core/http/request_id.hpp"
#include "core/observe/log.hpp"
#include "core/observe/metrics.hpp"

namespace kpa::http {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using namespace std::chrono_literals;

using Acceptor = asio::basic_socket_acceptor<tcp, Executor>;
using Clock = std::chrono::steady_clock;
using Timer = asio::basic_waitable_timer<Clock, asio::wait_traits<Clock>, Executor>;
using ReusePort = asio::detail::socket_option::boolean<SOL_SOCKET, SO_REUSEPORT>;

/// Timeouts are checked this often for all connections of the thread: coarse, and free for each request.
constexpr auto sweep_period = 250ms;
/// How long a client that keeps its connection may take, after a stop, to be told with its next answer.
constexpr auto farewell = 500ms;
/// How long abandoned requests may take to end by themselves.
constexpr auto after_abandon = 500ms;
constexpr int backlog = 1024;

const observe::Log& log() {
  static const observe::Log request("request");
  return request;
}

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

/// What the connections of one thread share. Lives until the last of them ends.
struct Server::Shared : std::enable_shared_from_this<Server::Shared> {
  Shared(asio::io_context& context, ConnectionSettings given)
      : io(context), settings(std::move(given)), acceptor(context), sweep(context) {}

  void accept() {
    acceptor.async_accept([self = shared_from_this()](boost::system::error_code error, Socket socket) {
      if (!self->acceptor.is_open()) return;
      if (error) {
        // Out of file descriptors: accepting again at once would only spin.
        log().error("cannot accept a connection", {{"reason", error.message()}});
        self->accept_again_at_sweep = true;
        return;
      }
      self->welcome(std::move(socket));
      self->accept();
    });
  }

  void welcome(Socket socket) {
    accepted.add();
    boost::system::error_code ignored;
    socket.set_option(tcp::no_delay(true), ignored);
    socket.non_blocking(true, ignored);
    if (connections.size() >= settings.limits.connections) {
      turned_away.add();
      send_at_once(socket, {.code = Code::unavailable}, new_request_id(), i18n::Language::english, settings);
      return;
    }
    auto connection = std::make_shared<Connection>(std::move(socket), settings);
    connections.insert(connection);
    open.add();
    connection->start([self = shared_from_this(), weak = std::weak_ptr(connection)] {
      if (const auto ended = weak.lock()) self->connections.erase(ended);
      self->open.subtract();
      if (self->settings.draining && self->connections.empty()) self->finish();
    });
  }

  void watch() {
    sweep.expires_after(sweep_period);
    sweep.async_wait([self = shared_from_this()](boost::system::error_code stopped) {
      if (stopped || self->finished) return;
      const auto now = Clock::now();
      const auto all = self->connections;  // ending one changes the set
      for (const auto& connection : all) connection->check(now);
      if (std::exchange(self->accept_again_at_sweep, false)) self->accept();
      if (self->settings.draining && now > self->drain_until)
        for (const auto& connection : all) connection->abandon();
      // Not every wait can be cancelled: the others end when done() closes what they wait for.
      if (self->settings.draining && now > self->drain_until + after_abandon) return self->finish();
      self->watch();
    });
  }

  void finish() {
    finished = true;  // the sweep may be due already, out of cancel()'s reach
    sweep.cancel();
    if (auto callback = std::exchange(done, nullptr)) callback();
  }

  asio::io_context& io;
  ConnectionSettings settings;
  Acceptor acceptor;
  Timer sweep;
  std::unordered_set<std::shared_ptr<Connection>> connections;
  Clock::time_point drain_until{};
  std::function<void()> done;
  bool accept_again_at_sweep = false;
  bool finished = false;
  observe::Counter& accepted =
      observe::metrics().counter("kpa_http_connections_total", "Connections accepted");
  observe::Counter& turned_away = observe::metrics().counter("kpa_http_connections_refused_total",
                                                             "Connections over the limit, told to come back");
  observe::Gauge& open = observe::metrics().gauge("kpa_http_connections_open", "Connections open now");
};

Server::Server(asio::io_context& io, ServerLimits limits, BrowserPolicy browsers, Answer answer,
               std::vector<Network> trusted_proxies, BodyRules body_rules)
    : shared_(std::make_shared<Shared>(io, ConnectionSettings{.limits = limits,
                                                              .browsers = std::move(browsers),
                                                              .answer = std::move(answer),
                                                              .trusted_proxies = std::move(trusted_proxies),
                                                              .body_rules = std::move(body_rules),
                                                              .bodies = BodyBudget(limits.bodies_bytes)})) {}

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
  // Whoever is in the queue already has been promised a connection.
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

#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/http/client_address.hpp"
#include "core/http/message.hpp"
#include "core/http/push.hpp"
#include "core/task.hpp"

namespace kpa::http {

/// What browsers are told: which origins' pages may read answers (CORS), and how to come back.
struct BrowserPolicy {
  bool all_origins = false;
  std::vector<std::string> origins = {};
  bool credentials = false;
  std::chrono::seconds https_only{0};  ///< for so long by HTTPS only; 0: as they like
};

struct ServerLimits {
  std::size_t connections = 1000;         ///< of one I/O thread; for more others make room
  std::size_t body_bytes = 1U << 20U;     ///< where the route has nothing to say
  std::size_t bodies_bytes = 64U << 20U;  ///< of the large ones of one I/O thread; more are told to come back
  std::size_t header_bytes = 16U << 10U;
  std::size_t body_rate = 1U << 10U;  ///< bytes a second of a body, over any read_timeout, or it is given up
  std::chrono::milliseconds read_timeout{15'000};  ///< for a header, from its first byte
  std::chrono::milliseconds handle_timeout{
      30'000};                                      ///< for making the answer, or each part of a streamed one
  std::chrono::milliseconds write_timeout{15'000};  ///< for the client to take it
  std::chrono::milliseconds idle_timeout{75'000};   ///< between requests
  std::chrono::milliseconds drain_timeout{10'000};  ///< for requests under way at a stop
  PushLimits push = {};                             ///< for clients that listen
};

class ClientConnections;

/// Makes the answer to a request of which only the header needs to have come. Throws only when the request is
/// cancelled because its client is gone.
using Answer = std::function<Task<Response>(const Request&)>;

/// Throws, as Server::listen() does, when somebody has the port: servers share one (SO_REUSEPORT), so that
/// listen() alone would quietly share it with a program that was started twice.
void refuse_port_in_use(const std::string& host, std::uint16_t port);

/// HTTP/1.1 on one I/O thread, on a listening socket of its own (SO_REUSEPORT).
class Server {
 public:
  /// `clients` counts the connections of each client, but not of `trusted_proxies`; what these say of who
  /// asks (X-Forwarded-For) is believed.
  Server(boost::asio::io_context& io, ServerLimits limits, ClientConnections& clients, BrowserPolicy browsers,
         Answer answer, std::vector<Network> trusted_proxies = {});
  ~Server();

  /// Binds and begins to accept; port 0 takes a free one. Throws std::system_error with what to do about it.
  /// Gives the port.
  std::uint16_t listen(const std::string& host, std::uint16_t port);
  /// Accepts no more, answers what is under way and closes; then, or when drain_timeout has passed, calls
  /// `done`.
  void stop(std::function<void()> done);
  std::size_t connections() const;

 private:
  struct Shared;
  std::shared_ptr<Shared> shared_;
};

}  // namespace kpa::http

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

/// What browsers are told: which origins may read answers (CORS), and to come back by HTTPS only (HSTS).
struct BrowserPolicy {
  bool all_origins = false;
  std::vector<std::string> origins = {};
  bool credentials = false;
  std::chrono::seconds https_only{0};  ///< how long to use HTTPS only; 0: not required
};

struct ServerLimits {
  std::size_t connections = 1000;      ///< of one I/O thread; beyond it, waiting ones are closed for new ones
  std::size_t body_bytes = 1U << 20U;  ///< unless the route sets its own
  std::size_t bodies_bytes = 64U << 20U;  ///< all large bodies in memory of one I/O thread; beyond it, 503
  std::size_t header_bytes = 16U << 10U;
  std::size_t body_rate = 1U << 10U;  ///< minimum bytes a second of a body, measured over read_timeout
  std::chrono::milliseconds read_timeout{15'000};  ///< for a header, from its first byte
  std::chrono::milliseconds handle_timeout{
      30'000};                                      ///< for making the answer, or each part of a streamed one
  std::chrono::milliseconds write_timeout{15'000};  ///< for the client to take it
  std::chrono::milliseconds idle_timeout{75'000};   ///< between requests
  std::chrono::milliseconds drain_timeout{10'000};  ///< for requests under way at a stop
  PushLimits push = {};                             ///< for clients that listen
};

class ClientConnections;

/// Makes the answer to a request, of which only the header has to be there. Throws only when the request is
/// cancelled because its client is gone.
using Answer = std::function<Task<Response>(const Request&)>;

/// Throws like Server::listen() when another program has the port. Needed because our servers share the port
/// (SO_REUSEPORT): listen() alone would silently share it with a second start of the program.
void refuse_port_in_use(const std::string& host, std::uint16_t port);

/// HTTP/1.1 on one I/O thread, on a listening socket of its own (SO_REUSEPORT).
class Server {
 public:
  /// `clients` counts the connections of each client, except those of `trusted_proxies`, whose
  /// X-Forwarded-For is believed.
  Server(boost::asio::io_context& io, ServerLimits limits, ClientConnections& clients, BrowserPolicy browsers,
         Answer answer, std::vector<Network> trusted_proxies = {});
  ~Server();

  /// Binds and begins to accept; port 0 takes a free one. Returns the port. Throws std::system_error that
  /// says what to do.
  std::uint16_t listen(const std::string& host, std::uint16_t port);
  /// Accepts no more connections and finishes running requests; calls `done` then, or after drain_timeout.
  void stop(std::function<void()> done);
  std::size_t connections() const;

 private:
  struct Shared;
  std::shared_ptr<Shared> shared_;
};

}  // namespace kpa::http

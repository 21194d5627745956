#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace kpa::test {

/// A WebSocket client of a service on this machine. Waits block, for at most half a minute, then throw.
class WebSocketClient {
 public:
  using Fields = std::vector<std::pair<std::string, std::string>>;

  /// A message, or the end of the connection.
  struct Received {
    std::string message;
    bool closed = false;
    std::uint16_t code = 0;  ///< code with which the server closed; 0: it sent none
    std::string reason;
  };

  WebSocketClient(std::uint16_t port, const std::string& path, const Fields& fields = {},
                  int receive_buffer = 0);
  WebSocketClient(WebSocketClient&& other) noexcept;
  ~WebSocketClient();

  /// Status of the handshake's answer: 101 when it is open.
  int status() const;
  std::string body() const;
  std::string field(const std::string& name) const;

  Received receive();
  void send(const std::string& message);
  /// Sends a close frame, and reads until the server has answered it.
  void close();

 private:
  struct Connection;
  std::unique_ptr<Connection> connection_;
};

}  // namespace kpa::test

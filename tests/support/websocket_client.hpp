#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace kpa::test {

/// A client of a WebSocket on this machine. Waits block, for at most half a minute; then they throw.
class WebSocketClient {
 public:
  using Fields = std::vector<std::pair<std::string, std::string>>;

  /// What came: a message, or the end of the connection.
  struct Received {
    std::string message;
    bool closed = false;
    std::uint16_t code = 0;  ///< with which the server closed; 0: without a word
    std::string reason;
  };

  WebSocketClient(std::uint16_t port, const std::string& path, const Fields& fields = {},
                  int receive_buffer = 0);
  WebSocketClient(WebSocketClient&& other) noexcept;
  ~WebSocketClient();

  /// Of the answer to the handshake: 101 when it is open.
  int status() const;
  std::string body() const;
  std::string field(const std::string& name) const;

  Received receive();
  void send(const std::string& message);
  /// Says goodbye, and reads what still comes until the server has said so too.
  void close();

 private:
  struct Connection;
  std::unique_ptr<Connection> connection_;
};

}  // namespace kpa::test

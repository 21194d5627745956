#include "tests/support/websocket_client.hpp"

#include <stdexcept>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/websocket/stream.hpp>

namespace kpa::test {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace websocket = boost::beast::websocket;
constexpr auto patience = std::chrono::seconds(30);

}  // namespace

struct WebSocketClient::Connection {
  asio::io_context io;
  websocket::stream<beast::tcp_stream> stream{io};
  websocket::response_type answer;

  /// Runs one operation to its end.
  template <class Start>
  beast::error_code run(Start start) {
    beast::error_code result;
    bool ended = false;
    start([&](beast::error_code error, auto&&...) {
      result = error;
      ended = true;
    });
    io.restart();
    const auto until = std::chrono::steady_clock::now() + patience;
    while (!ended && std::chrono::steady_clock::now() < until) io.run_one_until(until);
    if (!ended) throw std::runtime_error("waited too long for the server's WebSocket");
    return result;
  }
};

WebSocketClient::WebSocketClient(std::uint16_t port, const std::string& path, const Fields& fields,
                                 int receive_buffer)
    : connection_(std::make_unique<Connection>()) {
  auto& stream = connection_->stream;
  auto& socket = stream.next_layer().socket();
  socket.open(asio::ip::tcp::v4());
  if (receive_buffer > 0) socket.set_option(asio::socket_base::receive_buffer_size(receive_buffer));
  socket.connect({asio::ip::address_v4::loopback(), port});
  stream.set_option(websocket::stream_base::decorator([&](websocket::request_type& request) {
    for (const auto& [name, value] : fields) request.set(name, value);
  }));
  connection_->run([&](auto done) {
    stream.async_handshake(connection_->answer, "127.0.0.1:" + std::to_string(port), path, done);
  });
}

WebSocketClient::WebSocketClient(WebSocketClient&& other) noexcept = default;
WebSocketClient::~WebSocketClient() = default;

int WebSocketClient::status() const { return connection_->answer.result_int(); }
std::string WebSocketClient::body() const { return connection_->answer.body(); }
std::string WebSocketClient::field(const std::string& name) const {
  return std::string(connection_->answer[name]);
}

WebSocketClient::Received WebSocketClient::receive() {
  beast::flat_buffer buffer;
  auto& stream = connection_->stream;
  const auto error = connection_->run([&](auto done) { stream.async_read(buffer, done); });
  if (!error) return {.message = beast::buffers_to_string(buffer.data()), .reason = {}};
  const auto& reason = stream.reason();
  return {.message = {},
          .closed = true,
          // Also when the server was gone before our answer reached it.
          .code = reason.code,
          .reason = reason ? std::string(reason.reason.data(), reason.reason.size()) : error.message()};
}

void WebSocketClient::send(const std::string& message) {
  connection_->run([&](auto done) { connection_->stream.async_write(asio::buffer(message), done); });
}

void WebSocketClient::close() {
  connection_->run([&](auto done) { connection_->stream.async_close(websocket::close_code::normal, done); });
}

}  // namespace kpa::test

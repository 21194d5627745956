#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <tuple>

#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>

#include "core/cache/redis_url.hpp"
#include "core/task.hpp"

namespace kpa::cache {

/// TLS 1.2 or later; servers need a certificate signed by a CA in `ca_file`, or, if that is empty, by one
/// that the system trusts. Throws std::runtime_error when the file cannot be loaded.
boost::asio::ssl::context tls_trusting(const std::string& ca_file);

/// The byte stream to one Redis: TCP, or TLS over it. Opened once; another attempt to connect needs a new
/// one. A pending call keeps it alive.
class RedisStream {
 public:
  /// Plain TCP when `tls` is null.
  RedisStream(boost::asio::io_context& io, boost::asio::ssl::context* tls);

  /// Resolves and connects; with TLS also verifies that the certificate is the host's. Returns the error, or
  /// an empty text.
  Task<std::string> open(const RedisAddress& address);

  using Moved = std::tuple<boost::system::error_code, std::size_t>;
  Task<Moved> write(std::string_view bytes);
  Task<Moved> read_some(boost::asio::mutable_buffer into);

  /// Ends all pending calls at once, for good.
  void close();

 private:
  using Socket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, Executor>;

  Task<std::string> shake_hands(const std::string& host);

  boost::asio::ip::basic_resolver<boost::asio::ip::tcp, Executor> resolver_;
  Socket socket_;
  std::optional<boost::asio::ssl::stream<Socket&>> tls_;
  bool closed_ = false;
};

}  // namespace kpa::cache

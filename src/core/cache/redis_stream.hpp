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

/// TLS 1.2 or later, with servers only whose certificate leads to one in `ca_file`, or to one that the system
/// trusts when no file is named. Throws std::runtime_error when the file cannot be used.
boost::asio::ssl::context tls_trusting(const std::string& ca_file);

/// The bytes to and from one Redis: by TCP, or by TLS over it. Opened once; an attempt after it takes
/// another. Whoever waits for one of its functions keeps it alive.
class RedisStream {
 public:
  /// Without `tls` by TCP alone.
  RedisStream(boost::asio::io_context& io, boost::asio::ssl::context* tls);

  /// Resolves and connects; by TLS also sees that the certificate is the host's. Gives what went wrong, or
  /// nothing.
  Task<std::string> open(const RedisAddress& address);

  using Moved = std::tuple<boost::system::error_code, std::size_t>;
  Task<Moved> write(std::string_view bytes);
  Task<Moved> read_some(boost::asio::mutable_buffer into);

  /// Ends all of these at once, for good.
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

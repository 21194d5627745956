#pragma once

#include <functional>
#include <memory>
#include <string>

#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/http/message.hpp>

#include "core/http/push.hpp"
#include "core/http/request_head.hpp"

namespace kpa::http {

/// One client's WebSocket, from the handshake to the end of its connection. It has the socket, is kept alive
/// by what is under way, and is used on its I/O thread only.
class WebSocket {
 public:
  using Socket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, Executor>;
  using Handshake = RequestParser::value_type;

  WebSocket(Socket socket, PushLimits limits);

  /// Answers 101, lets `push` talk, and closes: with 1000 where it has said all, 1001 at a stop of the
  /// server, 1003 where the client sent something, 1008 where it may listen no longer, 1011 after a failure
  /// of ours, 1013 where it is too slow. `handshake` outlives it; `request_id` is answered.
  Task<void> serve(const Handshake& handshake, const Push& push, std::string request_id);
  /// At a stop of the server: says goodbye.
  void go_away();
  /// Ends the connection at once.
  void abandon();

 private:
  class Conversation;
  std::shared_ptr<Conversation> conversation_;
};

}  // namespace kpa::http

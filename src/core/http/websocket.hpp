#pragma once

#include <functional>
#include <memory>
#include <string>

#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/http/message.hpp>

#include "core/http/push.hpp"
#include "core/http/request_head.hpp"

namespace kpa::http {

/// One client's WebSocket, from handshake to close. Owns the socket, stays alive while operations are
/// pending, and is used on its I/O thread only.
class WebSocket {
 public:
  using Socket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, Executor>;
  using Handshake = RequestParser::value_type;

  WebSocket(Socket socket, PushLimits limits);

  /// Answers 101, runs `push`, and closes: with 1000 at its end, 1001 at a stop of the server, 1003 when the
  /// client sent something, 1008 when it may no longer listen, 1011 after an error of ours, 1013 when it is
  /// too slow. `handshake` must outlive the call; `request_id` goes into the answer.
  Task<void> serve(const Handshake& handshake, const Push& push, std::string request_id);
  /// At a stop of the server: closes with 1001.
  void go_away();
  /// Closes the connection at once.
  void abandon();

 private:
  class Conversation;
  std::shared_ptr<Conversation> conversation_;
};

}  // namespace kpa::http

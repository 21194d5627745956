#include <array>
#include <charconv>
#include <functional>

#include <boost/asio/completion_condition.hpp>
#include <boost/asio/write.hpp>

#include "core/http/connection_body.hpp"
#include "core/http/gzip.hpp"
#include "core/http/incoming.hpp"
#include "core/http/not_sent.hpp"
#include "core/http/push.hpp"
#include "core/http/wire_format.hpp"

// How a connection has a request answered, and writes the answer.
namespace kpa::http {
namespace {

namespace asio = boost::asio;

/// The largest buffer that a connection keeps for its next answer.
constexpr std::size_t kept_capacity = 64U << 10U;

}  // namespace

Task<bool> Connection::answer(Incoming& incoming) {
  enter(Phase::answering, settings_.limits.handle_timeout);
  const auto& message = incoming.parser.get();
  const Fields fields(message);
  const std::string& id = incoming.id();
  const std::string address = incoming.address(admission_.address, settings_.trusted_proxies);
  Request request{.method = *method_of(message.method()),
                  .path = incoming.target.path,
                  .query = incoming.target.query,
                  .headers = fields,
                  .body = incoming.parser.is_done() ? std::string_view(message.body()) : "",
                  .client_address = address,
                  .request_id = id,
                  .language = incoming.language(),
                  .when_full = admission_.on_reserve};
  Body body(*this, incoming, request);
  const std::string_view origin = fields.find("Origin");
  const bool preflight = request.method == Method::options && !origin.empty() &&
                         !fields.find("Access-Control-Request-Method").empty();
  Response response = co_await settings_.answer(request);
  if (response.push) {
    // An unread body would be taken for WebSocket frames.
    if (body.rest() == Body::Rest::none) co_await push(incoming, *response.push);
    co_return false;
  }
  const bool head = request.method == Method::head;
  const bool chunks = message.version() == 11;
  const bool ends_by_closing = response.stream && !chunks && !head;
  const Body::Rest rest = body.rest();
  const bool keep_alive = message.keep_alive() && !settings_.draining && !ends_by_closing &&
                          !admission_.on_reserve && rest != Body::Rest::left;
  out_.clear();
  write_response(response,
                 {.head = head,
                  .keep_alive = keep_alive,
                  .chunks = chunks,
                  .gzip = takes_gzip(fields.find("Accept-Encoding")),
                  .origin = origin,
                  .preflight = preflight,
                  .request_id = id},
                 settings_.browsers, out_);
  bool written = false;
  if (response.stream && !head)
    written = co_await stream(response, chunks);
  else
    written = co_await write();
  if (written && rest == Body::Rest::left && !admission_.on_reserve) co_await linger();
  if (!written || !keep_alive) co_return false;
  if (rest == Body::Rest::dropped) co_return co_await body.drop();
  co_return true;
}

/// Called after each partial write; returns how many bytes to write next: all that are left.
std::size_t Connection::go_on(const boost::system::error_code& error, std::size_t written) {
  if (!error && written > 0) stand_last();
  return asio::transfer_all()(error, written);
}

/// Sends the body while it is made. Until it is complete, the connection can only end in a reset, so that
/// even a client that does not read chunks learns that the body is incomplete.
Task<bool> Connection::stream(Response& response, bool chunked) {
  boost::system::error_code ignored;
  socket_.set_option(Socket::linger(true, 0), ignored);
  socket_.set_option(NotSent(most_not_sent), ignored);
  enter(Phase::streaming, settings_.limits.handle_timeout);
  const SendChunk send = [this, chunked](std::string_view part) { return send_part(part, chunked); };
  co_await response.stream(send);
  if (chunked) out_.append("0\r\n\r\n");
  const bool written = co_await write();
  if (written) socket_.set_option(Socket::linger(false, 0), ignored);
  co_return written;
}

/// Sends a part of the body, after whatever is in `out_`: before the first part, the header.
Task<void> Connection::send_part(std::string_view part, bool chunked) {
  if (part.empty()) co_return;  // an empty chunk would end the body
  if (chunked) {
    std::array<char, 16> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), part.size(), 16).ptr;
    out_.append(digits.data(), end).append("\r\n");
  }
  enter(Phase::writing, settings_.limits.write_timeout);
  const std::array<asio::const_buffer, 3> pieces = {asio::buffer(out_), asio::buffer(part),
                                                    asio::buffer(std::string_view(chunked ? "\r\n" : ""))};
  const auto [error, size] = co_await asio::async_write(
      socket_, pieces, std::bind_front(&Connection::go_on, this), awaiting_outcome);
  if (error) throw boost::system::system_error(error);
  out_.clear();
  enter(Phase::streaming, settings_.limits.handle_timeout);
}

/// Serves the WebSocket until either side ends it; after that the connection takes no more requests. It is
/// never closed to make room for others, since its client waits for us.
Task<void> Connection::push(Incoming& incoming, const Push& push) {
  enter(Phase::pushing, {});
  deadline_ = Clock::time_point::max();
  websocket_.emplace(std::move(socket_), settings_.limits.push);
  if (settings_.draining) websocket_->go_away();
  co_await websocket_->serve(incoming.parser.get(), push, incoming.id());
}

Task<bool> Connection::write() {
  enter(Phase::writing, settings_.limits.write_timeout);
  const auto [error, size] = co_await asio::async_write(
      socket_, asio::buffer(out_), std::bind_front(&Connection::go_on, this), awaiting_outcome);
  if (out_.capacity() > kept_capacity) out_ = {};
  co_return !error;
}

}  // namespace kpa::http

#include <algorithm>

#include <boost/beast/http/error.hpp>

#include "core/http/connection.hpp"
#include "core/http/incoming.hpp"

// How a connection reads a request's header, and more of it.
namespace kpa::http {
namespace {

namespace asio = boost::asio;
namespace bhttp = boost::beast::http;

/// Empty lines skipped before a request line: some clients send a line end too many after a body.
constexpr std::size_t most_line_ends = 8;

bool over(bhttp::error condition, const ErrorCode& error) {
  return error == bhttp::make_error_code(condition);
}

}  // namespace

/// Skips empty lines (RFC 9112 §2.2); whether anything else has come.
bool Connection::request_begins(std::size_t& line_ends) {
  for (;;) {
    const std::string_view came(static_cast<const char*>(buffer_.data().data()), buffer_.size());
    if (came.empty() || came == "\r") return false;
    if (!came.starts_with("\r\n") || line_ends == most_line_ends) return true;
    buffer_.consume(2);
    ++line_ends;
  }
}

/// Reads more of the request and returns the error, if any. Reads no more than may belong to this request, so
/// that the next one mostly stays in the system's buffer.
Task<ErrorCode> Connection::read_on(Incoming& incoming) {
  auto& parser = incoming.parser;
  const std::size_t room = buffer_.max_size() - buffer_.size();
  if (room == 0) co_return bhttp::make_error_code(bhttp::error::buffer_overflow);
  const std::uint64_t left = parser.is_header_done() ? parser.content_length_remaining().value_or(room) : 0;
  const std::size_t wanted = std::min<std::uint64_t>(room, std::max<std::uint64_t>(left, first_read));
  auto [error, size] = co_await socket_.async_read_some(buffer_.prepare(wanted), awaiting_outcome);
  if (error == asio::error::eof) {
    parser.put_eof(error);
    co_return error ? error : bhttp::make_error_code(bhttp::error::partial_message);
  }
  if (error) co_return error;
  buffer_.commit(size);
  buffer_.consume(parser.put(buffer_.data(), error));
  co_return over(bhttp::error::need_more, error) ? ErrorCode() : error;
}

/// Reads the header, and the part of the body that came with it. False when the connection is to be closed.
Task<bool> Connection::read_header(Incoming& incoming) {
  auto& parser = incoming.parser;
  // Mostly everything is there already, so try without waiting first.
  ErrorCode error;
  buffer_.consume(parser.put(buffer_.data(), error));
  if (over(bhttp::error::need_more, error)) error = {};
  while (!error && !parser.is_header_done()) error = co_await read_on(incoming);
  std::optional<Problem> problem;
  if (parser.is_header_done()) {
    const Outcome<Target> asked = asked_for(parser);
    if (!asked)
      problem = asked.error();
    else if (error && !(problem = misframed(error)))
      co_return false;
    else
      incoming.target = *asked;
  } else if (over(bhttp::error::header_limit, error)) {
    problem = Problem{.code = Code::headers_too_large};
  } else {
    problem = misframed(error);
    if (!problem) co_return false;
    if (!over(bhttp::error::partial_message, error))
      problem->message = {i18n::text("This is not an HTTP/1.1 request: {reason}"),
                          {{"reason", error.message()}}};
  }
  if (!problem) co_return true;
  co_await refuse(std::move(*problem), !parser.is_done());
  co_return false;
}

}  // namespace kpa::http

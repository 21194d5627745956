#include <functional>

#include <boost/asio/write.hpp>
#include <boost/beast/http/read.hpp>

#include "core/http/connection.hpp"
#include "core/http/incoming.hpp"

// How a connection reads a request: its header, whether that lets it go on, and its body.
namespace kpa::http {
namespace {

namespace asio = boost::asio;
namespace bhttp = boost::beast::http;

/// Before a request line so many empty ones are skipped: some clients end a body with one too many.
constexpr std::size_t most_line_ends = 8;
/// Larger bodies count against the budget, which whoever invents a token can use up. Small ones, nearly all
/// there are, do not, so that they go on being served: a connection holds no more of one than of a header.
constexpr std::size_t small_body = 16U << 10U;

constexpr i18n::Text ends_early = i18n::text("The request ends before it is complete.");

bool over(bhttp::error condition, const boost::system::error_code& error) {
  return error == bhttp::make_error_code(condition);
}

}  // namespace

/// Whether more than empty lines has come, which are skipped (RFC 9112 §2.2).
bool Connection::request_begins(std::size_t& line_ends) {
  for (;;) {
    const std::string_view came(static_cast<const char*>(buffer_.data().data()), buffer_.size());
    if (came.empty() || came == "\r") return false;
    if (!came.starts_with("\r\n") || line_ends == most_line_ends) return true;
    buffer_.consume(2);
    ++line_ends;
  }
}

/// Lets the request go on that the header announces, or says why not: before any of its body is in memory.
std::optional<Problem> Connection::admit(Incoming& incoming) {
  auto& parser = incoming.parser;
  const Outcome<Target> asked = asked_for(parser);
  if (!asked) return asked.error();
  incoming.target = *asked;
  if (parser.is_done() && !admission_.on_reserve) return std::nullopt;
  BodyRule rule;
  const auto& header = parser.get();
  if (settings_.body_rules) rule = settings_.body_rules(*method_of(header.method()), incoming.target.path);
  if (admission_.on_reserve && !rule.when_full) return Problem{.code = Code::unavailable};
  if (parser.is_done()) return std::nullopt;
  const std::size_t usual = settings_.limits.body_bytes;
  // What needs no login needs no large body either, unless it says so.
  const std::size_t most = rule.most.value_or(rule.needs_login ? usual : std::min(usual, small_body));
  // One in chunks may become as large as any.
  const std::size_t expected = parser.content_length().value_or(most);
  if (expected > most) return Problem{.code = Code::payload_too_large};
  if (expected > small_body) {
    if (rule.needs_login && !has_credentials(header)) return Problem{.code = Code::unauthenticated};
    const Network client = client_network(incoming.address(admission_.address, settings_.trusted_proxies));
    if (!settings_.bodies.has_room(client, expected)) return Problem{.code = Code::unavailable};
    incoming.share.emplace(settings_.bodies, client, expected);
  }
  parser.body_limit(most);
  return std::nullopt;
}

/// False when the connection has come to its end.
Task<bool> Connection::read(Incoming& incoming) {
  auto& parser = incoming.parser;
  // Mostly the whole header is there: then nothing needs to wait.
  boost::system::error_code error;
  buffer_.consume(parser.put(buffer_.data(), error));
  if (over(bhttp::error::need_more, error)) {
    const auto [failed, size] = co_await bhttp::async_read_header(socket_, buffer_, parser, awaiting_outcome);
    error = failed;
  }
  if (error) {
    if (over(bhttp::error::header_limit, error)) {
      Problem problem{.code = Code::headers_too_large};
      co_await refuse(std::move(problem), true);
    } else if (!over(bhttp::error::end_of_stream, error) &&
               error.category() == bhttp::make_error_code(bhttp::error::bad_method).category()) {
      Problem problem{.code = Code::malformed_request,
                      .message = over(bhttp::error::partial_message, error)
                                     ? i18n::Message(ends_early)
                                     : i18n::Message(i18n::text("This is not an HTTP/1.1 request: {reason}"),
                                                     {{"reason", error.message()}})};
      co_await refuse(std::move(problem), true);
    }
    co_return false;
  }
  if (auto problem = admit(incoming)) {
    co_await refuse(std::move(*problem), !parser.is_done() && !admission_.on_reserve);
    co_return false;
  }
  if (awaits_continue(parser)) {
    static constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
    const auto [failed, written] = co_await asio::async_write(socket_, asio::buffer(go_on), awaiting_outcome);
    if (failed) co_return false;
  }
  if (!parser.is_done()) {
    const auto [broken, read] = co_await bhttp::async_read(socket_, buffer_, parser, awaiting_outcome);
    if (over(bhttp::error::body_limit, broken)) {
      Problem too_large{.code = Code::payload_too_large};
      co_await refuse(std::move(too_large), true);
    } else if (broken && !over(bhttp::error::end_of_stream, broken) &&
               broken.category() == bhttp::make_error_code(bhttp::error::bad_method).category()) {
      const bool early = over(bhttp::error::partial_message, broken);
      Problem misframed{.code = Code::malformed_request,
                        .message = early ? ends_early : i18n::text("The body is not framed as announced.")};
      co_await refuse(std::move(misframed), true);
    }
    if (broken) co_return false;
    if (incoming.share) incoming.share->shrink_to(parser.get().body().size());
  }
  co_return true;
}

}  // namespace kpa::http

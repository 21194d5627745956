#include "core/http/connection_body.hpp"

#include <algorithm>

#include <boost/asio/write.hpp>

// How a connection reads a body: on demand, part by part, and at a minimum rate.
namespace kpa::http {
namespace {

namespace asio = boost::asio;

/// Ends the request without an answer: nobody would receive it.
[[noreturn]] void client_is_gone() { throw boost::system::system_error(asio::error::operation_aborted); }

}  // namespace

std::optional<Problem> Connection::Body::limit(std::optional<std::size_t> most, bool strangers) {
  const std::size_t usual = connection_.settings_.limits.body_bytes;
  most_ = most.value_or(strangers ? std::min(usual, small_body) : usual);
  if (std::max<std::uint64_t>(incoming_.parser.content_length().value_or(0), part().size()) <= most_)
    return std::nullopt;
  return Problem{.code = Code::payload_too_large};
}

/// Reserves memory for a large body.
std::optional<Problem> Connection::Body::reserve() {
  // A chunked body does not announce its size: assume the largest.
  const std::size_t expected = incoming_.parser.content_length().value_or(most_);
  if (expected <= small_body) return std::nullopt;
  const auto& settings = connection_.settings_;
  const Network client =
      client_network(incoming_.address(connection_.admission_.address, settings.trusted_proxies));
  if (!settings.bodies.has_room(client, expected)) return Problem{.code = Code::unavailable};
  incoming_.share.emplace(connection_.settings_.bodies, client, expected);
  if (incoming_.parser.content_length()) part().reserve(expected);
  return std::nullopt;
}

Task<std::optional<Problem>> Connection::Body::read() {
  if (auto refused = reserve()) co_return refused;
  while (!is_whole())
    if (auto problem = co_await more(Phase::reading)) co_return problem;
  if (incoming_.share) incoming_.share->shrink_to(part().size());
  request_.body = part();
  co_return std::nullopt;
}

Task<Outcome<std::string_view>> Connection::Body::next() {
  if (handed_out_) {
    taken_ += part().size();
    part().clear();
  }
  handed_out_ = true;
  while (part().empty() && !is_whole())
    if (auto problem = co_await more(Phase::reading)) co_return std::move(*problem);
  co_return std::string_view(part());
}

/// Waits for more of the body and appends it to part().
Task<std::optional<Problem>> Connection::Body::more(Phase phase) {
  const ServerLimits& limits = connection_.settings_.limits;
  if (failed_) co_return Problem{.code = Code::malformed_request};
  failed_ = true;
  if (!std::exchange(incoming_.told_to_go_on, true) && awaits_continue(incoming_.parser)) {
    static constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
    const auto [error, size] =
        co_await asio::async_write(connection_.socket_, asio::buffer(go_on), awaiting_outcome);
    if (error) client_is_gone();
  }
  const std::size_t before = part().size();
  const auto began = Clock::now();
  connection_.wait_for_body(incoming_, phase);
  const ErrorCode error = co_await connection_.read_on(incoming_);
  if (!connection_.socket_.is_open()) client_is_gone();  // closed meanwhile
  const std::size_t came = part().size() - before;
  const auto waited = Clock::now() - began;
  const std::size_t of_window = limits.body_rate * limits.read_timeout.count() / 1000;
  incoming_.for_rate.note(came, waited, of_window);
  incoming_.for_place.note(came, waited, small_body);
  connection_.enter(Phase::answering, limits.handle_timeout);
  if (error) {
    if (auto problem = misframed(error)) co_return problem;
    client_is_gone();
  }
  if (taken_ + part().size() > most_) co_return Problem{.code = Code::payload_too_large};
  failed_ = false;
  co_return std::nullopt;
}

Connection::Body::Rest Connection::Body::rest() const {
  const auto& parser = incoming_.parser;
  if (failed_) return Rest::left;
  if (parser.is_done()) return Rest::none;
  const bool may_not_come = awaits_continue(parser) && !incoming_.told_to_go_on;
  const auto left = parser.content_length_remaining();
  return left && *left <= small_body && !may_not_come ? Rest::dropped : Rest::left;
}

Task<bool> Connection::Body::drop() {
  most_ = taken_ + part().size() + small_body;
  while (!is_whole()) {
    const auto problem = co_await more(Phase::lingering);
    if (problem) co_return false;
  }
  co_return true;
}

/// Sets the deadline at which the minimum rate is missed.
void Connection::wait_for_body(const Incoming& incoming, Phase phase) {
  const auto now = Clock::now();
  phase_ = phase;
  stand_last();
  since_ = now - incoming.for_place.waited();
  deadline_ = now + settings_.limits.read_timeout - incoming.for_rate.waited();
}

}  // namespace kpa::http

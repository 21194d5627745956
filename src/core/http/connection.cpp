#include "core/http/connection.hpp"

#include <array>
#include <charconv>
#include <functional>
#include <iterator>
#include <optional>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/completion_condition.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/read.hpp>
#include <linux/sockios.h>
#include <netinet/tcp.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include "core/http/answers.hpp"
#include "core/http/gzip.hpp"
#include "core/http/log.hpp"
#include "core/http/request_head.hpp"
#include "core/http/request_id.hpp"
#include "core/http/wire_format.hpp"
#include "core/i18n/accept_language.hpp"
#include "core/i18n/catalogue.hpp"
#include "core/observe/metrics.hpp"

namespace kpa::http {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace bhttp = boost::beast::http;
using namespace std::chrono_literals;

/// A request that took this long is looked after: is its client still there? And it makes room for others
/// when it has not come until then, or when nothing of its answer was taken for so long.
constexpr auto patience = 1s;
/// For a request on the reserve, to arrive.
constexpr auto reserve_time = 1s;
/// Before a request line so many empty ones are skipped: some clients end a body with one too many.
constexpr std::size_t most_line_ends = 8;
constexpr auto linger_time = 2s;
constexpr std::size_t linger_bytes = 4U << 20U;
/// Room for a request as phones send it.
constexpr std::size_t first_read = 2U << 10U;
/// Larger bodies count against the budget, which whoever invents a token can use up. Small ones, nearly all
/// there are, do not, so that they go on being served: a connection holds no more of one than of a header.
constexpr std::size_t small_body = 16U << 10U;
/// What the system keeps of a stream until the client takes it. Left to itself it would take megabytes, and
/// tell only when a third of them are gone that a slow client goes on reading.
constexpr int most_not_sent = 128 << 10;
using NotSent = asio::detail::socket_option::integer<IPPROTO_TCP, TCP_NOTSENT_LOWAT>;
/// What one connection keeps for its next answer.
constexpr std::size_t kept_capacity = 64U << 10U;

constexpr i18n::Text ends_early = i18n::text("The request ends before it is complete.");

bool over(bhttp::error condition, const boost::system::error_code& error) {
  return error == bhttp::make_error_code(condition);
}

}  // namespace

struct Connection::Incoming {
  std::optional<BodyBudget::Share> share;  // of a large body, until it is answered or broken off
  RequestParser parser;
  Target target;

  explicit Incoming(std::size_t header_bytes) : parser(header_bytes) {
    parser.header_limit(static_cast<std::uint32_t>(header_bytes));
    parser.body_limit(boost::none);  // the header tells whose it is: admit()
  }
  /// The client's own where it has arrived and is harmless.
  const std::string& id() {
    if (id_.empty()) id_ = request_id_from(Fields(parser.get()).find("X-Request-ID"));
    return id_;
  }
  /// What it asks for, as far as it has arrived.
  i18n::Language language() const {
    return i18n::preferred_language(Fields(parser.get()).find("Accept-Language"));
  }
  /// Who sent it, as far as it has arrived: `peer`, or whom a trusted proxy names.
  std::string address(const std::string& peer, const std::vector<Network>& trusted) const {
    if (trusted.empty()) return peer;
    return client_address(peer, all_values(parser.get(), "X-Forwarded-For"), trusted);
  }

 private:
  std::string id_;
};

/// The connection knows its request for as long as this lives.
struct Connection::Current {
  Current(Connection& its_connection, Incoming& incoming) : connection(its_connection) {
    connection.incoming_ = &incoming;
  }
  ~Current() { connection.incoming_ = nullptr; }
  Current(const Current&) = delete;
  Current& operator=(const Current&) = delete;

  Connection& connection;
};

void send_at_once(Socket& socket, const Problem& problem, std::string_view request_id,
                  i18n::Language language, const ConnectionSettings& settings) {
  Response response = problem_response(problem, request_id, language);
  std::string out;
  write_response(response, {.keep_alive = false, .request_id = request_id}, settings.browsers, out);
  boost::system::error_code ignored;
  socket.write_some(asio::buffer(out), ignored);
  socket.shutdown(Socket::shutdown_send, ignored);
}

// The parser sets no limit to a chunk's extensions and to the fields after the last chunk: the buffer does.
Connection::Connection(Socket socket, Admission admission, ConnectionSettings& settings)
    : socket_(std::move(socket)),
      admission_(std::move(admission)),
      settings_(settings),
      buffer_(settings.limits.header_bytes + first_read) {}

void Connection::start(std::function<void()> ended) {
  asio::co_spawn(
      socket_.get_executor(), [self = shared_from_this()] { return self->serve(); },
      asio::bind_cancellation_slot(cancel_.slot(), [self = shared_from_this(), ended](std::exception_ptr) {
        boost::system::error_code ignored;
        self->socket_.close(ignored);
        ended();
      }));
}

void Connection::enter(Phase phase, std::chrono::milliseconds limit) {
  phase_ = phase;
  not_taken_ = 0;
  stand_last();
  deadline_ = since_ + limit;
}

/// Where it waits for its client; none where its client waits for it.
WaitingLine* Connection::line() {
  const bool once = admission_.on_reserve;
  switch (phase_) {
    case Phase::idle:
    case Phase::lingering: return once ? &settings_.idle_reserve : &settings_.idle;
    case Phase::reading: return once ? nullptr : &settings_.reading;
    case Phase::writing: return once ? nullptr : &settings_.writing;
    case Phase::answering:
    case Phase::streaming: return nullptr;
  }
  return nullptr;
}

/// Its client has just done something: whoever waits for theirs waits longer.
void Connection::stand_last() {
  since_ = Clock::now();
  unlink();
  if (auto* const its = line()) its->push_back(*this);
}

/// How much to write next, of what is `written` in part: all.
std::size_t Connection::go_on(const boost::system::error_code& error, std::size_t written) {
  if (!error && written > 0) stand_last();
  return asio::transfer_all()(error, written);
}

/// A client that takes its answer slowly makes room for more of it in the system's buffer only now and then;
/// what it has acknowledged is seen earlier.
void Connection::look_at_taken() {
  if (phase_ != Phase::writing || !socket_.is_open()) return;
  int left = 0;
  if (::ioctl(socket_.native_handle(), SIOCOUTQ, &left) != 0) return;
  if (std::exchange(not_taken_, left) > left) stand_last();
}

/// What recv() says of the next byte, which stays where it is: 1, 0 at the end of the stream, or -1.
ssize_t Connection::peek() {
  char byte = 0;
  return ::recv(socket_.native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
}

void Connection::check(Clock::time_point now) {
  look_at_taken();
  if (at_work() && now - since_ > patience) {
    // A client that closes sends the end of its stream. One that only closed its half is still answered if
    // that does not take long.
    const auto peeked = peek();
    if (peeked == 0 || (peeked < 0 && errno != EAGAIN && errno != EWOULDBLOCK)) return abandon();
  }
  if (now <= deadline_) return;
  deadline_ = Clock::time_point::max();
  if (phase_ == Phase::reading) give_up({.code = Code::request_timeout});
  if (phase_ == Phase::answering)
    give_up({.code = Code::unavailable,
             .message = i18n::text(
                 "The answer took too long. A change may have been made all the same: look before you "
                 "repeat it.")});
  abandon();
}

void Connection::give_up(const Problem& problem) {
  if (incoming_ == nullptr) return;
  note_refusal(problem);
  send_at_once(socket_, problem, incoming_->id(), incoming_->language(), settings_);
}

/// The dispatcher notes what it answers; this is for the requests that it never sees, or not to their end.
void Connection::note_refusal(const Problem& problem) {
  const CodeInfo& info = describe(problem.code);
  observe::metrics()
      .counter("kpa_http_requests_refused_total", "Requests refused or given up by the server, by reason",
               {{"code", std::string(info.slug)}})
      .add();
  const auto& header = incoming_->parser.get();
  const std::string_view method(header.method_string().data(), header.method_string().size());
  // It may be none that can be read.
  const std::string_view target(header.target().data(), header.target().size());
  log.info("refused", {{"method", method},
                       {"path", target.substr(0, target.find_first_of("?#"))},
                       {"status", info.status},
                       {"code", info.slug},
                       {"reason", in_english(problem.message)},
                       {"ms", std::chrono::duration<double, std::milli>(Clock::now() - since_).count()},
                       {"address", incoming_->address(admission_.address, settings_.trusted_proxies)},
                       {"request_id", incoming_->id()}});
}

void Connection::end_within(std::chrono::milliseconds grace) {
  if (phase_ == Phase::idle) deadline_ = std::min(deadline_, Clock::now() + grace);
}

bool Connection::make_room() {
  if (phase_ == Phase::idle && peek() > 0) return false;
  look_at_taken();
  const bool within = phase_ == Phase::reading || phase_ == Phase::writing;
  if (within && Clock::now() - since_ < patience) return false;
  unlink();
  admission_.place.reset();
  if (phase_ == Phase::reading) give_up({.code = Code::unavailable});
  boost::system::error_code ignored;
  // The system would otherwise keep what nobody takes.
  if (phase_ == Phase::writing) socket_.set_option(Socket::linger(true, 0), ignored);
  abandon();
  return true;
}

void Connection::abandon() {
  if (at_work()) return cancel_.emit(asio::cancellation_type::terminal);
  boost::system::error_code ignored;
  socket_.close(ignored);
}

Task<void> Connection::serve() {
  const ServerLimits& limits = settings_.limits;
  const bool once = admission_.on_reserve;
  for (;;) {
    enter(Phase::idle, once                 ? reserve_time
                       : settings_.draining ? std::chrono::milliseconds(500)
                                            : limits.idle_timeout);
    for (std::size_t line_ends = 0; !request_begins(line_ends);) {
      const auto [error, size] =
          co_await socket_.async_read_some(buffer_.prepare(first_read), awaiting_outcome);
      if (error || !socket_.is_open()) co_return;
      buffer_.commit(size);
    }
    enter(Phase::reading, once ? reserve_time : limits.read_timeout);
    Incoming incoming(limits.header_bytes);
    const Current current(*this, incoming);
    const bool whole = co_await read(incoming);
    if (!whole || !socket_.is_open()) co_return;  // given up in the meantime
    const bool again = co_await answer(incoming);
    if (!again) co_return;
  }
}

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

Task<bool> Connection::answer(Incoming& incoming) {
  enter(Phase::answering, settings_.limits.handle_timeout);
  const auto& message = incoming.parser.get();
  const Fields fields(message);
  const std::string& id = incoming.id();
  const std::string address = incoming.address(admission_.address, settings_.trusted_proxies);
  const Request request{.method = *method_of(message.method()),
                        .path = incoming.target.path,
                        .query = incoming.target.query,
                        .headers = fields,
                        .body = message.body(),
                        .client_address = address,
                        .request_id = id,
                        .language = incoming.language()};
  const std::string_view origin = fields.find("Origin");
  const bool preflight = request.method == Method::options && !origin.empty() &&
                         !fields.find("Access-Control-Request-Method").empty();
  Response response = co_await settings_.answer(request);
  const bool head = request.method == Method::head;
  const bool chunks = message.version() == 11;
  const bool ends_by_closing = response.stream && !chunks && !head;
  const bool keep_alive =
      message.keep_alive() && !settings_.draining && !ends_by_closing && !admission_.on_reserve;
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
  co_return written&& keep_alive;
}

/// Sends the body while it is made. Until it is whole every way of ending the connection is a reset, so that
/// also a client without chunks learns that it has not got all.
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

/// With what stands before it in `out_`: the header, for the first part.
Task<void> Connection::send_part(std::string_view part, bool chunked) {
  if (part.empty()) co_return;  // as a chunk it would end the body
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

Task<bool> Connection::write() {
  enter(Phase::writing, settings_.limits.write_timeout);
  const auto [error, size] = co_await asio::async_write(
      socket_, asio::buffer(out_), std::bind_front(&Connection::go_on, this), awaiting_outcome);
  if (out_.capacity() > kept_capacity) out_ = {};
  co_return !error;
}

/// Answers and ends the connection. A client that is still sending would lose the answer to a reset, so what
/// it sends is read and dropped for a while.
Task<void> Connection::refuse(Problem problem, bool body_left) {
  note_refusal(problem);
  const std::string& id = incoming_->id();
  Response response = problem_response(problem, id, incoming_->language());
  out_.clear();
  // A page of another origin is to learn that it must log in, or come back later.
  const std::string_view origin = Fields(incoming_->parser.get()).find("Origin");
  write_response(response, {.keep_alive = false, .origin = origin, .request_id = id}, settings_.browsers,
                 out_);
  if (co_await write() && body_left) co_await linger();
}

Task<void> Connection::linger() {
  enter(Phase::lingering, linger_time);
  boost::system::error_code ignored;
  socket_.shutdown(Socket::shutdown_send, ignored);
  std::string dropped(16U << 10U, '\0');
  for (std::size_t total = 0; total < linger_bytes;) {
    const auto [error, size] = co_await socket_.async_read_some(asio::buffer(dropped), awaiting_outcome);
    if (error) co_return;
    total += size;
  }
}

}  // namespace kpa::http

#include <boost/asio/write.hpp>

#include "core/http/answers.hpp"
#include "core/http/connection.hpp"
#include "core/http/incoming.hpp"
#include "core/http/log.hpp"
#include "core/http/wire_format.hpp"
#include "core/i18n/catalogue.hpp"
#include "core/observe/metrics.hpp"

// How a connection refuses requests that never reach the dispatcher, or fail while it reads their body.
namespace kpa::http {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

constexpr auto linger_time = 2s;
constexpr std::size_t linger_bytes = 4U << 20U;

}  // namespace

void send_at_once(Socket& socket, const Problem& problem, std::string_view request_id,
                  i18n::Language language, const ConnectionSettings& settings) {
  Response response = problem_response(problem, request_id, language);
  std::string out;
  write_response(response, {.keep_alive = false, .request_id = request_id}, settings.browsers, out);
  boost::system::error_code ignored;
  socket.write_some(asio::buffer(out), ignored);
  socket.shutdown(Socket::shutdown_send, ignored);
}

void Connection::give_up(const Problem& problem) {
  if (incoming_ == nullptr) return;
  note_refusal(problem);
  send_at_once(socket_, problem, incoming_->id(), incoming_->language(), settings_);
}

/// Counts and logs a refusal; the dispatcher does that for its own answers.
void Connection::note_refusal(const Problem& problem) {
  const CodeInfo& info = describe(problem.code);
  observe::metrics()
      .counter("kpa_http_requests_refused_total", "Requests refused or given up by the server, by reason",
               {{"code", std::string(info.slug)}})
      .add();
  const auto& header = incoming_->parser.get();
  const std::string_view method(header.method_string().data(), header.method_string().size());
  // The request line may not have been readable.
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

/// Sends the refusal and closes the connection. If the client is still sending, closing at once would reset
/// the connection and lose the answer, so the rest is read and dropped for a while.
Task<void> Connection::refuse(Problem problem, bool body_left) {
  note_refusal(problem);
  const std::string& id = incoming_->id();
  Response response = problem_response(problem, id, incoming_->language());
  out_.clear();
  // Pages of other origins should be able to read why they were refused (log in, retry later).
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

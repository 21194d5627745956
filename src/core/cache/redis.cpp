#include "core/cache/redis.hpp"

#include <algorithm>
#include <array>
#include <deque>
#include <stdexcept>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "core/cache/redis_stream.hpp"
#include "core/observe/log.hpp"
#include "core/observe/metrics.hpp"
#include "core/timer.hpp"

namespace kpa::cache {
namespace {

namespace asio = boost::asio;

/// Limit of commands under way; more mean that Redis is not keeping up.
constexpr std::size_t most_under_way = 10'000;

const observe::Log& log() {
  static const observe::Log cache("cache");
  return cache;
}

}  // namespace

struct Redis::Impl : std::enable_shared_from_this<Redis::Impl> {
  /// A command that waits for its reply. Replies come in the order of the commands.
  struct Pending {
    explicit Pending(asio::io_context& io) : answered(io) {}
    Timer answered;  // cancelled when the reply has come, or no longer can
    std::optional<Reply> reply;
    bool over = false;
  };

  struct Received {
    std::optional<Reply> reply = {};
    std::string trouble = {};  // why there is no stream
  };

  Impl(asio::io_context& context, RedisSettings s) : io(context), settings(std::move(s)), timer(context) {
    if (settings.address.tls) tls.emplace(tls_trusting(settings.ca_file));
  }

  static Task<void> keep_connected(std::shared_ptr<Impl> self) {
    auto pause = self->settings.first_retry;
    while (!self->stopped) {
      std::string trouble = co_await self->connect();
      if (trouble.empty() && !self->stopped) {
        pause = self->settings.first_retry;
        self->came_up();
        trouble = co_await self->read_replies();
      }
      self->went_down(trouble);
      if (self->stopped) co_return;
      self->timer.expires_after(pause);
      co_await self->timer.async_wait(awaiting_outcome);
      pause = std::min(pause * 2, self->settings.last_retry);
    }
  }

  /// Resolves the name, connects and authenticates. Returns the error, or an empty text.
  Task<std::string> connect() {
    stream = std::make_shared<RedisStream>(io, tls ? &*tls : nullptr);
    timer.expires_after(settings.connect_timeout);
    timer.async_wait([opening = std::weak_ptr(stream)](boost::system::error_code cancelled) {
      if (const auto late = opening.lock(); late && !cancelled) late->close();
    });
    std::string trouble;
    try {
      trouble = co_await try_to_connect();
    } catch (const std::exception& error) {
      trouble = error.what();  // for example, no thread could be started to resolve the name
    }
    if (timer.cancel() == 0) co_return "timed out";  // the stream is closed, or about to be
    co_return trouble;
  }

  Task<std::string> try_to_connect() {
    std::string unopened = co_await stream->open(settings.address);
    if (!unopened.empty()) co_return unopened;
    reader.emplace();
    for (auto& greeting : greetings()) {
      const std::string sent = format_command(greeting);
      const auto [broken, size] = co_await stream->write(sent);
      if (broken) co_return broken.message();
      const Received received = co_await next_reply();
      if (!received.reply) co_return received.trouble;
      if (received.reply->kind == Reply::Kind::error)
        co_return greeting.front() + ": " + received.reply->text;
    }
    co_return "";
  }

  std::vector<std::vector<std::string>> greetings() const {
    const RedisAddress& to = settings.address;
    std::vector<std::vector<std::string>> all;
    if (!to.user.empty())
      all.push_back({"AUTH", to.user, to.password});
    else if (!to.password.empty())
      all.push_back({"AUTH", to.password});
    if (to.database != 0) all.push_back({"SELECT", std::to_string(to.database)});
    all.push_back({"PING"});
    return all;
  }

  Task<Received> next_reply() {
    Received received;
    std::array<char, 4096> bytes;
    try {
      while (!(received.reply = reader->next())) {
        const auto [broken, size] = co_await stream->read_some(asio::buffer(bytes));
        if (broken) {
          received.trouble = broken.message();
          break;
        }
        reader->feed({bytes.data(), size});
      }
    } catch (const std::runtime_error& error) {
      received.trouble = error.what();
    }
    co_return received;
  }

  Task<std::string> read_replies() {
    for (;;) {
      Received received = co_await next_reply();
      if (!received.reply) co_return received.trouble;
      if (under_way.empty()) co_return "a reply that nobody asked for";
      const auto asked = std::move(under_way.front());
      under_way.pop_front();
      finish(*asked, std::move(received.reply));
    }
  }

  static void finish(Pending& pending, std::optional<Reply> reply) {
    pending.reply = std::move(reply);
    pending.over = true;
    pending.answered.cancel();
  }

  void came_up() {
    if (std::exchange(up, true)) return;
    connections.add();
    log().info("Redis is connected", {{"host", settings.address.host},
                                      {"tls", settings.address.tls},
                                      {"database", settings.address.database}});
    told_of_outage = false;
  }

  void went_down(const std::string& trouble) {
    close();
    if (std::exchange(up, false)) connections.subtract();
    if (!stopped) last_trouble = trouble;
    if (!stopped && !std::exchange(told_of_outage, true))
      log().warning("Redis cannot be reached; going on without it",
                    {{"host", settings.address.host}, {"reason", trouble}});
    for (const auto& pending : std::exchange(under_way, {})) finish(*pending, std::nullopt);
    unsent.clear();
  }

  void close() {
    if (stream) stream->close();
  }

  void send(std::string_view bytes) {
    unsent += bytes;
    if (!std::exchange(writing, true)) asio::co_spawn(io, write_all(shared_from_this()), asio::detached);
  }

  /// Writes all queued commands; those that arrive during a write go out together in the next one.
  static Task<void> write_all(std::shared_ptr<Impl> self) {
    while (!self->unsent.empty()) {
      const std::string batch = std::exchange(self->unsent, {});
      const auto stream = self->stream;  // an outage may replace it before this write has ended
      const auto [broken, size] = co_await stream->write(batch);
      if (broken) self->give_up();
    }
    self->writing = false;
  }

  /// Closes the stream: that ends the pending read, which then handles the outage.
  void give_up() {
    unsent.clear();
    close();
  }

  static Task<std::optional<Reply>> ask(std::shared_ptr<Impl> self, std::vector<std::string> arguments,
                                        std::chrono::milliseconds timeout) {
    if (!self->up || self->under_way.size() >= most_under_way) co_return std::nullopt;
    const auto pending = std::make_shared<Pending>(self->io);
    pending->answered.expires_after(timeout);
    self->under_way.push_back(pending);
    self->send(format_command(arguments));
    co_await pending->answered.async_wait(awaiting_outcome);
    // If neither, the caller's own request was cancelled; that is no fault of Redis.
    if (!pending->over && Clock::now() >= pending->answered.expiry()) self->give_up();
    co_return std::move(pending->reply);
  }

  asio::io_context& io;
  const RedisSettings settings;
  std::optional<asio::ssl::context> tls;  // not set: plain TCP
  std::shared_ptr<RedisStream> stream;    // of the latest attempt to connect
  Timer timer;
  std::optional<ReplyReader> reader;
  std::deque<std::shared_ptr<Pending>> under_way;
  std::string unsent;
  bool writing = false;
  bool up = false;
  bool stopped = false;
  bool told_of_outage = false;
  std::string last_trouble;
  observe::Gauge& connections = observe::metrics().gauge(
      "kpa_redis_connected", "Connections to Redis that are up, one for each I/O thread");
};

Redis::Redis(boost::asio::io_context& io, RedisSettings settings)
    : impl_(std::make_shared<Impl>(io, std::move(settings))) {}

Redis::~Redis() { stop(); }

void Redis::start() { asio::co_spawn(impl_->io, Impl::keep_connected(impl_), asio::detached); }

void Redis::stop() {
  impl_->stopped = true;
  impl_->timer.cancel();
  impl_->went_down("stopped");
}

bool Redis::connected() const { return impl_->up; }

const std::string& Redis::last_trouble() const { return impl_->last_trouble; }

Task<std::optional<Reply>> Redis::command(std::vector<std::string> arguments,
                                          std::chrono::milliseconds timeout) const {
  return Impl::ask(impl_, std::move(arguments), timeout);
}

Task<bool> Redis::ping(std::chrono::milliseconds timeout) const {
  const std::vector<std::string> arguments{"PING"};
  const auto reply = co_await Impl::ask(impl_, arguments, timeout);
  co_return reply && reply->kind == Reply::Kind::text && reply->text == "PONG";
}

}  // namespace kpa::cache

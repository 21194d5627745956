#include "core/db/listener.hpp"

#include <algorithm>
#include <map>
#include <mutex>
#include <stdexcept>
#include <utility>
#include <vector>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "core/db/connection.hpp"
#include "core/db/log.hpp"
#include "core/timer.hpp"

namespace kpa::db {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

constexpr auto first_rest = 25ms;
constexpr auto longest_rest = 5s;
/// A silent connection may be dead: it is probed this often, and given up when no answer came before the next
/// probe.
constexpr auto probe_period = 10s;

const Change<void(std::string, std::string)> notify_channel{"db_notify", "SELECT pg_notify($1, $2)"};

bool is_identifier(std::string_view name) {
  const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; };
  return !name.empty() && name.size() < 64 && std::ranges::all_of(name, fits);
}

}  // namespace

struct Listener::Subscriber {
  Subscriber(std::string its_channel, Executor its_executor, Hear its_hear)
      : channel(std::move(its_channel)), executor(its_executor), hear(std::move(its_hear)) {}
  std::string channel;
  Executor executor;
  Hear hear;
  std::mutex mutex;
  bool ended = false;  ///< after this, its executor may be gone too
};

/// Used on the thread of `io` only.
struct Listener::State : std::enable_shared_from_this<State> {
  struct Channel {
    std::vector<std::shared_ptr<Subscriber>> subscribers;
    bool listens = false;  ///< on the present connection
  };

  State(asio::io_context& context, std::string conninfo, std::chrono::milliseconds timeout)
      : io(context), where(std::move(conninfo)), connect_timeout(timeout), pause(context) {}

  void add(std::shared_ptr<Subscriber> subscriber) {
    Channel& channel = channels[subscriber->channel];
    channel.subscribers.push_back(subscriber);
    if (!running) {
      running = true;
      asio::co_spawn(io.get_executor(), run(shared_from_this()), asio::detached);
    } else if (channel.listens) {
      tell(subscriber, {.payload = {}, .may_have_missed = true});
    } else if (connection != nullptr) {
      asio::co_spawn(io.get_executor(), listen(shared_from_this(), subscriber->channel), asio::detached);
    }
  }

  void remove(const std::shared_ptr<Subscriber>& subscriber) {
    const auto channel = channels.find(subscriber->channel);
    if (channel == channels.end()) return;
    std::erase(channel->second.subscribers, subscriber);
    if (!channel->second.subscribers.empty()) return;
    if (connection != nullptr && channel->second.listens) {
      const auto sql = std::make_shared<const std::string>("UNLISTEN " + channel->first);
      connection->send({.name = {}, .sql = *sql, .keeps = sql});
    }
    channels.erase(channel);
    if (channels.empty()) pause.cancel();
  }

  static void tell(const std::shared_ptr<Subscriber>& subscriber, Heard heard) {
    const std::scoped_lock lock(subscriber->mutex);
    if (subscriber->ended) return;
    asio::post(subscriber->executor, [subscriber, heard = std::move(heard)] {
      // No other thread sets `ended`: a subscription ends on this thread.
      if (!subscriber->ended) subscriber->hear(heard);
    });
  }

  void tell_all(const std::string& name, const Heard& heard) {
    const auto channel = channels.find(name);
    if (channel == channels.end()) return;
    for (const auto& subscriber : channel->second.subscribers) tell(subscriber, heard);
  }

  bool is_wanted() const { return !stopping && !channels.empty(); }

  static Task<void> listen(std::shared_ptr<State> self, std::string name) {
    const auto used = self->connection;
    const auto sql = std::make_shared<const std::string>("LISTEN " + name);
    Command command{.name = {}, .sql = *sql, .keeps = sql};
    const Reply reply = co_await used->execute(std::move(command));
    // replaced meanwhile: the next connection listens too
    if (used->broken() || used != self->connection) co_return;
    if (const auto* refused = std::get_if<Error>(&reply)) co_return used->close(refused->message);
    if (const auto channel = self->channels.find(name); channel != self->channels.end()) {
      channel->second.listens = true;
      self->tell_all(name, {.payload = {}, .may_have_missed = true});
    }
  }

  Task<void> rest(Clock::duration time) {
    pause.expires_after(time);
    boost::system::error_code ignored;
    co_await pause.async_wait(asio::redirect_error(awaiting, ignored));
  }

  /// Returns when the connection breaks, or when there are no subscribers.
  Task<void> watch() {
    while (is_wanted() && !connection->broken()) {
      co_await rest(probe_period);
      if (connection->broken() || !is_wanted()) break;
      if (connection->under_way() == 0)
        connection->send({.name = {}, .sql = "SELECT 1"});
      else if (Clock::now() - connection->busy_since() >= probe_period)
        connection->close("PostgreSQL does not answer");
    }
  }

  Task<void> hear() {
    const std::function<void()> on_change = [weak = weak_from_this()] {
      const auto self = weak.lock();
      if (self != nullptr && self->connection != nullptr && self->connection->broken()) self->pause.cancel();
    };
    auto made = co_await Connection::open(io, where, {}, connect_timeout, on_change);
    made->on_notification = [weak = weak_from_this()](const std::string& channel, std::string payload) {
      if (const auto self = weak.lock()) self->tell_all(channel, {.payload = std::move(payload)});
    };
    connection = made;
    std::vector<std::string> names;
    for (const auto& [name, channel] : channels) names.push_back(name);
    for (const auto& name : names) co_await listen(shared_from_this(), name);
    failed.clear();
    co_await watch();
  }

  static Task<void> run(std::shared_ptr<State> self) {
    Clock::duration longest = first_rest;
    while (self->is_wanted()) {
      const auto began = Clock::now();
      std::string trouble = "the connection was lost";
      try {
        co_await self->hear();
      } catch (const std::exception& error) {
        trouble = error.what();
      }
      if (self->connection != nullptr) self->connection->close("nobody listens");
      self->connection = nullptr;
      for (auto& [name, channel] : self->channels) channel.listens = false;
      if (!self->is_wanted()) break;
      if (std::exchange(self->failed, trouble) != trouble)
        log.warning("notifications of PostgreSQL are not heard", {{"reason", trouble}});
      // After a connection that lasted a while, back-off starts from the beginning.
      longest = Clock::now() - began > longest_rest ? Clock::duration(first_rest)
                                                    : std::min<Clock::duration>(2 * longest, longest_rest);
      co_await self->rest(longest);
    }
    self->running = false;
  }

  asio::io_context& io;
  const std::string where;
  const std::chrono::milliseconds connect_timeout;
  std::map<std::string, Channel, std::less<>> channels;
  std::shared_ptr<Connection> connection;
  Timer pause;
  std::string failed;  ///< the last failure, logged once
  bool running = false;
  bool stopping = false;
};

Listener::Subscription::Subscription(std::shared_ptr<State> state, std::shared_ptr<Subscriber> subscriber)
    : state_(std::move(state)), subscriber_(std::move(subscriber)) {}

Listener::Subscription& Listener::Subscription::operator=(Subscription&& other) noexcept {
  std::swap(state_, other.state_);
  std::swap(subscriber_, other.subscriber_);
  return *this;
}

Listener::Subscription::~Subscription() {
  if (subscriber_ == nullptr) return;
  {
    const std::scoped_lock lock(subscriber_->mutex);
    subscriber_->ended = true;
  }
  asio::post(state_->io, [state = state_, subscriber = subscriber_] { state->remove(subscriber); });
}

Listener::Listener(asio::io_context& io, std::string conninfo, std::chrono::milliseconds connect_timeout)
    : state_(std::make_shared<State>(io, std::move(conninfo), connect_timeout)) {}

Listener::~Listener() = default;

Listener::Subscription Listener::subscribe(std::string channel, Executor executor, Hear hear) {
  if (!is_identifier(channel)) throw std::invalid_argument("'" + channel + "' is no name of a channel");
  auto subscriber = std::make_shared<Subscriber>(std::move(channel), executor, std::move(hear));
  asio::post(state_->io, [state = state_, subscriber] { state->add(subscriber); });
  return {state_, std::move(subscriber)};
}

void Listener::stop() {
  state_->stopping = true;
  state_->pause.cancel();
}

Task<void> notify(Queries& unit, std::string channel, std::string payload) {
  co_await unit.run(notify_channel, std::move(channel), std::move(payload));
}

}  // namespace kpa::db

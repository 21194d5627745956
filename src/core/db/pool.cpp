#include "core/db/pool.hpp"

#include <algorithm>

#include <boost/asio/async_result.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "core/db/measures.hpp"
#include "core/observe/log.hpp"

namespace kpa::db {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;
constexpr auto awaiting = asio::use_awaitable_t<Executor>();

constexpr auto tick_period = 250ms;
constexpr auto first_back_off = 25ms;
constexpr auto longest_back_off = 500ms;
/// PostgreSQL ends a statement itself; a connection that stays silent this much longer is dead.
constexpr auto silence = 2s;

/// A wait for somebody else's lock ends before the statement would, so that the two can be told apart.
std::chrono::milliseconds lock_timeout(const PoolSettings& settings) {
  return std::min<std::chrono::milliseconds>(settings.statement_timeout / 2, 5s);
}

const observe::Log& log() {
  static const observe::Log db("db");
  return db;
}

}  // namespace

Failure unavailable(const std::string& cause) { return {Problem{.code = Code::unavailable}, cause}; }

struct Pool::Waiter {
  virtual ~Waiter() = default;
  virtual void resume(std::shared_ptr<Connection> connection) = 0;
};

Pool::Lease::Lease(std::shared_ptr<Pool> pool, std::shared_ptr<Connection> connection)
    : pool_(std::move(pool)), connection_(std::move(connection)) {}

Pool::Lease::~Lease() {
  if (connection_ == nullptr) return;
  connection_->leased = false;
  pool_->serve_waiting();
}

Pool::Pool(asio::io_context& io, PoolSettings settings)
    : io_(io), settings_(std::move(settings)), connections_(settings_.connections), tick_(io) {
  for (std::size_t slot = 0; slot < connections_.size(); ++slot) pauses_.emplace_back(io);
}

Pool::~Pool() = default;

void Pool::start() {
  for (std::size_t slot = 0; slot < connections_.size(); ++slot)
    asio::co_spawn(
        io_.get_executor(), [self = shared_from_this(), slot] { return self->keep_connected(slot); },
        asio::detached);
  tick();
}

void Pool::stop() {
  stopped_ = true;
  tick_.cancel();
  for (auto& pause : pauses_) pause.cancel();
  for (const auto& connection : connections_)
    if (connection != nullptr) connection->close("the pool is closed");
  serve_waiting();
  report();
}

std::size_t Pool::connected() const {
  return static_cast<std::size_t>(
      std::count_if(connections_.begin(), connections_.end(),
                    [](const auto& connection) { return connection != nullptr && !connection->broken(); }));
}

Task<void> Pool::keep_connected(std::size_t slot) {
  Timer& pause = pauses_[slot];
  auto back_off = std::chrono::milliseconds(first_back_off);
  const std::vector<std::string> setup = {
      "SELECT set_config('TimeZone', 'UTC', false), set_config('DateStyle', 'ISO', false), "
      "set_config('statement_timeout', '" +
      std::to_string(settings_.statement_timeout.count()) +
      "', false), "
      "set_config('lock_timeout', '" +
      std::to_string(lock_timeout(settings_).count()) +
      "', false), "
      "set_config('idle_in_transaction_session_timeout', '" +
      std::to_string(2 * settings_.statement_timeout.count()) + "', false)"};
  const std::function<void()> on_change = [weak = weak_from_this(), slot] {
    if (const auto pool = weak.lock()) pool->changed(slot);
  };
  bool made_before = false;
  while (!stopped_) {
    std::string failed;
    try {
      auto connection =
          co_await Connection::open(io_, settings_.conninfo, setup, settings_.connect_timeout, on_change);
      if (stopped_) connection->close("the pool is closed");
      connections_[slot] = std::move(connection);
    } catch (const std::exception& error) {
      failed = error.what();
    }
    if (stopped_) break;
    if (failed.empty()) {
      if (std::exchange(made_before, true)) measures().reconnects.add();
      if (!last_error_.empty()) log().info("reconnected to PostgreSQL", {{"slot", slot}});
      last_error_.clear();
      back_off = first_back_off;
      serve_waiting();
      // Woken by changed() when the connection has broken.
      while (!stopped_ && !connections_[slot]->broken()) {
        pause.expires_after(tick_period);
        boost::system::error_code ignored;
        co_await pause.async_wait(asio::redirect_error(awaiting, ignored));
      }
      if (!stopped_) log().warning("connection to PostgreSQL lost", {{"slot", slot}});
      connections_[slot] = nullptr;
    } else {
      if (last_error_ != failed)
        log().error("cannot connect to PostgreSQL", {{"slot", slot}, {"reason", failed}});
      last_error_ = failed;
      pause.expires_after(back_off);
      boost::system::error_code ignored;
      co_await pause.async_wait(asio::redirect_error(awaiting, ignored));
      back_off = std::min<std::chrono::milliseconds>(back_off * 2, longest_back_off);
    }
  }
}

std::shared_ptr<Connection> Pool::choose(bool exclusive) const {
  std::shared_ptr<Connection> best;
  for (const auto& connection : connections_) {
    if (connection == nullptr || connection->broken() || connection->leased) continue;
    // A late cancel is harmless for a single statement, which is sent again, but would end a transaction.
    if (exclusive && (connection->under_way() != 0 || connection->cancel_under_way())) continue;
    if (connection->under_way() >= settings_.pipeline_depth) continue;
    if (best == nullptr || connection->under_way() < best->under_way()) best = connection;
  }
  return best;
}

std::shared_ptr<Connection> Pool::take(bool exclusive) {
  if (stopped_) throw unavailable("the pool is closed");
  if (!waiting_.empty()) return nullptr;
  auto ready = choose(exclusive);
  if (ready != nullptr) ready->leased = exclusive;
  return ready;
}

Task<std::shared_ptr<Connection>> Pool::wait_for_one(bool exclusive) {
  if (waiting_.size() >= settings_.most_waiting) throw unavailable("too many requests wait for the database");
  auto connection = co_await asio::async_initiate<decltype(awaiting), void(std::shared_ptr<Connection>)>(
      [](auto handler, Pool* pool, bool alone) {
        using Handler = std::decay_t<decltype(handler)>;
        struct Waiting final : Waiter {
          explicit Waiting(Handler h) : handler(std::move(h)) {}
          void resume(std::shared_ptr<Connection> given) override {
            Handler to_call = std::move(handler);
            std::move(to_call)(std::move(given));
          }
          Handler handler;
        };
        pool->waiting_.push_back({std::make_unique<Waiting>(std::move(handler)),
                                  Connection::Clock::now() + pool->settings_.acquire_timeout, alone});
      },
      awaiting, this, exclusive);
  if (connection == nullptr)
    throw unavailable(last_error_.empty() ? "no database connection became free in time" : last_error_);
  co_return connection;
}

/// A statement of the slot's connection has ended, or the connection itself.
void Pool::changed(std::size_t slot) {
  if (const auto& connection = connections_[slot]; connection != nullptr && connection->broken())
    pauses_[slot].cancel();
  serve_waiting();
}

/// First come, first served: while a transaction at the front waits for a connection to drain, nobody passes
/// it.
void Pool::serve_waiting() {
  if (serving_) return;  // resuming somebody may finish another statement
  serving_ = true;
  while (!waiting_.empty()) {
    auto ready = stopped_ ? nullptr : choose(waiting_.front().exclusive);
    if (ready == nullptr && !stopped_) break;
    const Place next = std::move(waiting_.front());
    waiting_.pop_front();
    if (ready != nullptr) ready->leased = next.exclusive;
    next.waiter->resume(std::move(ready));
  }
  serving_ = false;
}

void Pool::tick() {
  const auto now = Connection::Clock::now();
  for (const auto& connection : connections_)
    if (connection != nullptr && !connection->broken() && connection->under_way() > 0 &&
        now - connection->busy_since() > settings_.statement_timeout + silence)
      connection->close("PostgreSQL does not answer");
  while (!waiting_.empty() && waiting_.front().until <= now) {
    const Place late = std::move(waiting_.front());
    waiting_.pop_front();
    late.waiter->resume(nullptr);
  }
  serve_waiting();
  report();
  tick_.expires_after(tick_period);
  tick_.async_wait([weak = weak_from_this()](boost::system::error_code stopped) {
    const auto pool = weak.lock();
    if (!stopped && pool != nullptr && !pool->stopped_) pool->tick();
  });
}

/// The gauges are those of all pools together, so each adds what has changed.
void Pool::report() {
  Reported now{.connections = static_cast<std::int64_t>(connected()),
               .under_way = 0,
               .waiting = static_cast<std::int64_t>(waiting_.size())};
  for (const auto& connection : connections_)
    if (connection != nullptr && !connection->broken())
      now.under_way += static_cast<std::int64_t>(connection->under_way());
  Measures& all = measures();
  all.connections.add(now.connections - reported_.connections);
  all.under_way.add(now.under_way - reported_.under_way);
  all.waiting.add(now.waiting - reported_.waiting);
  reported_ = now;
}

Task<Pool::Lease> Pool::lease() {
  auto connection = take(true);
  if (connection == nullptr) connection = co_await wait_for_one(true);
  co_return Lease(shared_from_this(), std::move(connection));
}

Task<Rows> Pool::execute(Command command) {
  constexpr int most_attempts = 3;
  for (int attempt = 1;; ++attempt) {
    auto connection = take(false);
    if (connection == nullptr) connection = co_await wait_for_one(false);
    Command again = command;
    Reply reply = co_await connection->execute(std::move(command));
    if (auto* rows = std::get_if<Rows>(&reply)) co_return std::move(*rows);
    Error& error = std::get<Error>(reply);
    const bool lost = error.sqlstate == "08006";
    if (lost && !again.read_only) throw Failure(Problem{.code = Code::outcome_unknown}, error.message);
    if (lost && attempt == most_attempts) throw unavailable(error.message);
    if (!lost && (attempt == most_attempts || !error.may_run_again())) throw std::move(error);
    command = std::move(again);
  }
}

}  // namespace kpa::db

#include "core/db/pool.hpp"

#include <algorithm>
#include <utility>

#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>

#include "core/db/log.hpp"
#include "core/db/measures.hpp"
#include "core/timer.hpp"

namespace kpa::db {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

constexpr auto tick_period = 250ms;
constexpr auto first_back_off = 25ms;
constexpr auto longest_back_off = 500ms;
/// PostgreSQL itself ends a statement at its time limit; a connection silent this much longer is dead.
constexpr auto silence = 2s;

/// Most statements take a few milliseconds. One that takes longer than this may take any time.
constexpr auto slow_after = 50ms;

bool is_slow(const Connection& connection, Clock::time_point now, Clock::duration after = slow_after) {
  return connection.under_way() != 0 && now - connection.busy_since() > after;
}

/// The smaller value is the connection on which a new statement is expected to finish sooner.
std::pair<bool, std::size_t> delay_of(const Connection& connection, Clock::time_point now) {
  return {is_slow(connection, now), connection.under_way()};
}

/// Reads stay among so many connections: see the pool.
constexpr std::size_t for_reads = 4;

bool is_free(const std::shared_ptr<Connection>& connection) {
  return connection != nullptr && !connection->broken() && !connection->leased;
}

/// A wait for a lock ends earlier than the statement's time limit, so that the two errors can be told apart.
std::chrono::milliseconds lock_timeout(const PoolSettings& settings) {
  return std::min<std::chrono::milliseconds>(settings.statement_timeout / 2, 5s);
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
      if (!last_error_.empty()) log.info("reconnected to PostgreSQL", {{"slot", slot}});
      last_error_.clear();
      back_off = first_back_off;
      serve_waiting();
      // Woken by changed() when the connection has broken.
      while (!stopped_ && !connections_[slot]->broken()) {
        pause.expires_after(tick_period);
        boost::system::error_code ignored;
        co_await pause.async_wait(asio::redirect_error(awaiting, ignored));
      }
      if (!stopped_) log.warning("connection to PostgreSQL lost", {{"slot", slot}});
      connections_[slot] = nullptr;
    } else {
      if (last_error_ != failed)
        log.error("cannot connect to PostgreSQL", {{"slot", slot}, {"reason", failed}});
      last_error_ = failed;
      pause.expires_after(back_off);
      boost::system::error_code ignored;
      co_await pause.async_wait(asio::redirect_error(awaiting, ignored));
      back_off = std::min<std::chrono::milliseconds>(back_off * 2, longest_back_off);
    }
  }
}

std::shared_ptr<Connection> Pool::idle_one() const {
  const auto is_idle = [](const auto& connection) {
    // A late cancel is harmless for a single statement, which is sent again, but would abort a transaction.
    return is_free(connection) && connection->under_way() == 0 && !connection->cancel_under_way();
  };
  const auto found = std::find_if(connections_.rbegin(), connections_.rend(), is_idle);
  return found == connections_.rend() ? nullptr : *found;
}

std::shared_ptr<Connection> Pool::one_with_room(Use use) const {
  const auto now = Clock::now();
  const std::shared_ptr<Connection>* best = nullptr;
  std::size_t places = 0;
  for (const auto& connection : connections_) {
    // The later ones only where none of the first gets on.
    if (use == Use::read && places++ >= for_reads && best != nullptr && !is_slow(**best, now)) break;
    if (!is_free(connection) || connection->held_back) continue;
    if (connection->under_way() >= settings_.pipeline_depth) continue;
    if (best == nullptr || delay_of(*connection, now) < delay_of(**best, now)) best = &connection;
  }
  return best == nullptr ? nullptr : *best;
}

std::shared_ptr<Connection> Pool::take(Use use) {
  if (stopped_) throw unavailable("the pool is closed");
  const bool exclusive = use == Use::transaction;
  if (!statements_.empty() || (exclusive && !transactions_.empty())) return nullptr;
  auto ready = exclusive ? idle_one() : one_with_room(use);
  if (ready != nullptr) ready->leased = exclusive;
  return ready;
}

Task<std::shared_ptr<Connection>> Pool::wait_for_one(bool exclusive) {
  if (waiting() >= settings_.most_waiting) throw unavailable("too many requests wait for the database");
  auto connection = co_await asio::async_initiate<decltype(awaiting), void(std::shared_ptr<Connection>)>(
      [](auto handler, Pool* pool, bool alone) {
        using Handler = std::decay_t<decltype(handler)>;
        struct Waiting final : Waiter {
          explicit Waiting(Handler h) : handler(std::move(h)) {}
          void resume(std::shared_ptr<Connection> given) override {
            Handler to_call = std::move(handler);
            asio::get_associated_cancellation_slot(to_call).clear();
            std::move(to_call)(std::move(given));
          }
          Handler handler;
        };
        const auto ticket = pool->next_ticket_++;
        if (auto slot = asio::get_associated_cancellation_slot(handler); slot.is_connected())
          slot.assign([weak = pool->weak_from_this(), alone, ticket](asio::cancellation_type) {
            if (const auto alive = weak.lock()) alive->leave(alone, ticket);
          });
        pool->line(alone).push_back({std::make_unique<Waiting>(std::move(handler)),
                                     Clock::now() + pool->settings_.acquire_timeout, ticket});
        pool->hold_back();
      },
      awaiting, this, exclusive);
  if (connection != nullptr) co_return connection;
  if ((co_await asio::this_coro::cancellation_state).cancelled() != asio::cancellation_type::none)
    throw boost::system::system_error(asio::error::operation_aborted);
  throw unavailable(last_error_.empty() ? "no database connection became free in time" : last_error_);
}

/// The client that waits is gone: removes it from the queue, so that nobody waits behind it.
void Pool::leave(bool exclusive, std::uint64_t ticket) {
  Line& among = line(exclusive);
  const auto place = std::ranges::lower_bound(among, ticket, {}, &Queued::ticket);
  if (place == among.end() || place->ticket != ticket) return;
  // Posted, because the coroutine must not be resumed inside its own cancellation.
  asio::post(io_, [waiter = std::move(place->waiter)] { waiter->resume(nullptr); });
  among.erase(place);
  serve_waiting();
}

/// A statement of the slot's connection has finished, or the connection broke.
void Pool::changed(std::size_t slot) {
  if (const auto& connection = connections_[slot]; connection != nullptr) {
    if (connection->broken()) pauses_[slot].cancel();
    if (std::exchange(connection->met_old_plan, false))
      for (const auto& each : connections_)
        if (each != nullptr) each->forget_plans();
  }
  if (waiting() != 0) serve_waiting();
}

bool Pool::first_is_transaction() const {
  return !transactions_.empty() &&
         (statements_.empty() || transactions_.front().ticket < statements_.front().ticket);
}

/// Holds back one connection for each transaction that no statement waits in front of, but always leaves one
/// connection for statements.
void Pool::hold_back() {
  const auto now = Clock::now();
  const auto is_usable = [](const auto& one) { return one != nullptr && !one->broken(); };
  const auto usable = std::ranges::count_if(connections_, is_usable);
  const auto leased = usable - std::ranges::count_if(connections_, is_free);
  const auto behind = statements_.empty() ? next_ticket_ : statements_.front().ticket;
  const auto first_behind = std::ranges::lower_bound(transactions_, behind, {}, &Queued::ticket);
  auto wanted = std::min<std::ptrdiff_t>(first_behind - transactions_.begin(),
                                         usable == 1 ? 1 : std::max<std::ptrdiff_t>(usable - leased - 1, 0));
  // A held-back connection that became slow is swapped for a quicker one. The longer the first transaction
  // has waited, the slower it must be: otherwise, when all are slow, the choice would rotate and no
  // connection would ever drain.
  const auto waited = transactions_.empty() ? Clock::duration()
                                            : now - (transactions_.front().until - settings_.acquire_timeout);
  const auto too_slow = std::max<Clock::duration>(slow_after, waited / 2);
  for (const auto& connection : connections_) {
    if (connection == nullptr || !connection->held_back) continue;
    connection->held_back = wanted > 0 && !is_slow(*connection, now, too_slow);
    if (connection->held_back) --wanted;
  }
  for (; wanted > 0; --wanted) {
    Connection* best = nullptr;
    for (const auto& connection : connections_)
      if (is_free(connection) && !connection->held_back &&
          (best == nullptr || delay_of(*connection, now) < delay_of(*best, now)))
        best = connection.get();
    if (best == nullptr) return;
    best->held_back = true;
  }
}

void Pool::serve(Line& line, std::shared_ptr<Connection> connection) {
  const Queued next = std::move(line.front());
  line.pop_front();
  next.waiter->resume(std::move(connection));
}

void Pool::serve_waiting() {
  if (serving_) return;  // re-entered: resuming a waiter may finish another statement
  serving_ = true;
  struct Done {
    bool& serving;
    ~Done() { serving = false; }  // also when something throws
  } const done{serving_};
  while (serve_one()) {
  }
}

/// Serves one waiter; false when nobody waits or no connection is available.
bool Pool::serve_one() {
  hold_back();
  const bool exclusive = first_is_transaction();
  if (stopped_) {
    if (waiting() == 0) return false;
    serve(line(exclusive), nullptr);
    return true;
  }
  if (exclusive)
    if (auto idle = idle_one()) {
      idle->leased = true;
      idle->held_back = false;
      serve(transactions_, std::move(idle));
      return true;
    }
  if (statements_.empty()) return false;
  auto ready = one_with_room(Use::write);
  if (ready == nullptr) return false;
  serve(statements_, std::move(ready));
  return true;
}

void Pool::tick() {
  const auto now = Clock::now();
  for (const auto& connection : connections_)
    if (connection != nullptr && !connection->broken() && connection->under_way() > 0 &&
        now - connection->busy_since() > settings_.statement_timeout + silence)
      connection->close("PostgreSQL does not answer");
  for (Line* const late : {&transactions_, &statements_})
    while (!late->empty() && late->front().until <= now) serve(*late, nullptr);
  serve_waiting();
  report();
  tick_.expires_after(tick_period);
  tick_.async_wait([weak = weak_from_this()](boost::system::error_code stopped) {
    const auto pool = weak.lock();
    if (!stopped && pool != nullptr && !pool->stopped_) pool->tick();
  });
}

/// The gauges sum over all pools, so each pool adds only its change.
void Pool::report() {
  Reported now{.connections = static_cast<std::int64_t>(connected()),
               .under_way = 0,
               .waiting = static_cast<std::int64_t>(waiting())};
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
  auto connection = take(Use::transaction);
  if (connection == nullptr) connection = co_await wait_for_one(true);
  co_return Lease(shared_from_this(), std::move(connection));
}

Task<Rows> Pool::execute(Command command) {
  constexpr int most_attempts = 3;
  for (int attempt = 1;; ++attempt) {
    auto connection = take(command.read_only ? Use::read : Use::write);
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

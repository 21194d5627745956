#include "core/outbox/relay.hpp"

#include <algorithm>
#include <cmath>
#include <random>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/thread_pool.hpp>

#include "core/crypto/seal.hpp"
#include "core/observe/log.hpp"
#include "core/observe/metrics.hpp"
#include "core/outbox/store.hpp"
#include "core/timer.hpp"

namespace kpa::outbox {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using std::chrono::milliseconds;
using End = Attempt::End;

const observe::Log log("outbox");

/// Longest pause between checks for deliveries that other processes stored or postponed.
constexpr auto longest_rest = milliseconds(10s);
/// Pause after an outage of the database.
constexpr auto short_rest = milliseconds(1s);
/// A lease ends this long after the attempt's time limit, so that there is time to record the result.
constexpr auto time_to_record = milliseconds(10s);

constexpr auto expired = "expired";

struct Measures {
  explicit Measures(const std::string& kind)
      : done(attempts(kind, "done")),
        again(attempts(kind, "again")),
        given_up(attempts(kind, "given_up")),
        expired(attempts(kind, "expired")),
        waiting(observe::metrics().gauge("kpa_deliveries_waiting",
                                         "Deliveries that are not done yet, of all processes",
                                         {{"kind", kind}})),
        oldest(observe::metrics().gauge("kpa_deliveries_oldest_seconds",
                                        "Age of the oldest delivery that is not done yet",
                                        {{"kind", kind}})) {}

  static observe::Counter& attempts(const std::string& kind, const char* result) {
    return observe::metrics().counter("kpa_delivery_attempts_total",
                                      "Attempts of this process at deliveries, by result",
                                      {{"kind", kind}, {"result", result}});
  }

  observe::Counter& done;
  observe::Counter& again;
  observe::Counter& given_up;
  observe::Counter& expired;
  observe::Gauge& waiting;
  observe::Gauge& oldest;
};

/// The running attempts of one kind. Each kind has its own threads, so that a gateway that hangs delays no
/// other kind.
struct Lane {
  explicit Lane(const Kind& its_kind)
      : kind(its_kind), measures(its_kind.name), threads(std::max<std::size_t>(1, its_kind.at_once)) {}

  std::size_t free() const { return kind.at_once - std::min(kind.at_once, running); }

  const Kind& kind;
  const Measures measures;
  asio::thread_pool threads;
  std::size_t running = 0;
};

double random_share() {
  static thread_local std::minstd_rand random{std::random_device{}()};
  return std::uniform_real_distribution<double>(0, 1)(random);
}

Attempt attempted(const Kind& kind, const Due& due, const std::atomic<bool>& stopping) {
  try {
    return kind.attempt(due, stopping);
  } catch (const std::exception& error) {
    log.error("an attempt failed for a bug",
              {{"kind", kind.name}, {"delivery", due.id}, {"reason", error.what()}});
    return {.end = End::give_up, .reason = "a bug"};
  }
}

}  // namespace

milliseconds pause_after(const Kind& kind, std::int64_t attempt, double share) {
  const double doubled = std::ldexp(static_cast<double>(kind.first_pause.count()),
                                    static_cast<int>(std::clamp<std::int64_t>(attempt - 1, 0, 40)));
  const double longest = std::min(doubled, static_cast<double>(kind.longest_pause.count()));
  return milliseconds(static_cast<milliseconds::rep>(share * longest));
}

struct Relay::State : std::enable_shared_from_this<State> {
  State(asio::io_context& context, db::Queries& queries, Outbox& its_outbox)
      : io(context), database(queries), outbox(its_outbox), pause(context), cut_off(context) {
    for (const auto& kind : outbox.kinds_) lanes.push_back(std::make_unique<Lane>(kind));
  }

  void wake() {
    woken = true;
    pause.cancel();
  }

  static Task<void> rest(Timer& timer, Clock::duration time) {
    timer.expires_after(time);
    boost::system::error_code ignored;
    co_await timer.async_wait(asio::redirect_error(awaiting, ignored));
  }

  Task<void> run() {
    // Once more at a stop, for what the last requests have stored.
    for (bool is_last = false; !is_last;) {
      is_last = stopping;
      woken = false;
      milliseconds time = short_rest;
      try {
        time = co_await begin_what_is_due();
      } catch (const std::exception& error) {
        // An outage, which the pool logs.
        log.debug("cannot look for deliveries", {{"reason", error.what()}});
      }
      if (!stopping && !woken) co_await rest(pause, time);
    }
    looking = false;
    end_when_idle();
  }

  /// Starts all that is due; returns how long there is nothing to do, as far as this process knows.
  Task<milliseconds> begin_what_is_due() {
    const auto queues = co_await store::look(database);
    milliseconds time = longest_rest;
    for (const auto& lane : lanes) {
      const auto queue = std::ranges::find(queues, lane->kind.name, &store::Queue::kind);
      const bool is_empty = queue == queues.end();
      lane->measures.waiting.set(is_empty ? 0 : queue->waiting);
      lane->measures.oldest.set(is_empty ? 0 : queue->oldest / 1000);
      if (is_empty) continue;
      if (queue->due_in > 0) {
        time = std::min(time, milliseconds(queue->due_in));
      } else if (lane->free() > 0) {
        const std::size_t begun = co_await begin(*lane);
        // What is due may just be leased by another process; what waits behind our own attempts is started at
        // their end.
        time = std::min(time, begun > 0 ? longest_rest : short_rest);
      }
    }
    co_return time;
  }

  Task<std::size_t> begin(Lane& lane) {
    const milliseconds time = lane.kind.time_limit + time_to_record;
    const auto until = Clock::now() + time;
    auto leased =
        co_await store::lease(database, lane.kind.name, static_cast<std::int64_t>(lane.free()), time);
    for (auto& one : leased) {
      ++lane.running;
      ++open;
      asio::post(lane.threads, [self = shared_from_this(), &lane, one = std::move(one), until]() mutable {
        Attempt attempt = self->make(lane, one);
        asio::post(self->io,
                   [self, &lane, id = one.id, number = one.attempt, attempt = std::move(attempt), until] {
                     asio::co_spawn(self->io.get_executor(), self->record(lane, id, number, attempt, until),
                                    asio::detached);
                   });
      });
    }
    co_return leased.size();
  }

  /// Runs on a thread of the lane.
  Attempt make(const Lane& lane, const store::Leased& leased) const {
    if (leased.expired) return {.end = End::give_up, .reason = expired};
    auto payload = crypto::unseal(outbox.key_, leased.sealed, store::place(lane.kind.name, leased.target));
    if (!payload) return {.end = End::give_up, .reason = "sealed with another secret_key"};
    const Due due{leased.id, leased.target, std::move(*payload), leased.attempt};
    Attempt attempt = attempted(lane.kind, due, abandoned);
    if (attempt.end == End::done) return attempt;
    // Whatever the result: the attempt was aborted.
    if (abandoned) return {.end = End::again, .reason = "broken off at the stop"};
    if (attempt.end == End::again && leased.attempt >= lane.kind.most_attempts) attempt.end = End::give_up;
    return attempt;
  }

  /// Records the result of an attempt. While the lease lasts nobody else attempts the delivery, so after an
  /// outage of the database this simply tries again.
  Task<void> record(Lane& lane, std::int64_t id, std::int64_t number, Attempt attempt,
                    Clock::time_point until) {
    count(lane, id, number, attempt);
    bool is_written = false, may_be_written = false;
    for (;;) {
      try {
        is_written = co_await write(lane, id, number, attempt) || may_be_written;
        break;
      } catch (const std::exception& error) {
        log.debug("cannot write down a delivery", {{"delivery", id}, {"reason", error.what()}});
        may_be_written = true;
      }
      if (Clock::now() > until || abandoned) break;
      Timer timer(io);
      co_await rest(timer, short_rest);
    }
    if (!is_written)
      log.warning("the end of an attempt came too late: it may be repeated",
                  {{"kind", lane.kind.name}, {"delivery", id}});
    --lane.running;
    --open;
    wake();
    end_when_idle();
  }

  static void count(Lane& lane, std::int64_t id, std::int64_t number, const Attempt& attempt) {
    if (attempt.end == End::done) return lane.measures.done.add();
    if (attempt.end == End::again) return lane.measures.again.add();
    (attempt.reason == expired ? lane.measures.expired : lane.measures.given_up).add();
    log.error("a delivery was given up",
              {{"kind", lane.kind.name}, {"delivery", id}, {"attempts", number}, {"reason", attempt.reason}});
  }

  Task<bool> write(const Lane& lane, std::int64_t id, std::int64_t number, const Attempt& attempt) {
    switch (attempt.end) {
      case End::done: return store::remove(database, id, number);
      case End::give_up: return store::give_up(database, id, number, attempt.reason);
      case End::again: break;
    }
    const auto time = stopping ? 0ms : pause_after(lane.kind, number, random_share());
    return store::put_off(database, id, number, time);
  }

  void end_when_idle() {
    if (!stopping || looking || open > 0) return;
    cut_off.cancel();
    if (const auto callback = std::exchange(when_stopped, nullptr)) callback();
  }

  asio::io_context& io;
  db::Queries& database;
  Outbox& outbox;
  std::vector<std::unique_ptr<Lane>> lanes;
  Timer pause;
  Timer cut_off;
  std::size_t open = 0;  ///< attempts whose results are not yet recorded
  bool looking = false;
  bool woken = false;
  bool stopping = false;
  std::atomic<bool> abandoned{false};
  std::function<void()> when_stopped;
};

Relay::Relay(asio::io_context& io, db::Queries& database, Outbox& outbox)
    : state_(std::make_shared<State>(io, database, outbox)) {}

Relay::~Relay() {
  state_->outbox.set_wake(nullptr);
  state_->abandoned = true;
  for (const auto& lane : state_->lanes) lane->threads.join();
}

void Relay::start() {
  state_->looking = true;
  state_->outbox.set_wake([weak = std::weak_ptr(state_)] {
    if (const auto state = weak.lock()) asio::post(state->io, [state] { state->wake(); });
  });
  asio::co_spawn(state_->io.get_executor(), [kept = state_] { return kept->run(); }, asio::detached);
}

void Relay::stop(milliseconds grace, std::function<void()> done) {
  state_->outbox.set_wake(nullptr);
  state_->stopping = true;
  state_->when_stopped = std::move(done);
  state_->pause.cancel();
  state_->cut_off.expires_after(grace);
  state_->cut_off.async_wait([weak = std::weak_ptr(state_)](boost::system::error_code stopped) {
    if (const auto late = weak.lock(); !stopped && late != nullptr) late->abandoned = true;
  });
  asio::post(state_->io, [kept = state_] { kept->end_when_idle(); });
}

}  // namespace kpa::outbox

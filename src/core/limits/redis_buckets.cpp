#include "core/limits/redis_buckets.hpp"

#include <algorithm>
#include <deque>
#include <unordered_map>
#include <utility>
#include <vector>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "core/cache/redis.hpp"
#include "core/limits/lease.hpp"

namespace kpa::limits {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using Clock = Lease::Clock;
using Timer = asio::basic_waitable_timer<Clock, asio::wait_traits<Clock>, Executor>;

constexpr auto awaiting = asio::as_tuple(asio::use_awaitable_t<Executor>());
/// No request waits longer for its limits; then they are counted in the process.
constexpr auto patience = 250ms;
/// Where nobody waits for the answer, what is to be asked gathers for so long.
constexpr auto gathering = 5ms;
/// After Redis answered with an error, the process counts for so long.
constexpr auto doing_without = 1s;
/// Some 300 bytes each.
constexpr std::size_t most_leases = 10'000;
/// Redis does nothing else while the script runs, some µs for each.
constexpr std::size_t most_in_one_batch = 100;

struct Batch;

/// `batch`: in which it is asked for, if it is.
struct Held {
  Lease lease;
  std::weak_ptr<Batch> batch;
};
using SharedHeld = std::shared_ptr<Held>;
using ManyHeld = boost::container::static_vector<SharedHeld, most_demands>;

/// Leases that are asked for together, and whom the answer wakes up.
struct Batch {
  explicit Batch(const Executor& executor) : answered(executor, Timer::time_point::max()) {}
  std::vector<SharedHeld> leases;
  std::vector<Ask> asks;
  Timer answered;  ///< cancelled when it is
};

bool are_leased(const Demands& demands) {
  return std::ranges::all_of(demands, [](const Demand& one) { return one.most_leased > 1; });
}

/// Where things stand with the buckets up to the one that refuses.
AllTaken refusal(const ManyHeld& held, std::size_t refusing, Clock::time_point now) {
  AllTaken all;
  for (std::size_t at = 0; at <= refusing; ++at) all.push_back(held[at]->lease.seen(now));
  return all;
}

}  // namespace

struct RedisBuckets::State : std::enable_shared_from_this<State> {
  struct Hash {
    std::size_t operator()(const Key& key) const {
      return std::hash<std::string_view>()({reinterpret_cast<const char*>(key.who.data()), key.who.size()}) +
             static_cast<std::size_t>(key.limited) + 8 * static_cast<std::size_t>(key.kind);
    }
  };

  explicit State(const cache::Redis& used) : redis(used) {}

  bool can_ask(Clock::time_point now) {
    if (redis.connected()) return now >= without_until;
    leases.clear();  // the next Redis may know nothing of them
    return false;
  }

  const SharedHeld& lease_of(const Demand& demand) {
    if (leases.size() >= most_leases && !leases.contains(demand.key)) leases.clear();
    auto& held = leases[demand.key];
    if (held == nullptr) held = std::make_shared<Held>(Lease(demand));
    return held;
  }

  /// Puts `held` into the next batch. Batches go one after another, so that a busy thread asks for many at
  /// once.
  void ask_for(const SharedHeld& held, const Executor& executor, Clock::time_point now) {
    if (open.empty() || open.back()->asks.size() >= most_in_one_batch)
      open.push_back(std::make_shared<Batch>(executor));
    const auto& batch = open.back();
    batch->leases.push_back(held);
    batch->asks.push_back(held->lease.ask(now));
    held->batch = batch;
    if (std::exchange(asking, true)) return;
    gathered.emplace(executor);
    asio::co_spawn(executor, ask_all(shared_from_this()), asio::detached);
  }

  void hurry() {
    hurried = true;
    gathered->cancel();
  }

  static Task<void> ask_all(std::shared_ptr<State> self) {
    while (!self->open.empty()) {
      if (!self->hurried && self->open.size() == 1) {
        self->gathered->expires_after(gathering);
        co_await self->gathered->async_wait(awaiting);
      }
      self->hurried = false;
      const auto batch = std::move(self->open.front());
      self->open.pop_front();
      const auto taken = co_await limits::ask(self->redis, batch->asks, Together::each, patience);
      const auto now = Clock::now();
      if (!taken) self->without_until = now + doing_without;
      for (std::size_t at = 0; at < batch->leases.size(); ++at) {
        Held& held = *batch->leases[at];
        held.batch.reset();
        taken ? held.lease.answered(taken->at(at), now) : held.lease.failed();
      }
      batch->answered.cancel();
    }
    self->asking = false;
  }

  ManyHeld leases_of(const Demands& demands) {
    ManyHeld held;
    for (const auto& demand : demands) held.push_back(lease_of(demand));
    return held;
  }

  /// One token of each, or a refusal. Nothing where Redis has to answer first: then it is asked, in the batch
  /// that is `awaited`.
  std::optional<AllTaken> take_held(const ManyHeld& held, const Executor& executor, Clock::time_point now,
                                    std::shared_ptr<Batch>& awaited) {
    for (std::size_t at = 0; at < held.size(); ++at) {
      const auto can = held[at]->lease.can(now);
      if (can == Lease::Can::refuse) return refusal(held, at, now);
      if (can == Lease::Can::give) continue;
      if (held[at]->batch.expired()) ask_for(held[at], executor, now);
      awaited = held[at]->batch.lock();
    }
    if (awaited != nullptr) return std::nullopt;
    AllTaken taken;
    for (const auto& one : held) {
      taken.push_back(one->lease.give(now));
      if (one->lease.wants_to_ask(now)) ask_for(one, executor, now);
    }
    return taken;
  }

  Task<std::optional<AllTaken>> take_leased(Demands demands) {
    const Executor executor = co_await asio::this_coro::executor;
    const ManyHeld held = leases_of(demands);
    for (;;) {
      const auto now = Clock::now();
      if (!can_ask(now)) co_return std::nullopt;
      std::shared_ptr<Batch> awaited;
      auto taken = take_held(held, executor, now, awaited);
      if (taken) co_return taken;
      hurry();
      co_await awaited->answered.async_wait(awaiting);
    }
  }

  /// One token of each, now; only a refusal is remembered.
  Task<std::optional<AllTaken>> take_exactly(Demands demands) {
    const auto now = Clock::now();
    if (!can_ask(now)) co_return std::nullopt;
    ManyHeld held;
    std::vector<Ask> asks;
    for (const auto& demand : demands) {
      held.push_back(lease_of(demand));
      if (held.back()->lease.can(now) == Lease::Can::refuse) co_return refusal(held, held.size() - 1, now);
      asks.push_back({.key = demand.key, .limit = demand.limit});
    }
    const auto answer = co_await limits::ask(redis, asks, Together::all_or_none, patience);
    if (!answer) co_return std::nullopt;
    AllTaken all;
    for (std::size_t at = 0; at < answer->size(); ++at) {
      all.push_back(answer->at(at));
      Taken told = all.back();
      told.granted = 0;
      held[at]->lease.answered(told, Clock::now());
    }
    co_return all;
  }

  const cache::Redis& redis;
  std::unordered_map<Key, SharedHeld, Hash> leases;
  std::deque<std::shared_ptr<Batch>> open;  ///< not sent yet
  bool asking = false;
  std::optional<Timer> gathered;
  bool hurried = false;  ///< somebody waits
  Clock::time_point without_until;
};

RedisBuckets::RedisBuckets(const cache::Redis& redis) : state_(std::make_shared<State>(redis)) {}
RedisBuckets::~RedisBuckets() = default;

Task<std::optional<AllTaken>> RedisBuckets::take(Demands demands) {
  return are_leased(demands) ? state_->take_leased(std::move(demands))
                             : state_->take_exactly(std::move(demands));
}

std::optional<AllTaken> RedisBuckets::take_held(const Demands& demands, const Executor& executor) {
  const auto now = Clock::now();
  if (!are_leased(demands) || !state_->can_ask(now)) return std::nullopt;
  std::shared_ptr<Batch> awaited;
  return state_->take_held(state_->leases_of(demands), executor, now, awaited);
}

}  // namespace kpa::limits

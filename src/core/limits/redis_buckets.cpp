#include "core/limits/redis_buckets.hpp"

#include <algorithm>
#include <deque>
#include <utility>
#include <vector>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/unordered/unordered_flat_map.hpp>

#include "core/cache/redis.hpp"
#include "core/limits/token_lease.hpp"
#include "core/timer.hpp"

namespace kpa::limits {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

/// A request waits at most this long for Redis; after that it is counted in the process.
constexpr auto patience = 250ms;
/// How long questions are collected into a batch when no request waits for the answer.
constexpr auto gathering = 10ms;
/// How long the process counts by itself after an error from Redis.
constexpr auto doing_without = 1s;
/// Some 150 bytes each.
constexpr std::size_t most_leases = 20'000;
/// Redis serves nobody else while the script runs: some µs for each bucket.
constexpr std::size_t most_in_one_batch = 100;

using Batch = std::vector<Ask>;
using TokenLeases = boost::container::static_vector<TokenLease*, most_demands>;

bool are_leased(const Demands& demands) {
  return std::ranges::all_of(demands, [](const Demand& one) { return one.most_leased > 1; });
}

/// The state of the buckets up to the one that refuses.
AllTaken refusal(const TokenLeases& held, std::size_t refusing, Clock::time_point now) {
  AllTaken all;
  for (std::size_t at = 0; at <= refusing; ++at) all.push_back(held[at]->seen(now));
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
    leases.clear();  // after a reconnect, Redis may have lost them
    return false;
  }

  /// The leases for the demands; the pointers are valid until the next co_await.
  TokenLeases leases_of(const Demands& demands) {
    const std::size_t needed = leases.size() + demands.size();
    if (needed > most_leases) leases.clear();
    // A later rehash would move the leases found before.
    if (needed > leases.max_load()) leases.reserve(2 * needed);
    TokenLeases held;
    for (const auto& demand : demands) held.push_back(&leases.try_emplace(demand.key, demand).first->second);
    return held;
  }

  /// Adds the lease to the next batch. Batches run one after another, so a busy thread asks for many at once.
  void ask_for(TokenLease& lease, const Executor& executor, Clock::time_point now) {
    if (open.empty() || open.back().size() >= most_in_one_batch) open.emplace_back();
    open.back().push_back(lease.ask(now));
    if (std::exchange(asking, true)) return;
    if (!gathered) gathered.emplace(executor);
    if (!answered) answered.emplace(executor, Clock::time_point::max());
    asio::co_spawn(executor, ask_all(shared_from_this()), asio::detached);
  }

  static Task<void> ask_all(std::shared_ptr<State> self) {
    while (!self->open.empty()) {
      if (!self->hurried && self->open.size() == 1) {
        self->gathered->expires_after(gathering);
        co_await self->gathered->async_wait(awaiting_outcome);
      }
      self->hurried = false;
      const Batch batch = std::move(self->open.front());
      self->open.pop_front();
      const auto taken = co_await limits::ask(self->redis, batch, Together::each, patience);
      const auto now = Clock::now();
      if (!taken) self->without_until = now + doing_without;
      for (std::size_t at = 0; at < batch.size(); ++at) {
        const auto lease = self->leases.find(batch[at].key);
        if (lease == self->leases.end()) continue;
        taken ? lease->second.answered(taken->at(at), now) : lease->second.failed();
      }
      self->answered->cancel();
    }
    self->asking = false;
    self->hurried = false;
  }

  /// Takes one token of each from the leases, or returns a refusal. Nothing when Redis must answer first; it
  /// is then asked.
  std::optional<AllTaken> take_held(const Demands& demands, const Executor& executor, Clock::time_point now) {
    const TokenLeases held = leases_of(demands);
    bool known = true;
    for (std::size_t at = 0; at < held.size(); ++at) {
      const auto can = held[at]->can(now);
      if (can == TokenLease::Can::refuse) return refusal(held, at, now);
      if (can == TokenLease::Can::give) continue;
      if (!held[at]->asked()) ask_for(*held[at], executor, now);
      known = false;
    }
    if (!known) return std::nullopt;
    AllTaken taken;
    for (auto* lease : held) {
      taken.push_back(lease->give(now));
      if (lease->wants_to_ask(now)) ask_for(*lease, executor, now);
    }
    return taken;
  }

  Task<std::optional<AllTaken>> take_leased(Demands demands) {
    const Executor executor = co_await asio::this_coro::executor;
    for (;;) {
      const auto now = Clock::now();
      if (!can_ask(now)) co_return std::nullopt;
      auto taken = take_held(demands, executor, now);
      if (taken) co_return taken;
      if (!asking) continue;  // the answer has come already
      hurried = true;
      gathered->cancel();
      co_await answered->async_wait(awaiting_outcome);
    }
  }

  /// Takes one token of each from Redis, now. Only a refusal is remembered.
  Task<std::optional<AllTaken>> take_exactly(Demands demands) {
    const auto now = Clock::now();
    if (!can_ask(now)) co_return std::nullopt;
    const TokenLeases held = leases_of(demands);
    std::vector<Ask> asks;
    for (std::size_t at = 0; at < held.size(); ++at) {
      if (held[at]->can(now) == TokenLease::Can::refuse) co_return refusal(held, at, now);
      asks.push_back({.key = demands[at].key, .limit = demands[at].limit});
    }
    const auto answer = co_await limits::ask(redis, asks, Together::all_or_none, patience);
    if (!answer) co_return std::nullopt;
    AllTaken all(answer->begin(), answer->end());
    const auto then = Clock::now();
    const TokenLeases later = leases_of(demands);
    for (std::size_t at = 0; at < all.size(); ++at) {
      Taken told = all[at];
      told.granted = 0;
      later[at]->answered(told, then);
    }
    co_return all;
  }

  const cache::Redis& redis;
  boost::unordered_flat_map<Key, TokenLease, Hash> leases;
  std::deque<Batch> open;  ///< batches not sent yet
  bool asking = false;
  bool hurried = false;  ///< a request waits for the answer
  std::optional<Timer> gathered;
  std::optional<Timer> answered;  ///< cancelled when a batch has been answered
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
  return state_->take_held(demands, executor, now);
}

}  // namespace kpa::limits

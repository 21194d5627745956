#include "core/limits/redis_buckets.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "core/cache/script.hpp"
#include "core/http/client_address.hpp"
#include "core/observe/log.hpp"

namespace kpa::limits {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;
using Timer = asio::basic_waitable_timer<Clock, asio::wait_traits<Clock>, Executor>;

constexpr auto awaiting = asio::as_tuple(asio::use_awaitable_t<Executor>());
constexpr auto lease_time = 1s;
/// No request waits longer for its limits; then they are counted in the process.
constexpr auto patience = 250ms;
/// Some 200 bytes each.
constexpr std::size_t most_leases = 10'000;

const observe::Log& log() {
  static const observe::Log limits("limits");
  return limits;
}

/// Bucket::take(), for each of KEYS: interval in µs, burst, grace in µs and wanted tokens from ARGV; gives
/// granted, remaining, full_in and wait of each up to the first that is refused.
const cache::Script& script() {
  static const cache::Script take(R"(
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000000 + tonumber(time[2])
local answer = {}
for place, key in ipairs(KEYS) do
  local interval, burst = tonumber(ARGV[4 * place - 3]), tonumber(ARGV[4 * place - 2])
  local grace, wanted = tonumber(ARGV[4 * place - 1]), tonumber(ARGV[4 * place])
  local full_at, grace_until = now, 0
  local kept = redis.call('GET', key)
  if kept then
    local later, ends = string.match(kept, '^(%S+) (%S+)$')
    if tonumber(later) > now then full_at, grace_until = tonumber(later), tonumber(ends) end
  end
  local tokens = math.floor((interval * burst - (full_at - now) + 1) / interval)
  local granted = 0
  if tokens >= 1 then
    granted = math.min(wanted, tokens)
  else
    if grace_until == 0 then grace_until = now + grace end
    if now < grace_until and tokens > -burst then granted = 1 end
  end
  full_at = full_at + granted * interval
  local full_in, wait = full_at - now, 0
  if granted == 0 then
    wait = full_in - interval * burst + interval
  else
    redis.call('SET', key, string.format('%.2f %.0f', full_at, grace_until),
               'PX', math.max(1, math.ceil(full_in / 1000)))
  end
  answer[#answer + 1] = granted
  answer[#answer + 1] = math.max(0, tokens - granted)
  answer[#answer + 1] = math.ceil(full_in)
  answer[#answer + 1] = math.ceil(wait)
  if granted == 0 then break end
end
return answer
)");
  return take;
}

std::string who(const Key& key) {
  if (key.kind != Key::Kind::user) {
    http::Network network{.address = key.who};
    return to_string(network);
  }
  std::int64_t id = 0;
  std::memcpy(&id, key.who.data(), sizeof id);
  return std::to_string(id);
}

/// Tokens that this thread holds of one bucket, or knows that there are none.
struct Lease {
  Taken taken;  ///< when it was asked for
  unsigned left = 0;
  unsigned size = 0;
  Clock::time_point good_until;
  std::shared_ptr<Timer> asking;  ///< cancelled when the answer to an ask under way is there

  bool good(Clock::time_point now) const { return now < good_until && (left > 0 || refused()); }
  bool refused() const { return size > 0 && taken.granted == 0; }
  /// How many to ask for.
  unsigned next(unsigned most, Clock::time_point now) const {
    const bool used_up = left == 0 && now < good_until && !refused();
    return used_up ? std::min(size * 2, most) : 1;
  }
  Taken give() {
    if (left > 0) --left;
    Taken given = taken;
    given.granted = std::min(1U, taken.granted);
    given.remaining += left;
    return given;
  }
};
using Leases = std::vector<std::shared_ptr<Lease>>;

/// Where things stand with the first buckets, up to the one that refuses.
std::vector<Taken> seen(const Leases& leases, std::size_t refusing) {
  std::vector<Taken> all;
  for (std::size_t at = 0; at <= refusing; ++at) all.push_back(leases[at]->taken);
  return all;
}

/// While it lives, others who need these leases wait for them.
class Asking {
 public:
  Asking(const Leases& leases, const Executor& executor) : leases_(leases) {
    const auto answered = std::make_shared<Timer>(executor, Timer::time_point::max());
    for (const auto& lease : leases_) lease->asking = answered;
  }
  Asking(const Asking&) = delete;
  Asking& operator=(const Asking&) = delete;
  ~Asking() {
    for (const auto& lease : leases_) {
      lease->asking->cancel();
      lease->asking.reset();
    }
  }

 private:
  const Leases& leases_;
};

std::optional<std::vector<Taken>> read(const std::optional<cache::Reply>& reply) {
  constexpr std::size_t numbers = 4;  // of each bucket
  if (!reply) return std::nullopt;
  if (reply->kind != cache::Reply::Kind::list || reply->items.empty() || reply->items.size() % numbers != 0) {
    log().error("the script of limits failed in Redis", {{"reason", reply->text}});
    return std::nullopt;
  }
  std::vector<Taken> taken;
  for (auto number = reply->items.begin(); number != reply->items.end();) {
    const auto next = [&] { return std::max<std::int64_t>(0, (number++)->integer); };
    Taken one;
    one.granted = static_cast<unsigned>(next());
    one.remaining = static_cast<unsigned>(next());
    one.full_in = static_cast<Micros>(next());
    one.wait = static_cast<Micros>(next());
    taken.push_back(one);
  }
  return taken;
}

}  // namespace

std::string redis_key(const Key& key) {
  static constexpr std::string_view kinds[] = {"user", "address", "unauthenticated"};
  std::string text = "kpa:limit:";
  text += name_of(key.limited);
  text += ':';
  text += kinds[static_cast<std::size_t>(key.kind)];
  text += ':';
  text += who(key);
  return text;
}

struct RedisBuckets::Impl {
  struct Hash {
    std::size_t operator()(const Key& key) const {
      return std::hash<std::string_view>()({reinterpret_cast<const char*>(key.who.data()), key.who.size()}) +
             static_cast<std::size_t>(key.limited) + 8 * static_cast<std::size_t>(key.kind);
    }
  };

  const std::shared_ptr<Lease>& lease_of(const Key& key) {
    if (leases.size() >= most_leases && !leases.contains(key)) leases.clear();
    auto& lease = leases[key];
    if (lease == nullptr) lease = std::make_shared<Lease>();
    return lease;
  }

  /// False when Redis cannot be asked.
  Task<bool> renew(const std::vector<Demand>& demands, const Leases& missing) {
    const auto now = Clock::now();
    std::vector<std::string> keys, arguments;
    std::vector<unsigned> sizes;
    for (std::size_t at = 0; at < demands.size(); ++at) {
      const auto& [key, limit, most] = demands[at];
      sizes.push_back(missing[at]->next(most, now));
      keys.push_back(redis_key(key));
      arguments.push_back(std::to_string(60e6 / limit.per_minute));
      arguments.push_back(std::to_string(limit.burst));
      arguments.push_back(std::to_string(limit.grace.count() * 1000));
      arguments.push_back(std::to_string(sizes.back()));
    }
    const Asking asking(missing, co_await asio::this_coro::executor);
    const auto taken = read(co_await script().run(redis, std::move(keys), std::move(arguments), patience));
    if (!taken) co_return false;
    for (std::size_t at = 0; at < std::min(taken->size(), missing.size()); ++at) {
      Lease& lease = *missing[at];
      lease.taken = (*taken)[at];
      lease.left = lease.taken.granted;
      lease.size = sizes[at];
      const std::chrono::duration<Micros, std::micro> wait(lease.taken.wait);
      lease.good_until =
          Clock::now() +
          (lease.refused() ? std::min<Clock::duration>(lease_time, std::chrono::ceil<Clock::duration>(wait))
                           : lease_time);
    }
    co_return true;
  }

  const cache::Redis& redis;
  std::unordered_map<Key, std::shared_ptr<Lease>, Hash> leases;
};

RedisBuckets::RedisBuckets(const cache::Redis& redis) : impl_(std::make_unique<Impl>(redis)) {}
RedisBuckets::~RedisBuckets() = default;

Task<std::optional<std::vector<Taken>>> RedisBuckets::take(std::vector<Demand> demands) {
  Leases leases;
  for (const auto& demand : demands) leases.push_back(impl_->lease_of(demand.key));
  for (;;) {
    const auto now = Clock::now();
    std::vector<Demand> open;
    Leases missing;
    std::shared_ptr<Timer> answered;
    for (std::size_t at = 0; at < leases.size(); ++at) {
      if (leases[at]->good(now)) {
        if (leases[at]->refused()) co_return seen(leases, at);
        continue;
      }
      open.push_back(demands[at]);
      missing.push_back(leases[at]);
      if (leases[at]->asking) answered = leases[at]->asking;
    }
    if (missing.empty()) break;
    if (answered != nullptr) {
      co_await answered->async_wait(awaiting);
      continue;
    }
    const bool renewed = co_await impl_->renew(open, missing);
    if (!renewed) co_return std::nullopt;
  }
  std::vector<Taken> taken;
  for (const auto& lease : leases) taken.push_back(lease->give());
  co_return taken;
}

}  // namespace kpa::limits

#include "core/limits/bucket_script.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

#include "core/cache/script.hpp"
#include "core/http/client_address.hpp"
#include "core/observe/log.hpp"

namespace kpa::limits {
namespace {

const observe::Log& log() {
  static const observe::Log limits("limits");
  return limits;
}

/// ARGV: `each` or `all`, then for each of KEYS: interval in µs, burst, grace in µs, wanted and owed tokens.
/// Returns granted, remaining, full_in and wait of each. A single MGET, and `+ 0` in place of tonumber(),
/// make it a third faster.
const cache::Script& script() {
  static const cache::Script take(R"(
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local each = ARGV[1] == 'each'
local kept = redis.call('MGET', unpack(KEYS))
local answer, writes = {}, {}
for place = 1, #KEYS do
  local at = 5 * place - 3
  local interval, burst, grace = ARGV[at] + 0, ARGV[at + 1] + 0, ARGV[at + 2] + 0
  local wanted, owed = ARGV[at + 3] + 0, ARGV[at + 4] + 0
  local full_at, grace_until = now, 0
  if kept[place] then
    local gap = string.find(kept[place], ' ', 1, true)
    local later = string.sub(kept[place], 1, gap - 1) + 0
    -- What no bucket owes was written before the clock went back.
    local owes = later > now and later <= now + 2 * burst * interval + 1
    if owes then full_at, grace_until = later, string.sub(kept[place], gap + 1) + 0 end
  end
  full_at = math.max(now, math.min(full_at + owed * interval, now + 2 * burst * interval))
  local tokens = math.floor((interval * burst - (full_at - now) + 1) / interval)
  local granted, served = 0, true
  if tokens >= 1 then
    granted = math.min(wanted, tokens)
  else
    if grace_until == 0 and (wanted > 0 or tokens < 0) then grace_until = now + grace end
    served = tokens > -burst and (grace_until == 0 and grace > 0 or now < grace_until)
    if served then granted = math.min(wanted, 1) end
  end
  full_at = full_at + granted * interval
  local full_in, wait = full_at - now, 0
  if not served then wait = full_in - interval * burst + interval end
  if granted > 0 or owed ~= 0 then
    local last = #writes
    writes[last + 1], writes[last + 2] = KEYS[place], string.format('%.2f %.0f', full_at, grace_until)
    writes[last + 3] = math.max(1, math.ceil(full_in / 1000))
  end
  local last = #answer
  answer[last + 1], answer[last + 2] = granted, math.max(0, tokens - granted)
  answer[last + 3], answer[last + 4] = math.ceil(full_in), math.ceil(wait)
  if not served and not each then return answer end
end
for first = 1, #writes, 3 do
  redis.call('SET', writes[first], writes[first + 1], 'PX', writes[first + 2])
end
return answer
)");
  return take;
}

std::string who(const Key& key) {
  if (key.kind == Key::Kind::address || key.kind == Key::Kind::unauthenticated_address) {
    http::Network network{.address = key.who};
    return to_string(network);
  }
  std::int64_t id = 0;
  std::memcpy(&id, key.who.data(), sizeof id);
  return std::to_string(id);
}

constexpr std::size_t numbers = 4;  // numbers per bucket in the reply

/// Reads the reply for `least` to `most` buckets; nothing when it is malformed.
std::optional<std::vector<Taken>> read(const std::optional<cache::Reply>& reply, std::size_t least,
                                       std::size_t most) {
  if (!reply) return std::nullopt;
  const std::size_t found = reply->items.size() / numbers;
  if (reply->kind != cache::Reply::Kind::list || found < least || found > most) {
    log().error("the script of limits failed in Redis", {{"reason", reply->text}});
    return std::nullopt;
  }
  std::vector<Taken> taken;
  taken.reserve(found);
  auto number = reply->items.begin();
  while (taken.size() < found) {
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
  static constexpr std::string_view kinds[] = {"user", "session", "address", "unauthenticated"};
  std::string text = "kpa:limit:";
  text += name_of(key.limited);
  text += ':';
  text += kinds[static_cast<std::size_t>(key.kind)];
  text += ':';
  text += who(key);
  return text;
}

Task<std::optional<std::vector<Taken>>> ask(const cache::Redis& redis, const std::vector<Ask>& asks,
                                            Together together, std::chrono::milliseconds patience) {
  std::vector<std::string> keys;
  std::vector<std::string> arguments{together == Together::each ? "each" : "all"};
  keys.reserve(asks.size());
  arguments.reserve(1 + 5 * asks.size());
  for (const auto& one : asks) {
    keys.push_back(redis_key(one.key));
    arguments.push_back(std::to_string(60e6 / one.limit.per_minute));
    arguments.push_back(std::to_string(one.limit.burst));
    arguments.push_back(std::to_string(one.limit.grace.count() * 1000));
    arguments.push_back(std::to_string(one.wanted));
    arguments.push_back(std::to_string(one.owed));
  }
  const std::size_t least = together == Together::each ? asks.size() : 1;
  const auto reply = co_await script().run(redis, std::move(keys), std::move(arguments), patience);
  co_return read(reply, least, asks.size());
}

}  // namespace kpa::limits

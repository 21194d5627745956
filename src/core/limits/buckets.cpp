#include "core/limits/buckets.hpp"

#include <algorithm>
#include <functional>
#include <string_view>

#include "core/crypto/random.hpp"

namespace kpa::limits {
namespace {

constexpr std::size_t seed_bytes = 16;

}  // namespace

Buckets::Buckets(std::size_t most)
    : seed_(crypto::random_bytes(seed_bytes)), sets_(std::max<std::size_t>(1, most / ways)) {}

AllTaken Buckets::take(const Demands& demands) {
  AllTaken taken;
  for (const auto& demand : demands) {
    taken.push_back(take(demand, since_start()));
    if (taken.back().granted > 0) continue;
    for (std::size_t before = 0; before + 1 < taken.size(); ++before) give_back(demands[before]);
    break;
  }
  return taken;
}

Taken Buckets::take(const Demand& demand, Micros now) {
  const std::size_t index = index_of(demand.key);
  const std::scoped_lock lock(locks_[index % locks_.size()]);
  Set& set = sets_[index];
  auto* entry = std::ranges::find(set, demand.key, &Entry::key);
  if (entry == set.end()) {
    entry = std::ranges::min_element(set, {}, [](const Entry& one) { return one.bucket.full_at; });
    *entry = {.key = demand.key, .bucket = {}};
  }
  return entry->bucket.take(demand.limit, now);
}

void Buckets::give_back(const Demand& demand) {
  const std::size_t index = index_of(demand.key);
  const std::scoped_lock lock(locks_[index % locks_.size()]);
  auto* entry = std::ranges::find(sets_[index], demand.key, &Entry::key);
  if (entry != sets_[index].end()) entry->bucket.give_back(demand.limit);
}

std::size_t Buckets::index_of(const Key& key) const {
  std::array<char, seed_bytes + 2 + sizeof key.who> bytes;
  auto* end = std::ranges::copy(seed_, bytes.begin()).out;
  *end++ = static_cast<char>(key.limited);
  *end++ = static_cast<char>(key.kind);
  std::ranges::copy(key.who, end);
  return std::hash<std::string_view>()({bytes.data(), bytes.size()}) % sets_.size();
}

Micros Buckets::since_start() const {
  return std::chrono::duration<Micros, std::micro>(std::chrono::steady_clock::now() - start_).count();
}

}  // namespace kpa::limits

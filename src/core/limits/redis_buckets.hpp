#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/limits/buckets.hpp"
#include "core/task.hpp"

namespace kpa::cache {
class Redis;
}

namespace kpa::limits {

/// The buckets that all instances share, as one I/O thread sees them. Each demand is one run of a script, in
/// which nobody else comes between looking and taking, by Redis' clock; a bucket's key lives until the bucket
/// is full again.
///
/// Where a demand allows a lease, the thread takes several tokens at once and gives them out for a second
/// without asking: one at first, twice as many whenever they were used up in time. All tokens come out of the
/// shared bucket beforehand, so together the instances never give out more than there is; a client may miss
/// those that a thread holds for it and does not use, at most a lease for each thread.
class RedisBuckets {
 public:
  /// `redis` outlives it.
  explicit RedisBuckets(const cache::Redis& redis);
  ~RedisBuckets();

  /// One of each demand, in order; the first that is refused ends the list. Nothing when Redis cannot be
  /// asked.
  Task<std::optional<std::vector<Taken>>> take(std::vector<Demand> demands);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// The name of the bucket in Redis: `kpa:limit:read:user:42`.
std::string redis_key(const Key& key);

}  // namespace kpa::limits

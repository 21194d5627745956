#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "core/limits/buckets.hpp"
#include "core/task.hpp"

namespace kpa::cache {
class Redis;
}

namespace kpa::limits {

/// What is asked of one bucket in Redis.
struct Ask {
  Key key;
  config::RateLimit limit;
  unsigned wanted = 1;
  /// Tokens that were given out on credit already, or, as a negative number, tokens that go back. They are
  /// charged even where the bucket is empty, until it is a whole burst below zero.
  int owed = 0;
};

enum class Together {
  all_or_none,  ///< the first bucket that refuses ends the list, and nothing is taken of any
  each,
};

/// Bucket::take() for each of `asks` as one step, by Redis' clock; a bucket's key lives until the bucket is
/// full again. `wait` is above 0 where a further request would be refused. Nothing when Redis cannot be asked
/// within `patience`.
Task<std::optional<std::vector<Taken>>> ask(const cache::Redis& redis, const std::vector<Ask>& asks,
                                            Together together, std::chrono::milliseconds patience);

/// The name of the bucket in Redis: `kpa:limit:read:user:42`.
std::string redis_key(const Key& key);

}  // namespace kpa::limits

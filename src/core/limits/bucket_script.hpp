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

/// A demand on one bucket in Redis.
struct Ask {
  Key key;
  config::RateLimit limit;
  unsigned wanted = 1;
  /// Tokens given on credit and not yet charged; negative: tokens to return. They are charged even to an
  /// empty bucket, until it is a whole burst below zero.
  int owed = 0;
};

enum class Together {
  all_or_none,  ///< the first refusal ends the list, and no bucket is charged
  each,
};

/// Does Bucket::take() for all of `asks` atomically in Redis, by Redis' clock; a bucket's key expires when
/// the bucket is full. `wait` is above 0 if one more request would be refused. Nothing when Redis does not
/// answer within `patience`.
Task<std::optional<std::vector<Taken>>> ask(const cache::Redis& redis, const std::vector<Ask>& asks,
                                            Together together, std::chrono::milliseconds patience);

/// The bucket's key in Redis: `kpa:limit:read:user:42`.
std::string redis_key(const Key& key);

}  // namespace kpa::limits

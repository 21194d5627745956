#pragma once

#include <cstdint>

#include "core/config/settings.hpp"

namespace kpa::limits {

/// Microseconds since some start; fractions count, where a token comes back sooner than that.
using Micros = double;

/// What became of a demand on a bucket.
struct Taken {
  unsigned granted = 0;    ///< tokens; 0: refused
  unsigned remaining = 0;  ///< whole tokens that are left
  Micros full_in = 0;      ///< until the bucket is full again
  Micros wait = 0;         ///< of a refusal: until there is a token
};

/// A token bucket, as two moments. A bucket that nothing was taken from, or that is full again, is `{}`: it
/// need not be kept.
struct Bucket {
  Micros full_at = 0;      ///< when it is full again, if nothing more is taken
  Micros grace_until = 0;  ///< 0: it was not empty since it was full

  /// As many of `wanted` tokens as there are. Of an empty bucket one token on credit within the grace period,
  /// up to a burst in all. docs/limits.md says why; bucket_script.cpp has the same in Lua. `limit` is not
  /// off.
  Taken take(const config::RateLimit& limit, Micros now, unsigned wanted = 1);
  /// A token that was taken for nothing.
  void give_back(const config::RateLimit& limit);
};

}  // namespace kpa::limits

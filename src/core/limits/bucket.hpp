#pragma once

#include <cstdint>

#include "core/config/settings.hpp"

namespace kpa::limits {

/// Microseconds since some start, with fractions: tokens may come back faster than one per microsecond.
using Micros = double;

/// The result of a demand on a bucket.
struct Taken {
  unsigned granted = 0;    ///< tokens given; 0: refused
  unsigned remaining = 0;  ///< whole tokens that are left
  Micros full_in = 0;      ///< until the bucket is full again
  Micros wait = 0;         ///< after a refusal: until the next token
};

/// A token bucket, stored as two instants. An unused or full bucket equals `{}` and need not be kept.
struct Bucket {
  Micros full_at = 0;      ///< when it will be full again, if nothing more is taken
  Micros grace_until = 0;  ///< 0: it has not been empty since it was last full

  /// Takes as many of the `wanted` tokens as there are. During the grace period an empty bucket gives one on
  /// credit, up to one burst in all; docs/limits.md explains it. bucket_script.cpp does the same in Lua, and
  /// bucket_cases_for_test.hpp tests both with the same cases. `limit` must not be off.
  Taken take(const config::RateLimit& limit, Micros now, unsigned wanted = 1);
  /// Returns a token whose request was refused for another reason.
  void give_back(const config::RateLimit& limit);
};

}  // namespace kpa::limits

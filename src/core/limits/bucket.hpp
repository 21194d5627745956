#pragma once

#include <cstdint>

#include "core/config/settings.hpp"

namespace kpa::limits {

/// Microseconds since some start. Not whole ones: tokens may come back faster than one a microsecond.
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

  /// Takes as many of the `wanted` tokens as there are. An empty bucket gives one on credit while the grace
  /// period lasts, up to one burst in all. docs/limits.md says why; bucket_script.cpp has the same in Lua,
  /// and bucket_cases_for_test.hpp holds both to the same cases. Not for a `limit` that is off.
  Taken take(const config::RateLimit& limit, Micros now, unsigned wanted = 1);
  /// Puts back a token: what it was taken for was refused for another reason.
  void give_back(const config::RateLimit& limit);
};

}  // namespace kpa::limits

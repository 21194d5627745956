#pragma once

#include <string>
#include <vector>

#include "core/limits/bucket.hpp"

namespace kpa::limits {

/// Requests to one bucket, and what each is granted. The algorithm exists in C++ and in Lua; both are tested
/// with these.
struct BucketCase {
  struct Step {
    double pause;  ///< since the previous step, in units of the time in which one token comes back
    unsigned wanted;
    unsigned granted;
  };
  std::string name;
  config::RateLimit limit;
  std::vector<Step> steps;
};

/// One token per hour, so that the test's duration does not matter.
constexpr double per_hour = 1.0 / 60;

inline const std::vector<BucketCase>& bucket_cases() {
  using namespace std::chrono_literals;
  static const std::vector<BucketCase> all{
      {"a burst, and then what comes back",
       {.per_minute = per_hour, .burst = 3},
       {{0, 1, 1}, {0, 1, 1}, {0, 1, 1}, {0, 1, 0}, {1.1, 1, 1}, {0, 1, 0}, {0.8, 1, 0}, {0.2, 1, 1}}},
      {"no more than the burst, however long the pause",
       {.per_minute = per_hour, .burst = 3},
       {{0, 1, 1}, {100, 1, 1}, {0, 1, 1}, {0, 1, 1}, {0, 1, 0}}},
      {"on credit for the grace, up to one more burst",
       {.per_minute = per_hour, .burst = 3, .grace = 10h},
       {{0, 3, 3}, {0.1, 1, 1}, {0, 1, 1}, {0, 1, 1}, {0, 1, 0}, {1.1, 1, 1}, {0, 1, 0}}},
      {"one at a time on credit",
       {.per_minute = per_hour, .burst = 3, .grace = 10h},
       {{0, 2, 2}, {0, 2, 1}, {0, 2, 1}, {0, 2, 1}, {0, 2, 1}, {0, 2, 0}}},
      {"no credit when the grace is over",
       {.per_minute = per_hour, .burst = 3, .grace = 2h},
       {{0, 3, 3}, {0.1, 1, 1}, {2.2, 1, 1}, {0, 1, 0}, {0.5, 1, 0}}},
      {"the credit is paid back first, and there is no other grace before",
       {.per_minute = per_hour, .burst = 3, .grace = 1h},
       {{0, 3, 3}, {0, 1, 1}, {0, 1, 1}, {0, 1, 1}, {0, 1, 0}, {3.9, 1, 0}, {0.2, 1, 1}, {0.5, 1, 0}}},
      {"a bucket that was full begins anew",
       {.per_minute = per_hour, .burst = 2, .grace = 1h},
       {{0, 2, 2}, {0, 1, 1}, {0, 1, 1}, {0, 1, 0}, {4.5, 2, 2}, {0, 1, 1}, {0, 1, 1}, {0, 1, 0}}},
      {"several at once",
       {.per_minute = per_hour, .burst = 10},
       {{0, 4, 4}, {0, 4, 4}, {0, 4, 2}, {0, 4, 0}, {2.5, 4, 2}}},
  };
  return all;
}

}  // namespace kpa::limits

#include "core/limits/bucket.hpp"

#include <algorithm>
#include <cmath>

namespace kpa::limits {

Taken Bucket::take(const config::RateLimit& limit, Micros now, unsigned wanted) {
  const Micros interval = 60e6 / limit.per_minute;
  const Micros capacity = interval * limit.burst;
  const Micros grace = 1e3 * static_cast<double>(limit.grace.count());
  if (full_at <= now) *this = {.full_at = now};
  constexpr Micros rounding = 1;
  const double tokens = std::floor((capacity - (full_at - now) + rounding) / interval);  // below 0: on credit
  Taken taken;
  if (tokens >= 1) {
    taken.granted = std::min(wanted, static_cast<unsigned>(tokens));
  } else {
    if (grace_until == 0) grace_until = now + grace;
    if (now < grace_until && tokens > -static_cast<double>(limit.burst)) taken.granted = 1;
  }
  full_at += taken.granted * interval;
  taken.full_in = full_at - now;
  taken.remaining = static_cast<unsigned>(std::max(0.0, tokens - taken.granted));
  if (taken.granted == 0) taken.wait = taken.full_in - capacity + interval;
  return taken;
}

void Bucket::give_back(const config::RateLimit& limit) { full_at -= 60e6 / limit.per_minute; }

}  // namespace kpa::limits

#pragma once

#include <array>
#include <memory>

#include "core/http/limit.hpp"
#include "core/limits/redis_buckets.hpp"

namespace kpa::observe {
class Counter;
}

namespace kpa::limits {

/// Decides for one I/O thread which requests are within the rate limits; see docs/limits.md.
class Limiter {
 public:
  /// `shared` are this process' buckets, used when `redis` is null or not connected. Both must outlive it.
  Limiter(const config::LimitSettings& settings, Buckets& shared, const cache::Redis* redis);
  ~Limiter();

  /// See http::Limit.
  Task<http::Allowance> count(const http::Request& request, http::LimitClass limited,
                              const http::Caller& caller);

 private:
  Demands demands(const http::Request& request, http::LimitClass limited, const http::Caller& caller) const;

  /// Limits of a class: per user, per address, and for requests without a user; each may be off.
  struct Terms {
    config::RateLimit user, address, nobody;
    bool leased = false;
  };

  static constexpr std::size_t classes = EnumNames<http::LimitClass>::table.size();
  std::array<Terms, classes> terms_;
  Buckets& shared_;
  std::unique_ptr<RedisBuckets> redis_;
  std::array<observe::Counter*, classes> refusals_;
  observe::Counter& without_redis_;
};

}  // namespace kpa::limits

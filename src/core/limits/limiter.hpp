#pragma once

#include <array>
#include <memory>

#include "core/http/limit.hpp"
#include "core/limits/redis_buckets.hpp"

namespace kpa::observe {
class Counter;
}

namespace kpa::limits {

/// Decides for one I/O thread which requests are served; docs/limits.md.
class Limiter {
 public:
  /// `shared` are this process' buckets, for when there is no `redis` (null), or it is away. Both outlive it.
  Limiter(const config::LimitSettings& settings, Buckets& shared, const cache::Redis* redis);
  ~Limiter();

  /// As http::Limit.
  Task<http::Allowance> count(const http::Request& request, http::LimitClass limited,
                              const http::Caller& caller);

 private:
  Demands demands(const http::Request& request, http::LimitClass limited, const http::Caller& caller) const;

  /// What a request of a class is counted against, by user and by address; a limit may be off.
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

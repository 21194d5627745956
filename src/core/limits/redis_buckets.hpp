#pragma once

#include <memory>
#include <optional>

#include "core/limits/buckets.hpp"
#include "core/task.hpp"

namespace kpa::cache {
class Redis;
}

namespace kpa::limits {

/// The buckets that all instances share, as one I/O thread sees them.
///
/// Demands that allow no lease are one run of a script in Redis. Where all allow one, the thread holds tokens
/// for the client and gives them out without waiting; what it asks Redis meanwhile, it asks for many clients
/// together. So the instances together give out no more than there is, but for one token on credit for each
/// thread, which the client pays later; and a client may miss those that other threads hold for it, a lease
/// each at most.
class RedisBuckets {
 public:
  /// `redis` outlives it.
  explicit RedisBuckets(const cache::Redis& redis);
  ~RedisBuckets();

  /// One of each demand, or, where one refuses, none and a list that ends with it. Nothing when Redis cannot
  /// be asked.
  Task<std::optional<AllTaken>> take(Demands demands);
  /// The same at once, as nearly always, where the thread knows enough; else nothing. `executor`: the
  /// thread's.
  std::optional<AllTaken> take_held(const Demands& demands, const Executor& executor);

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace kpa::limits

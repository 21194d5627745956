#pragma once

#include <memory>
#include <optional>

#include "core/limits/buckets.hpp"
#include "core/task.hpp"

namespace kpa::cache {
class Redis;
}

namespace kpa::limits {

/// The buckets shared by all instances through Redis, as seen by one I/O thread.
///
/// Demands without a lease run the script in Redis once per request. If all demands allow a lease, the thread
/// holds tokens of the client in advance and gives them out without waiting, while it asks Redis for many
/// clients together. Thus all instances together give out no more than the limit, except one token on credit
/// per thread, which the client pays later. A client may miss tokens that other threads hold for it: at most
/// one lease each.
class RedisBuckets {
 public:
  /// `redis` must outlive it.
  explicit RedisBuckets(const cache::Redis& redis);
  ~RedisBuckets();

  /// Takes one token per demand; if one refuses, takes none and returns a list that ends with the refusal.
  /// Nothing when Redis does not answer.
  Task<std::optional<AllTaken>> take(Demands demands);
  /// The same without waiting, which works nearly always: nothing when the thread must ask Redis first.
  /// `executor` is the thread's.
  std::optional<AllTaken> take_held(const Demands& demands, const Executor& executor);

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace kpa::limits

#pragma once

#include <chrono>

#include "core/limits/bucket_script.hpp"
#include "core/time.hpp"

namespace kpa::limits {

/// What one I/O thread knows of a bucket in Redis, and the tokens that it took from it in advance, so that
/// most requests need not ask Redis. Only decides; RedisBuckets asks. See decision 19.
class TokenLease {
 public:
  enum class Can {
    give,    ///< one token, held or on credit
    refuse,  ///< the bucket is known to be empty
    ask,     ///< Redis must answer first
  };

  explicit TokenLease(const Demand& demand) : demand_(demand) {}

  Can can(Clock::time_point now) const;
  /// Gives out one token and returns the bucket's state. Only when can() returned `give`.
  Taken give(Clock::time_point now);
  /// The bucket's state, as far as this thread knows it.
  Taken seen(Clock::time_point now) const;

  /// Whether to ask Redis in the background: to pay a credit, or for more tokens before the last is used.
  bool wants_to_ask(Clock::time_point now) const;
  /// What to ask Redis now. answered() or failed() must follow; until then asked() is true.
  Ask ask(Clock::time_point now);
  void answered(const Taken& taken, Clock::time_point now);
  void failed() { asking_ = false; }
  bool asked() const { return asking_; }

 private:
  bool holds(Clock::time_point now) const { return left_ > 0 && now < good_until_; }
  /// Empty by the last answer: no credit is given then.
  bool empty() const { return told_.wait > 0; }
  bool refused(Clock::time_point now) const;

  Demand demand_;
  Taken told_;  ///< the last answer
  Clock::time_point told_at_;
  Clock::time_point good_until_;  ///< until when `left_` may be used
  unsigned left_ = 0;
  unsigned credit_ = 0;  ///< given out and not yet reported to Redis: 0 or 1
  bool asking_ = false;
};

}  // namespace kpa::limits

#pragma once

#include <chrono>

#include "core/limits/bucket_script.hpp"
#include "core/time.hpp"

namespace kpa::limits {

/// What one I/O thread knows of a bucket in Redis, and the tokens that it has taken out of it beforehand, so
/// that most requests need not ask Redis. It only decides; RedisBuckets does the asking. Decision 19 says
/// why.
class TokenLease {
 public:
  enum class Can {
    give,    ///< one token, held or on credit
    refuse,  ///< the bucket is known to be empty
    ask,     ///< not before an answer from Redis
  };

  explicit TokenLease(const Demand& demand) : demand_(demand) {}

  Can can(Clock::time_point now) const;
  /// Gives out one token, and tells where the client stands then. Only when can() has said `give`.
  Taken give(Clock::time_point now);
  /// Where the client stands, as far as this thread knows.
  Taken seen(Clock::time_point now) const;

  /// Whether Redis should be told of a credit, or asked for more before the last token is gone.
  bool wants_to_ask(Clock::time_point now) const;
  /// What to ask Redis now. answered() or failed() must follow; until then asked() is true.
  Ask ask(Clock::time_point now);
  void answered(const Taken& taken, Clock::time_point now);
  void failed() { asking_ = false; }
  bool asked() const { return asking_; }

 private:
  bool holds(Clock::time_point now) const { return left_ > 0 && now < good_until_; }
  /// By the last answer; then no credit is given.
  bool empty() const { return told_.wait > 0; }
  bool refused(Clock::time_point now) const;

  Demand demand_;
  Taken told_;  ///< by the last answer
  Clock::time_point told_at_;
  Clock::time_point good_until_;  ///< of what is left
  unsigned left_ = 0;
  unsigned credit_ = 0;  ///< given out and not told yet: 0 or 1
  bool asking_ = false;
};

}  // namespace kpa::limits

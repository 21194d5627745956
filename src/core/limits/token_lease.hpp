#pragma once

#include <chrono>

#include "core/limits/bucket_script.hpp"

namespace kpa::limits {

/// The tokens of one bucket in Redis that an I/O thread holds, and what it knows of the bucket. Decides;
/// asking is for others. Decision 19 says why it is so.
class Lease {
 public:
  using Clock = std::chrono::steady_clock;
  enum class Can {
    give,    ///< one token, held or on credit
    refuse,  ///< the bucket is known to be empty
    ask,     ///< not before an answer from Redis
  };

  explicit Lease(const Demand& demand) : demand_(demand) {}

  Can can(Clock::time_point now) const;
  /// Where a give takes the client; only where it can().
  Taken give(Clock::time_point now);
  /// Where the client stands, as far as this thread knows.
  Taken seen(Clock::time_point now) const;

  /// Whether Redis should be told of a credit, or asked for more before the last token is gone.
  bool wants_to_ask(Clock::time_point now) const;
  /// What to ask now. Until answered or failed follows it is asked().
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

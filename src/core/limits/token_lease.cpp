#include "core/limits/token_lease.hpp"

#include <algorithm>
#include <utility>

#include "core/time.hpp"

namespace kpa::limits {
namespace {

using namespace std::chrono_literals;

/// Tokens unused for this long are returned, so that leases do not add to the burst permanently.
constexpr auto held_for = 30s;
/// A refusal is checked again after this time, since other instances may return tokens.
constexpr auto believed_for = 1s;

Micros micros(Clock::duration time) { return std::chrono::duration<Micros, std::micro>(time).count(); }

}  // namespace

bool TokenLease::refused(Clock::time_point now) const {
  return empty() && now < told_at_ + believed_for && micros(now - told_at_) < told_.wait;
}

TokenLease::Can TokenLease::can(Clock::time_point now) const {
  if (holds(now)) return Can::give;
  if (refused(now)) return Can::refuse;
  return asking_ || empty() ? Can::ask : Can::give;
}

Taken TokenLease::give(Clock::time_point now) {
  if (holds(now))
    --left_;
  else
    credit_ = 1;
  Taken given = seen(now);
  given.granted = 1;
  given.wait = 0;
  return given;
}

bool TokenLease::wants_to_ask(Clock::time_point now) const {
  if (asking_ || refused(now)) return false;
  return credit_ > 0 || (now < good_until_ && left_ <= demand_.most_leased / 4);
}

Ask TokenLease::ask(Clock::time_point now) {
  asking_ = true;
  // A busy client gets a whole lease; a rare one pays for single requests.
  const bool busy = now < good_until_;
  Ask asked{.key = demand_.key, .limit = demand_.limit, .wanted = 0, .owed = static_cast<int>(credit_)};
  if (busy)
    asked.wanted = demand_.most_leased - std::min(left_, demand_.most_leased);
  else
    asked.owed -= static_cast<int>(std::exchange(left_, 0));
  if (empty()) asked.wanted = std::max(1U, asked.wanted);
  credit_ = 0;
  return asked;
}

void TokenLease::answered(const Taken& taken, Clock::time_point now) {
  asking_ = false;
  told_ = taken;
  told_at_ = now;
  left_ += taken.granted;
  good_until_ = now + held_for;
}

Taken TokenLease::seen(Clock::time_point now) const {
  const Micros interval = 60e6 / demand_.limit.per_minute, passed = micros(now - told_at_);
  if (told_at_ == Clock::time_point())  // Redis has not answered yet
    return {.remaining = demand_.limit.burst - 1, .full_in = interval};
  const auto burst = static_cast<Micros>(demand_.limit.burst);
  Taken seen;
  seen.full_in = std::max(0.0, told_.full_in - passed + credit_ * interval);
  seen.remaining = static_cast<unsigned>(
      std::max(0.0, std::min(burst, told_.remaining + passed / interval) + left_ - credit_));
  seen.wait = std::max(0.0, told_.wait - passed);
  return seen;
}

}  // namespace kpa::limits

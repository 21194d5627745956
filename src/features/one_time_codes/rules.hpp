#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace kpa::one_time_codes {

/// Six decimal digits from `number`, a uniformly random one.
std::string six_digits(std::uint64_t number);

/// How long after the last of `sent` codes of a day the next may be sent: `pause`, doubled for each, an hour
/// at most.
std::chrono::milliseconds pause_after(std::int64_t sent, std::chrono::milliseconds pause);

}  // namespace kpa::one_time_codes

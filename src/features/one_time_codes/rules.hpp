#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>

namespace kpa::one_time_codes {

/// So many decimal digits, 18 at most, from `number`, a uniformly random one.
std::string digits(std::uint64_t number, std::size_t count);

/// How long after the last of `sent` codes of a day the next may be sent: `pause`, doubled for each, an hour
/// at most.
std::chrono::milliseconds pause_after(std::int64_t sent, std::chrono::milliseconds pause);

}  // namespace kpa::one_time_codes

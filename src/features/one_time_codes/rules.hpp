#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>

namespace kpa::one_time_codes {

/// `count` decimal digits, at most 18, from `number`, which must be uniformly random.
std::string digits(std::uint64_t number, std::size_t count);

/// The pause after the last of `sent` codes of a day: `pause`, doubled with each code, at most an hour.
std::chrono::milliseconds pause_after(std::int64_t sent, std::chrono::milliseconds pause);

}  // namespace kpa::one_time_codes

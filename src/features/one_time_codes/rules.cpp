#include "features/one_time_codes/rules.hpp"

#include <algorithm>

namespace kpa::one_time_codes {

std::string six_digits(std::uint64_t number) {
  // 2^64 is so much more than a million that the remainder favours no code.
  std::string digits = std::to_string(number % 1'000'000);
  return digits.insert(0, 6 - digits.size(), '0');
}

std::chrono::milliseconds pause_after(std::int64_t sent, std::chrono::milliseconds pause) {
  const std::chrono::milliseconds longest = std::chrono::hours(1);
  for (std::int64_t code = 1; code < std::min<std::int64_t>(sent, 40) && pause < longest; ++code) pause *= 2;
  return sent == 0 ? std::chrono::milliseconds(0) : std::min(pause, longest);
}

}  // namespace kpa::one_time_codes

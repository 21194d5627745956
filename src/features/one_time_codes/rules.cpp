#include "features/one_time_codes/rules.hpp"

#include <algorithm>

namespace kpa::one_time_codes {

std::string digits(std::uint64_t number, std::size_t count) {
  std::string last(count, '0');
  // 2^64 is so much larger than the number of codes that the remainder is practically uniform.
  for (auto digit = last.rbegin(); digit != last.rend(); ++digit, number /= 10)
    *digit = static_cast<char>('0' + number % 10);
  return last;
}

std::chrono::milliseconds pause_after(std::int64_t sent, std::chrono::milliseconds pause) {
  const std::chrono::milliseconds longest = std::chrono::hours(1);
  for (std::int64_t code = 1; code < std::min<std::int64_t>(sent, 40) && pause < longest; ++code) pause *= 2;
  return sent == 0 ? std::chrono::milliseconds(0) : std::min(pause, longest);
}

}  // namespace kpa::one_time_codes

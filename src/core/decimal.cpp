#include "core/decimal.hpp"

namespace kpa {

std::string format(Micrometres length) {
  const bool negative = length.count < 0;
  const std::uint64_t count =
      negative ? 0 - static_cast<std::uint64_t>(length.count) : static_cast<std::uint64_t>(length.count);
  std::string text = negative ? "-" : "";
  text += std::to_string(count / 1'000);
  if (const std::uint64_t rest = count % 1'000; rest != 0) {
    const std::string digits = std::to_string(rest);
    text += '.' + std::string(3 - digits.size(), '0') + digits;
    while (text.back() == '0') text.pop_back();
  }
  return text;
}

}  // namespace kpa

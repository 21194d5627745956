#include "features/passwords/known_passwords.hpp"

#include <cstddef>
#include <string>

#include "core/embedded_file.hpp"
#include "core/text.hpp"
#include "embedded/known_passwords.hpp"

namespace kpa::passwords {

bool is_known_password(std::string_view password) {
  const std::string wanted = lower(password);
  // Sorted lines; binary search. [low, high) always begins and ends at the start of a line.
  const std::string_view lines = embedded::known_passwords().front().content;
  std::size_t low = 0;
  std::size_t high = lines.size();
  while (low < high) {
    const std::size_t newline_before = lines.substr(0, low + (high - low) / 2).rfind('\n');
    const std::size_t start = newline_before == std::string_view::npos ? 0 : newline_before + 1;
    const std::size_t end = lines.find('\n', start);
    const std::string_view line = lines.substr(start, end - start);
    if (line == wanted) return true;
    if (line < wanted) {
      low = end + 1;
    } else {
      high = start;
    }
  }
  return false;
}

}  // namespace kpa::passwords

#include "core/uuid.hpp"

#include "core/text.hpp"

namespace kpa {

std::optional<Uuid> parse_uuid(std::string_view text) {
  constexpr std::string_view shape = "00000000-0000-0000-0000-000000000000";
  if (text.size() != shape.size() || text == shape) return std::nullopt;
  std::string canonical = lower(text);
  for (std::size_t at = 0; at < shape.size(); ++at) {
    const char c = canonical[at];
    const bool fits = shape[at] == '-' ? c == '-' : is_digit(c) || (c >= 'a' && c <= 'f');
    if (!fits) return std::nullopt;
  }
  return Uuid{std::move(canonical)};
}

}  // namespace kpa

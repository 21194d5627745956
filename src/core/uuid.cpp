#include "core/uuid.hpp"

#include "core/text.hpp"

namespace kpa {

std::optional<Uuid> parse_uuid(std::string_view text) {
  constexpr std::string_view shape = "00000000-0000-0000-0000-000000000000";
  constexpr std::size_t version = 14, variant = 19;  // where RFC 9562 puts them
  if (text.size() != shape.size()) return std::nullopt;
  std::string canonical = lower(text);
  for (std::size_t at = 0; at < shape.size(); ++at) {
    const char c = canonical[at];
    const bool fits = shape[at] == '-' ? c == '-' : is_digit(c) || (c >= 'a' && c <= 'f');
    if (!fits) return std::nullopt;
  }
  const bool is_random = canonical[version] == '4' || canonical[version] == '7';
  const bool is_rfc = std::string_view("89ab").find(canonical[variant]) != std::string_view::npos;
  if (!is_random || !is_rfc) return std::nullopt;
  return Uuid{std::move(canonical)};
}

}  // namespace kpa

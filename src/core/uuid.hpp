#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace kpa {

/// A universally unique identifier (RFC 9562), which clients make for records before the server knows them.
struct Uuid {
  std::string text;  ///< canonical: 36 characters in lower case
  friend bool operator==(const Uuid&, const Uuid&) = default;
};

/// Reads the canonical notation in any case; nothing for another notation, or a UUID of another version than
/// 4 (random) and 7 (time and random): those are the ones that nobody makes twice.
std::optional<Uuid> parse_uuid(std::string_view text);

}  // namespace kpa

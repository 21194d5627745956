#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace kpa::sync {

/// How far a device has fetched.
struct Cursor {
  std::string epoch;
  std::int64_t seal = 0;  ///< number of the last seal in the chain of events whose changes it has
  std::string
      seal_hash;  ///< beginning of that seal's hash: a restored database may have another of this number
  std::string feed = {};   ///< of which it is fetching everything; empty: of none any more
  std::int64_t after = 0;  ///< id of the last one that it has of that feed
  friend bool operator==(const Cursor&, const Cursor&) = default;
};

/// Letters, digits, `-` and `_`.
std::string encode(const Cursor& cursor);
/// Nothing for a text that encode() did not make.
std::optional<Cursor> decode_cursor(std::string_view text);

}  // namespace kpa::sync

#pragma once

#include <string>

namespace kpa {

/// JSON text that is already valid, kept as it is.
struct RawJson {
  std::string text = "null";
  friend bool operator==(const RawJson&, const RawJson&) = default;
};

/// The JSON text of a T: stored and passed on without being read, but documented. schema::encoded() makes it.
template <class T>
struct Encoded : RawJson {};

}  // namespace kpa

#pragma once

#include <string>

namespace kpa {

/// Valid JSON text, passed on unchanged.
struct RawJson {
  std::string text = "null";
  friend bool operator==(const RawJson&, const RawJson&) = default;
};

/// The JSON text of a T: stored and passed on without parsing, but documented as T. Made by
/// schema::encoded().
template <class T>
struct Encoded : RawJson {};

}  // namespace kpa

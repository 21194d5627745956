#pragma once

#include <string>

namespace kpa {

/// JSON text that is already valid, kept as it is.
struct RawJson {
  std::string text = "null";
  friend bool operator==(const RawJson&, const RawJson&) = default;
};

}  // namespace kpa

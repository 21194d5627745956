#pragma once

#include <ostream>

#include "core/finding.hpp"

namespace kpa {

/// How GoogleTest shows a finding.
inline void PrintTo(const Finding& finding, std::ostream* out) {
  *out << finding.path << " " << finding.code << " (" << finding.severity << ") " << finding.message;
}

}  // namespace kpa

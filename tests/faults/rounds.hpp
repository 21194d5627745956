#pragma once

#include <cstdlib>

namespace kpa::test {

/// How many rounds a test repeats its fault: `briefly` in ./dev test, `at_length` in ./dev soak.
inline int rounds(int briefly, int at_length) {
  return std::getenv("KPA_SOAK") == nullptr ? briefly : at_length;
}

}  // namespace kpa::test

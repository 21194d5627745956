#pragma once

#include <chrono>
#include <cstdlib>
#include <thread>

namespace kpa::test {

/// Far above what anything takes on a busy machine: it only ends tests that would hang.
constexpr std::chrono::seconds long_enough{60};

/// Whether `condition()` comes true within `time`; looks every few milliseconds.
template <class Condition>
bool eventually(Condition condition, std::chrono::milliseconds time = long_enough) {
  const auto deadline = std::chrono::steady_clock::now() + time;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(3));
  }
  return true;
}

/// How often a test repeats its fault: `briefly` in ./dev test, `at_length` in ./dev soak.
inline int rounds(int briefly, int at_length) {
  return std::getenv("KPA_SOAK") == nullptr ? briefly : at_length;
}

}  // namespace kpa::test

#pragma once

#include <chrono>
#include <thread>

namespace kpa::test {

/// Much longer than anything takes on a busy machine: it only ends tests that would hang.
constexpr std::chrono::seconds long_enough{60};

/// Whether `condition()` becomes true within `time`; checked every few milliseconds.
template <class Condition>
bool eventually(Condition condition, std::chrono::milliseconds time = long_enough) {
  const auto deadline = std::chrono::steady_clock::now() + time;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    // A poll interval, until the condition holds or time is up.
    std::this_thread::sleep_for(std::chrono::milliseconds(3));
  }
  return true;
}

}  // namespace kpa::test

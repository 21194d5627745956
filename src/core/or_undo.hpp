#pragma once

#include <exception>
#include <functional>
#include <utility>

#include "core/task.hpp"

namespace kpa {

/// What `work` gives. Where it throws, does `undo` before the exception goes on; what that throws in turn is
/// passed over. For what was written before, in a transaction of its own, and holds no longer.
/// Where the work ends by cancellation, because the client hung up, nothing is undone, on purpose: nobody can
/// cancel their guesses away. (A cancelled task throws at its next co_await, before `undo` begins.)
template <class T>
Task<T> or_undo(Task<T> work, std::function<Task<void>()> undo) {
  std::exception_ptr failure;
  try {
    co_return co_await std::move(work);
  } catch (...) {
    failure = std::current_exception();
  }
  try {
    co_await undo();
  } catch (...) {  // of what keeps the work from being done, the first is told
  }
  std::rethrow_exception(failure);
}

}  // namespace kpa

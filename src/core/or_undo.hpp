#pragma once

#include <exception>
#include <functional>
#include <utility>

#include "core/task.hpp"

namespace kpa {

/// Returns the result of `work`. If it throws, runs `undo` first (ignoring its exceptions), to take back what
/// was written before in another transaction. After a cancellation, when the client hung up, nothing is
/// undone, on purpose: otherwise a client could hang up to have its failed guesses forgotten. (A cancelled
/// task throws at its next co_await, before `undo` starts.)
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
  } catch (...) {  // the first exception is the one to report
  }
  std::rethrow_exception(failure);
}

}  // namespace kpa

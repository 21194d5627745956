#pragma once

#include <chrono>
#include <exception>
#include <memory>
#include <optional>
#include <stdexcept>
#include <utility>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include "core/task.hpp"

namespace kpa::test {

/// Much longer than anything takes on a busy machine: it only ends tests that would hang.
constexpr std::chrono::seconds patience{30};

/// A coroutine that was started, and may have ended.
template <class T>
struct Running {
  std::optional<T> value;
  std::exception_ptr failure;
  boost::asio::cancellation_signal cancel;

  bool ended() const { return value.has_value() || failure != nullptr; }
};

/// Runs the event loop until `condition()` holds; throws std::runtime_error after `patience`.
template <class Condition>
void run_until(boost::asio::io_context& io, Condition condition) {
  const auto deadline = std::chrono::steady_clock::now() + patience;
  io.restart();
  while (!condition()) {
    if (std::chrono::steady_clock::now() > deadline) throw std::runtime_error("waited too long");
    io.run_one_for(std::chrono::milliseconds(10));
    if (io.stopped()) io.restart();
  }
}

template <class T>
std::shared_ptr<Running<T>> start(boost::asio::io_context& io, Task<T> task) {
  auto running = std::make_shared<Running<T>>();
  const auto keep = [](Task<T> work, std::shared_ptr<Running<T>> into) -> Task<void> {
    into->value.emplace(co_await std::move(work));
  };
  boost::asio::co_spawn(
      io.get_executor(), keep(std::move(task), running),
      boost::asio::bind_cancellation_slot(
          running->cancel.slot(), [running](std::exception_ptr failure) { running->failure = failure; }));
  return running;
}

/// The coroutine's result, or what it threw.
template <class T>
T finish(boost::asio::io_context& io, const std::shared_ptr<Running<T>>& running) {
  run_until(io, [&] { return running->ended(); });
  if (running->failure != nullptr) std::rethrow_exception(running->failure);
  return std::move(*running->value);
}

template <class T>
T await(boost::asio::io_context& io, Task<T> task) {
  return finish(io, start(io, std::move(task)));
}

}  // namespace kpa::test

#pragma once

#include <atomic>
#include <exception>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

#include <boost/asio/async_result.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "core/problem.hpp"
#include "core/task.hpp"

namespace kpa {

/// Threads for work that takes the processor for more than a moment (bcrypt, images, PDF), so that no I/O
/// thread does. Bounded: when too much waits, the request is told to come back.
class WorkerPool {
 public:
  WorkerPool(std::size_t threads, std::size_t most_waiting)
      : most_waiting_(most_waiting), threads_(threads) {}

  /// Runs `work()` on a worker and resumes on the I/O thread that asked. What it throws is thrown here.
  /// Throws Failure (unavailable) when the queue is full.
  template <class F>
  Task<std::invoke_result_t<F&>> run(F work) {
    using Result = std::invoke_result_t<F&>;
    if (waiting_.fetch_add(1) >= most_waiting_) {
      waiting_.fetch_sub(1);
      throw Failure(Problem{.code = Code::unavailable}, "the queue of the worker threads is full");
    }
    constexpr auto awaiting = boost::asio::use_awaitable_t<Executor>();
    co_return co_await boost::asio::async_initiate<decltype(awaiting), void(std::exception_ptr, Result)>(
        [](auto handler, WorkerPool* pool, F todo) {
          const auto executor = boost::asio::get_associated_executor(handler);
          auto alive = boost::asio::make_work_guard(executor);
          boost::asio::post(pool->threads_, [handler = std::move(handler), alive = std::move(alive), executor,
                                             pool, todo = std::move(todo)]() mutable {
            std::exception_ptr failure;
            Result result{};
            try {
              result = todo();
            } catch (...) {
              failure = std::current_exception();
            }
            pool->waiting_.fetch_sub(1);
            boost::asio::post(executor,
                              [handler = std::move(handler), failure, result = std::move(result)]() mutable {
                                std::move(handler)(failure, std::move(result));
                              });
          });
        },
        awaiting, this, std::move(work));
  }

  /// Begun work is finished first.
  void join() { threads_.join(); }

 private:
  std::atomic<std::size_t> waiting_{0};
  std::size_t most_waiting_;
  boost::asio::thread_pool threads_;
};

}  // namespace kpa

#pragma once

#include <atomic>
#include <exception>
#include <memory>
#include <optional>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

#include <boost/asio/async_result.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <sys/resource.h>

#include "core/problem.hpp"
#include "core/task.hpp"

namespace kpa {

/// Threads for CPU-bound work (bcrypt, images, PDF), which would block an I/O thread. Bounded: when too much
/// is waiting, the request is told to come back.
class WorkerPool {
 public:
  enum class Priority { usual, low };

  /// At most `most_waiting` tasks run or wait. With low priority they use only what other threads leave of
  /// the processors. Throws std::system_error when a thread cannot be started.
  WorkerPool(std::size_t threads, std::size_t most_waiting, Priority priority = Priority::usual)
      : most_waiting_(most_waiting) {
    try {
      for (std::size_t thread = 0; thread < threads; ++thread)
        threads_.emplace_back([this, priority] {
          if (priority == Priority::low) give_way();
          queue_.run();
        });
    } catch (...) {
      join();  // a thread that is not joined would end the program
      throw;
    }
  }
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;
  ~WorkerPool() { join(); }

  /// Runs `work()` on a worker thread and resumes on the calling I/O thread. Exceptions are rethrown here.
  /// Throws Failure (unavailable) when the queue is full.
  template <class F>
  Task<std::invoke_result_t<F&>> run(F work) {
    using Result = std::invoke_result_t<F&>;
    if (waiting_.fetch_add(1) >= most_waiting_) {
      waiting_.fetch_sub(1);
      throw Failure(Problem{.code = Code::unavailable}, "the queue of the worker threads is full");
    }
    co_return co_await boost::asio::async_initiate<decltype(awaiting), void(std::exception_ptr, Result)>(
        [](auto handler, WorkerPool* pool, F todo) {
          const auto executor = boost::asio::get_associated_executor(handler);
          auto alive = boost::asio::make_work_guard(executor);
          boost::asio::post(pool->queue_, [handler = std::move(handler), alive = std::move(alive), executor,
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

  /// Finishes the queued work, then joins the threads.
  void join() {
    open_.reset();
    for (auto& thread : threads_)
      if (thread.joinable()) thread.join();
  }

 private:
  /// On Linux niceness is per thread: a nice thread gets about a tenth of a normal one's time.
  static void give_way() {
    constexpr int nice = 10;
    ::setpriority(PRIO_PROCESS, 0, nice);
  }

  std::atomic<std::size_t> waiting_{0};
  std::size_t most_waiting_;
  boost::asio::io_context queue_;
  boost::asio::executor_work_guard<Executor> open_{queue_.get_executor()};
  std::vector<std::thread> threads_;
};

}  // namespace kpa

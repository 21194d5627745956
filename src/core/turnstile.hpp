#pragma once

#include <chrono>
#include <cstddef>
#include <deque>
#include <memory>
#include <utility>

#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "core/problem.hpp"
#include "core/task.hpp"

namespace kpa {

/// Lets one coroutine of an I/O thread through at a time, in the order in which they came: for work that
/// would wait for a lock of the database with a connection in its hands, which others then lack.
class Turnstile {
  struct Line;

 public:
  /// So many may wait.
  explicit Turnstile(std::size_t most_waiting) : line_(std::make_shared<Line>(most_waiting)) {}

  /// Lets the next one through at its end.
  class Turn {
   public:
    Turn(Turn&& other) noexcept = default;
    Turn& operator=(Turn&&) = delete;
    ~Turn() {
      if (line_ != nullptr) line_->call_next();
    }

   private:
    friend class Turnstile;
    explicit Turn(std::shared_ptr<Line> line) : line_(std::move(line)) {}

    std::shared_ptr<Line> line_;
  };

  /// Throws Failure (unavailable) when too many wait already.
  Task<Turn> enter() {
    const auto line = line_;  // coroutines may outlive the turnstile
    if (!std::exchange(line->is_taken, true)) co_return Turn(line);
    if (line->waiting.size() >= line->most_waiting)
      throw Failure(Problem{.code = Code::unavailable}, "too many wait for their turn");
    Place place(co_await boost::asio::this_coro::executor, line);
    boost::system::error_code called_or_cancelled;
    co_await place.call.async_wait(
        boost::asio::redirect_error(boost::asio::use_awaitable_t<Executor>(), called_or_cancelled));
    if (!std::exchange(place.has_turn, false))
      throw Failure(Problem{.code = Code::unavailable}, "the wait for a turn was broken off");
    co_return Turn(line);
  }

 private:
  struct Place;

  struct Line {
    explicit Line(std::size_t most) : most_waiting(most) {}

    void call_next() {
      is_taken = !waiting.empty();
      if (!is_taken) return;
      Place& next = *waiting.front();
      waiting.pop_front();
      next.has_turn = true;
      next.call.cancel();
    }

    const std::size_t most_waiting;
    bool is_taken = false;
    std::deque<Place*> waiting;
  };

  using Clock = std::chrono::steady_clock;
  using Timer = boost::asio::basic_waitable_timer<Clock, boost::asio::wait_traits<Clock>, Executor>;

  /// Of one who waits. Destroyed before it could use its turn, it gives it on.
  struct Place {
    Place(const Executor& executor, std::shared_ptr<Line> whose)
        : call(executor, Clock::time_point::max()), line(std::move(whose)) {
      line->waiting.push_back(this);
    }
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;
    ~Place() {
      std::erase(line->waiting, this);
      if (has_turn) line->call_next();
    }

    Timer call;
    std::shared_ptr<Line> line;
    bool has_turn = false;
  };

  std::shared_ptr<Line> line_;
};

}  // namespace kpa

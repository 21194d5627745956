#pragma once

#include <chrono>
#include <cstddef>
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <utility>

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "core/problem.hpp"
#include "core/task.hpp"
#include "core/timer.hpp"

namespace kpa {

/// Lets one coroutine of an I/O thread through at a time, in order of arrival. For work that would otherwise
/// wait for a database lock while it holds a connection that others need.
class Turnstile {
  struct Line;

 public:
  /// At most this many coroutines may wait.
  explicit Turnstile(std::size_t most_waiting) : line_(std::make_shared<Line>(most_waiting)) {}

  /// The right to run; when it is destroyed, the next coroutine gets its turn.
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

  /// Throws Failure (unavailable) when too many are waiting, or the turn has not come by `until`.
  Task<Turn> enter(Clock::time_point until = Clock::time_point::max()) {
    const auto line = line_;  // a coroutine may outlive the turnstile
    if (!std::exchange(line->is_taken, true)) co_return Turn(line);
    if (line->waiting.size() >= line->most_waiting)
      throw Failure(Problem{.code = Code::unavailable}, "too many wait for their turn");
    Queued place(co_await boost::asio::this_coro::executor, line, until);
    boost::system::error_code called_late_or_cancelled;
    co_await place.call.async_wait(
        boost::asio::redirect_error(boost::asio::use_awaitable_t<Executor>(), called_late_or_cancelled));
    if (!std::exchange(place.has_turn, false))
      throw Failure(Problem{.code = Code::unavailable}, "the turn did not come in time");
    co_return Turn(line);
  }

 private:
  struct Queued;

  struct Line {
    explicit Line(std::size_t most) : most_waiting(most) {}

    void call_next() {
      is_taken = !waiting.empty();
      if (!is_taken) return;
      Queued& next = *waiting.front();
      waiting.pop_front();
      next.has_turn = true;
      next.call.cancel();
    }

    const std::size_t most_waiting;
    bool is_taken = false;
    std::deque<Queued*> waiting;
  };

  /// A waiting coroutine's place. If it is destroyed before using its turn, it passes the turn on.
  struct Queued {
    Queued(const Executor& executor, std::shared_ptr<Line> whose, Clock::time_point until)
        : call(executor, until), line(std::move(whose)) {
      line->waiting.push_back(this);
    }
    Queued(const Queued&) = delete;
    Queued& operator=(const Queued&) = delete;
    ~Queued() {
      std::erase(line->waiting, this);
      if (has_turn) line->call_next();
    }

    Timer call;
    std::shared_ptr<Line> line;
    bool has_turn = false;
  };

  std::shared_ptr<Line> line_;
};

/// A turnstile per key, kept only while somebody uses it.
class Turnstiles {
  struct Gate {
    Turnstile turnstile;
    std::size_t users = 0;
  };
  using Gates = std::map<std::string, Gate>;

  /// Keeps a key's turnstile alive.
  class Use {
   public:
    Use(std::shared_ptr<Gates> gates, Gates::iterator gate) : gates_(std::move(gates)), gate_(gate) {
      ++gate_->second.users;
    }
    Use(Use&& other) noexcept = default;
    Use& operator=(Use&&) = delete;
    ~Use() {
      if (gates_ != nullptr && --gate_->second.users == 0) gates_->erase(gate_);
    }
    Turnstile& turnstile() const { return gate_->second.turnstile; }

   private:
    std::shared_ptr<Gates> gates_;
    Gates::iterator gate_;
  };

 public:
  /// At most this many coroutines may wait per key.
  explicit Turnstiles(std::size_t most_waiting) : most_waiting_(most_waiting) {}

  /// The right to run; when it is destroyed, the next coroutine gets its turn.
  struct Turn {
    Use use;  // must outlive the turn
    Turnstile::Turn turn;
  };

  /// Like Turnstile::enter(), for coroutines with the same key.
  Task<Turn> enter(std::string key, Clock::time_point until) {
    Use use(gates_, gates_->try_emplace(std::move(key), Gate{Turnstile(most_waiting_)}).first);
    auto turn = co_await use.turnstile().enter(until);
    co_return Turn{std::move(use), std::move(turn)};
  }

  /// Number of keys in use.
  std::size_t size() const { return gates_->size(); }

 private:
  const std::size_t most_waiting_;
  std::shared_ptr<Gates> gates_ = std::make_shared<Gates>();  // coroutines may outlive this
};

}  // namespace kpa

#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>

#include "core/problem.hpp"
#include "core/task.hpp"

namespace kpa::http {

/// A client that listens, as the code sees it that has something to tell. All on the client's I/O thread.
class Listening {
 public:
  /// Sends one message, a JSON text, and returns when the system has taken it: so nothing piles up for a
  /// client that reads slowly. False when it is time to end.
  virtual Task<bool> send(std::string_view message) = 0;
  /// Waits until wake() is called, or was since the last wait, but no longer than this. False when it is time
  /// to end.
  virtual Task<bool> wait(std::chrono::milliseconds longest) = 0;
  /// There may be news.
  virtual void wake() = 0;

 protected:
  ~Listening() = default;
};

/// What a client is told after a request that it listens with. `talk` returns when there is nothing more to
/// say, or when it is told that it is time to end.
struct Push {
  std::function<Task<void>(Listening&)> talk;
  /// Asked now and then: why the client may listen no longer, or nothing. Throws when nobody can tell just
  /// now; then nothing is sent until somebody can.
  std::function<Task<std::optional<Problem>>()> refusal_now = {};
};

struct PushLimits {
  /// A client that takes longer than this for one message is too slow, and told to come back.
  std::chrono::milliseconds slow{5'000};
  /// One that does not even answer a ping for this long is gone.
  std::chrono::milliseconds silence{30'000};
  /// A stop of access shows within this time.
  std::chrono::milliseconds recheck{1'000};
};

}  // namespace kpa::http

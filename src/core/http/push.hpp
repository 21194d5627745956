#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>

#include "core/problem.hpp"
#include "core/task.hpp"

namespace kpa::http {

/// A listening client, as seen by the code that sends to it. Used on the client's I/O thread only.
class Listening {
 public:
  /// Sends one message, a JSON text, and returns when the system has accepted it, so that messages do not
  /// pile up for a slow reader. False: stop sending and return.
  virtual Task<bool> send(std::string_view message) = 0;
  /// Waits for wake(), at most `longest`; returns at once if wake() was called since the last wait. False:
  /// stop and return.
  virtual Task<bool> wait(std::chrono::milliseconds longest) = 0;
  /// Ends the wait, because there may be something to send.
  virtual void wake() = 0;

 protected:
  ~Listening() = default;
};

/// How a listening client is served. `talk` sends the messages; it returns when it has no more, or when
/// send() or wait() returned false.
struct Push {
  std::function<Task<void>(Listening&)> talk;
  /// Called regularly: why the client may no longer listen; nothing while it may. May throw when that cannot
  /// be determined: then nothing is sent until it can.
  std::function<Task<std::optional<Problem>>()> refusal_now = {};
};

struct PushLimits {
  /// A client that takes longer than this to accept one message is disconnected and told to come back.
  std::chrono::milliseconds slow{5'000};
  /// A client that has not answered a ping for this long is disconnected.
  std::chrono::milliseconds silence{30'000};
  /// How often refusal_now() is called.
  std::chrono::milliseconds recheck{1'000};
};

}  // namespace kpa::http

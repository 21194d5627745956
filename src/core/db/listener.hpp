#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include <boost/asio/io_context.hpp>

#include "core/db/database.hpp"
#include "core/task.hpp"

namespace kpa::db {

/// What a subscriber of a channel is told.
struct Heard {
  std::string payload;  ///< of the notification; at most 8000 bytes
  /// No notification: listening has begun, at first or again after a lost connection, and nobody knows what
  /// was notified before. Look for yourself. May come more than once.
  bool may_have_missed = false;
};

/// What others notify (PostgreSQL's LISTEN and NOTIFY), over one connection for the whole process. It is made
/// when the first subscribes, made again with back-off when it is lost, and closed when nobody is left.
///
/// Notifications come when their transaction has been committed, in the order of commits. They are a hint to
/// look, nothing to rely on: they do not come through a pooler in transaction mode, and none while the
/// connection is lost.
class Listener {
  struct State;
  struct Subscriber;

 public:
  /// Listens as long as it lives. To be destroyed on the thread of its executor, and before that has ended.
  class Subscription {
   public:
    Subscription() = default;
    Subscription(Subscription&&) noexcept = default;
    Subscription& operator=(Subscription&& other) noexcept;
    ~Subscription();

   private:
    friend Listener;
    Subscription(std::shared_ptr<State> state, std::shared_ptr<Subscriber> subscriber);

    std::shared_ptr<State> state_;
    std::shared_ptr<Subscriber> subscriber_;
  };

  using Hear = std::function<void(const Heard&)>;

  /// `io` is the thread of the connection. `conninfo` as in PoolSettings: of the primary, where there are
  /// several servers.
  Listener(boost::asio::io_context& io, std::string conninfo, std::chrono::milliseconds connect_timeout);
  ~Listener();

  /// From any thread. `hear` is called on `executor`, first with `may_have_missed` as soon as notifications
  /// are heard. `channel`: a lower-case SQL identifier; throws std::invalid_argument for another.
  [[nodiscard]] Subscription subscribe(std::string channel, Executor executor, Hear hear);

  /// On the thread of `io`: closes the connection, for good.
  void stop();

 private:
  std::shared_ptr<State> state_;
};

/// Notifies the channel when `unit` is committed. PostgreSQL lets transactions that notify commit one after
/// another, so this is for few of them, not for what every request does.
Task<void> notify(Queries& unit, std::string channel, std::string payload);

}  // namespace kpa::db

#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include <boost/asio/io_context.hpp>

#include "core/db/database.hpp"
#include "core/task.hpp"

namespace kpa::db {

/// What a subscriber of a channel receives.
struct Heard {
  std::string payload;  ///< of the notification; at most 8000 bytes
  /// Not a notification: listening has just begun, at first or again after a lost connection, and earlier
  /// notifications may be lost. The subscriber must look for changes itself. May come more than once.
  bool may_have_missed = false;
};

/// Receives PostgreSQL's notifications (LISTEN and NOTIFY) over one connection for the whole process. It
/// opens with the first subscriber, reopens with back-off when it is lost, and closes after the last.
///
/// Notifications come after their transaction has been committed, in the order of commits. They are a hint to
/// look for changes and cannot be relied on: none comes through a pooler in transaction mode, nor while the
/// connection is lost.
class Listener {
  struct State;
  struct Subscriber;

 public:
  /// Listens as long as it lives. Destroy it on the thread of its executor, and before that thread has ended.
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

  /// `io` is the thread of the connection. `conninfo` as in PoolSettings; it must name the primary when there
  /// are several servers.
  Listener(boost::asio::io_context& io, std::string conninfo, std::chrono::milliseconds connect_timeout);
  ~Listener();

  /// May be called from any thread. `hear` is called on `executor`, first with `may_have_missed` as soon as
  /// listening has begun. `channel` must be a lower-case SQL identifier, else std::invalid_argument is
  /// thrown.
  [[nodiscard]] Subscription subscribe(std::string channel, Executor executor, Hear hear);

  /// Closes the connection for good. Must be called on the thread of `io`.
  void stop();

 private:
  std::shared_ptr<State> state_;
};

/// Notifies the channel when `unit` is committed. PostgreSQL commits transactions that notify one after
/// another, so this is for rare transactions, not for every request.
Task<void> notify(Queries& unit, std::string channel, std::string payload);

}  // namespace kpa::db

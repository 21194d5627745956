#pragma once

#include <atomic>
#include <chrono>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <variant>

#include <boost/asio/posix/stream_descriptor.hpp>

#include "core/db/command.hpp"
#include "core/db/error.hpp"
#include "core/task.hpp"
#include "core/time.hpp"

struct pg_conn;

namespace kpa::db {

/// A statement's result: rows, or the error.
using Reply = std::variant<Rows, Error>;

/// One libpq connection in pipeline mode. It carries statements of several requests at once, each followed by
/// its own synchronisation point, so that an error in one never affects another. Used on one I/O thread only.
class Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(boost::asio::io_context& io, std::function<void()> on_change);
  ~Connection();

  /// Connects and runs the `setup` statements; throws Error when PostgreSQL cannot be reached, refuses, or
  /// takes longer than `patience` for all of it.
  static Task<std::shared_ptr<Connection>> open(boost::asio::io_context& io, std::string conninfo,
                                                std::vector<std::string> setup,
                                                std::chrono::milliseconds patience,
                                                std::function<void()> on_change);

  /// Queues the statement behind those under way and waits for its result. Never throws for an error from
  /// PostgreSQL. `begins`: sends BEGIN and the statement together; if BEGIN is refused, the statement does
  /// not run.
  Task<Reply> execute(Command command, bool begins = false);
  /// Queues the statement without waiting: it is sent together with the next one, for which execute() must be
  /// called at once. Its reply is set when that one is answered. If it fails, the next one does not run.
  std::shared_ptr<const std::optional<Reply>> execute_ahead(Command command, bool begins);
  /// Queues without waiting (for ROLLBACK). If PostgreSQL refuses it, the connection is closed, since no
  /// caller would learn of the error.
  void send(Command command);

  bool broken() const { return broken_; }
  std::size_t under_way() const { return pending_.size(); }
  /// When PostgreSQL began to work on the oldest statement under way.
  Clock::time_point busy_since() const { return head_since_; }
  /// Whether a cancel request is under way that may still hit whatever statement runs when it arrives.
  bool cancel_under_way() const { return *cancels_ > 0; }
  /// Closes the connection: all statements under way fail.
  void close(const std::string& why);

  /// From now on every statement is prepared again at its next use.
  void forget_plans();

  /// Called with channel and payload of each notification, once LISTEN was executed.
  std::function<void(const std::string& channel, std::string payload)> on_notification;

  /// Whether a transaction has this connection to itself.
  bool leased = false;
  /// Whether it gets no new statements because a transaction waits for it.
  bool held_back = false;
  /// Whether a statement failed because it was prepared before the schema changed.
  bool met_old_plan = false;

 private:
  struct Waiter;
  struct Pending {
    Command command;
    std::unique_ptr<Waiter> waiter;
    Rows rows;
    std::unique_ptr<Error> error;
    std::uint64_t ticket = 0;
    Clock::time_point since{};
    std::string prepared;   // the statement's name on the server; empty when it is not prepared
    std::size_t ends = 1;   // results still to come before its synchronisation point, or its last result
    bool syncs = true;      // followed by a synchronisation point
    bool aborted = false;   // did not run, because an earlier statement failed
    bool begins = false;    // until BEGIN was accepted
    bool prepares = false;  // until the statement was accepted
    bool retried = false;
    bool fresh = false;     // prepared for this execution, not before
    bool old_plan = false;  // failed because it was prepared before the schema changed
    bool in_reach = false;  // a cancel that was under way when this was sent may hit it
  };

  Task<void> handshake(std::string conninfo);
  void enqueue(Pending pending);
  bool put(Pending& pending);
  void forget_prepared();
  void schedule_flush();
  void flush();
  void await_readable();
  void await_writable();
  void receive();
  void receive_notifications();
  void take(void* result);
  void finish_front();
  void cancel(std::uint64_t ticket);
  void send_cancel();

  boost::asio::io_context& io_;
  std::function<void()> on_change_;  // called when a statement finished, or the connection broke
  pg_conn* connection_ = nullptr;
  boost::asio::posix::basic_stream_descriptor<Executor> socket_;
  std::deque<Pending> pending_;
  // Maps a statement's name to its name on the server. Names on the server are short (PostgreSQL cuts them at
  // 63 bytes) and never reused, so that a late answer after DEALLOCATE cannot be taken for another
  // statement's.
  std::unordered_map<std::string, std::string> prepared_;
  Clock::time_point head_since_{};
  std::uint64_t next_ticket_ = 1;
  std::uint64_t next_prepared_ = 1;
  std::shared_ptr<std::atomic<int>> cancels_ =
      std::make_shared<std::atomic<int>>(0);  // cancels under way; shared with their threads
  bool cancelling_ = false;   // a cancel was sent, and statements that it could hit are still under way
  bool deallocates_ = false;  // the server still has prepared statements that were forgotten here
  bool ready_ = false;
  bool flush_scheduled_ = false;
  bool waiting_writable_ = false;
  bool broken_ = false;
};

}  // namespace kpa::db

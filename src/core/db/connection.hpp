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

/// A statement's answer: rows, or why there are none.
using Reply = std::variant<Rows, Error>;

/// One libpq connection in pipeline mode. Statements of several requests travel in it at once, each with its
/// own synchronisation point, so one's error never touches another. Lives and is used on one I/O thread.
class Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(boost::asio::io_context& io, std::function<void()> on_change);
  ~Connection();

  /// Connects and runs `setup` statements; throws Error when PostgreSQL cannot be reached, refuses, or takes
  /// longer than `patience` for all of it.
  static Task<std::shared_ptr<Connection>> open(boost::asio::io_context& io, std::string conninfo,
                                                std::vector<std::string> setup,
                                                std::chrono::milliseconds patience,
                                                std::function<void()> on_change);

  /// Queues the statement behind those under way and waits for its answer. Never throws for what PostgreSQL
  /// says. `begins`: with BEGIN before it, in one: if that is refused, neither happens.
  Task<Reply> execute(Command command, bool begins = false);
  /// Queues the statement without waiting: it travels with the one that execute() is called with next, which
  /// must follow, and its answer is here when that one's is. Where it fails the next one does not run.
  std::shared_ptr<const std::optional<Reply>> execute_ahead(Command command, bool begins);
  /// Queues without waiting. If it is refused the connection is closed, since nobody hears of it (ROLLBACK).
  void send(Command command);

  bool broken() const { return broken_; }
  std::size_t under_way() const { return pending_.size(); }
  /// When the oldest statement under way became the one that PostgreSQL works on.
  Clock::time_point busy_since() const { return head_since_; }
  /// Whether a cancel is on its way that may still hit whatever PostgreSQL works on when it arrives.
  bool cancel_under_way() const { return *cancels_ > 0; }
  /// Gives up: all statements under way fail.
  void close(const std::string& why);

  /// Prepares all statements anew from now on, each at its next use.
  void forget_plans();

  /// Called with channel and payload of what others notify, once LISTEN was executed.
  std::function<void(const std::string& channel, std::string payload)> on_notification;

  /// Whether a transaction holds this connection for itself.
  bool leased = false;
  /// Whether it gets no new statements, so that a transaction may have it.
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
    std::string prepared;  // the statement's name on the server; empty when it is not prepared
    std::size_t ends =
        1;              // of results that are still to come before its own synchronisation point, or the last
    bool syncs = true;  // has a synchronisation point behind it
    bool aborted = false;   // not run, because one before it failed
    bool begins = false;    // until BEGIN was accepted
    bool prepares = false;  // until the statement was accepted
    bool retried = false;
    bool fresh = false;     // prepared just for this
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
  std::function<void()> on_change_;  // a statement finished, or the connection broke
  pg_conn* connection_ = nullptr;
  boost::asio::posix::basic_stream_descriptor<Executor> socket_;
  std::deque<Pending> pending_;
  // Names on the server are short and never used twice, so that neither PostgreSQL's limit of 63 bytes nor an
  // answer that comes after DEALLOCATE can make one statement stand for another.
  std::unordered_map<std::string, std::string> prepared_;
  Clock::time_point head_since_{};
  std::uint64_t next_ticket_ = 1;
  std::uint64_t next_prepared_ = 1;
  std::shared_ptr<std::atomic<int>> cancels_ =
      std::make_shared<std::atomic<int>>(0);  // shared with their threads
  bool cancelling_ = false;   // a cancel was sent since the last statement that it could not have hit
  bool deallocates_ = false;  // prepared statements that were forgotten are still on the server
  bool ready_ = false;
  bool flush_scheduled_ = false;
  bool waiting_writable_ = false;
  bool broken_ = false;
};

}  // namespace kpa::db

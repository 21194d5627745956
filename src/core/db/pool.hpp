#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "core/db/connection.hpp"
#include "core/problem.hpp"
#include "core/timer.hpp"

namespace kpa::db {

struct PoolSettings {
  std::string conninfo;             ///< libpq's connection string or URL
  std::size_t connections = 4;      ///< of one I/O thread
  std::size_t pipeline_depth = 16;  ///< statements under way in one connection
  std::size_t most_waiting = 2000;  ///< requests that may wait for a connection; more are turned away at once
  std::chrono::milliseconds statement_timeout{10'000};
  std::chrono::milliseconds acquire_timeout{5'000};
  std::chrono::milliseconds connect_timeout{5'000};
};

/// The connections of one I/O thread. Replaces broken ones with back-off.
///
/// Who gets which connection:
/// - A single statement goes into a pipeline that has room: of an idle connection, else of one that gets on,
///   and there to the fewest. Behind a statement that PostgreSQL has been at for long (50 ms) it goes only
///   where there is no other room: what began long ago need not be over soon.
/// - A transaction needs a connection without statements. While it waits, one is held back for it: that gets
///   nothing new until it is drained. Single statements, later ones too, go on in the others. The last
///   connection that is left to them is never held back, unless it is the only one at all. One that turns out
///   slow is given up for a quicker one, but the later, the longer the transaction has waited.
/// - Statements are served in the order in which they came, and transactions in theirs. A transaction that
///   came after a statement which waits has nothing held back and gets nothing before that one is served.
/// So neither waits for more than those before it: a connection that is held back drains within the
/// statement_timeout, and what is free goes to whoever has waited longest.
class Pool : public std::enable_shared_from_this<Pool> {
 public:
  /// A connection that nobody else uses until this is gone.
  class Lease {
   public:
    explicit Lease(std::shared_ptr<Pool> pool, std::shared_ptr<Connection> connection);
    Lease(Lease&&) noexcept = default;
    Lease& operator=(Lease&&) = delete;
    ~Lease();
    Connection& operator*() const { return *connection_; }
    Connection* operator->() const { return connection_.get(); }

   private:
    std::shared_ptr<Pool> pool_;
    std::shared_ptr<Connection> connection_;
  };

  Pool(boost::asio::io_context& io, PoolSettings settings);
  ~Pool();

  /// Begins to connect; requests that come before wait.
  void start();
  /// Closes all connections; whoever waits is told that the service is unavailable.
  void stop();

  /// Runs one statement. Throws Failure for an outage and Error for what PostgreSQL says of the statement.
  Task<Rows> execute(Command command);
  Task<Lease> lease();

  std::size_t connected() const;
  std::size_t waiting() const { return statements_.size() + transactions_.size(); }
  const std::string& last_error() const { return last_error_; }

 private:
  struct Waiter;
  struct Queued {
    std::unique_ptr<Waiter> waiter;
    Clock::time_point until;
    std::uint64_t ticket;  ///< rises with each who comes
  };
  using Line = std::deque<Queued>;

  Line& line(bool exclusive) { return exclusive ? transactions_ : statements_; }
  /// A connection for one who comes now; nothing when there is none, or others came before.
  std::shared_ptr<Connection> take(bool exclusive);
  Task<std::shared_ptr<Connection>> wait_for_one(bool exclusive);
  void leave(bool exclusive, std::uint64_t ticket);
  std::shared_ptr<Connection> idle_one() const;
  std::shared_ptr<Connection> one_with_room() const;
  bool first_is_transaction() const;
  void hold_back();
  void changed(std::size_t slot);
  void serve_waiting();
  bool serve_one();
  static void serve(Line& line, std::shared_ptr<Connection> connection);
  void tick();
  void report();
  Task<void> keep_connected(std::size_t slot);

  boost::asio::io_context& io_;
  const PoolSettings settings_;
  std::vector<std::shared_ptr<Connection>> connections_;  // null while a slot is being reconnected
  Line statements_;                                       // who wait with a single one
  Line transactions_;                                     // who wait for a connection of their own
  std::uint64_t next_ticket_ = 1;
  std::vector<Timer> pauses_;  // of each slot, between looks at its connection or attempts to connect
  Timer tick_;
  /// What the gauges hold for this pool.
  struct Reported {
    std::int64_t connections = 0;
    std::int64_t under_way = 0;
    std::int64_t waiting = 0;
  } reported_;
  std::string last_error_;
  bool stopped_ = false;
  bool serving_ = false;
};

/// The failure that a client is told when PostgreSQL cannot be reached or is too busy.
Failure unavailable(const std::string& cause);

}  // namespace kpa::db

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
  std::size_t connections = 4;      ///< per I/O thread
  std::size_t pipeline_depth = 16;  ///< statements under way on one connection
  /// Requests that may wait for a connection; further ones are refused at once.
  std::size_t most_waiting = 2000;
  std::chrono::milliseconds statement_timeout{10'000};
  std::chrono::milliseconds acquire_timeout{5'000};
  std::chrono::milliseconds connect_timeout{5'000};
};

/// The connections of one I/O thread. Broken ones are replaced with back-off.
///
/// Who gets which connection:
/// - A single statement goes into a pipeline that has room: an idle connection first, else a quick one with
///   the fewest statements. Only when there is no other room does it go behind a statement that has been
///   running for more than 50 ms, since that one may take any time.
/// - Reads use the first four connections as long as these are quick: on few connections the database finds
/// the
///   next read waiting, and we find several answers at once, which saves both sides wake-ups. A single write,
///   which waits for the disk, uses any connection; a transaction, which waits for us between its statements,
///   the last one that is idle.
/// - A transaction needs a connection without statements. While it waits, one connection is held back for it,
///   which gets no new statements until it is drained. Single statements, also later ones, use the others.
///   The last connection left to them is never held back, unless it is the only one. A held-back connection
///   that turns out slow is swapped for a quicker one, but the later, the longer the transaction has waited.
/// - Statements are served in the order of arrival, and so are transactions. A transaction that arrived after
///   a waiting statement gets no connection, and none is held back for it, until that statement is served.
///
/// Thus nobody waits for those who came later: a held-back connection drains within the statement_timeout,
/// and a free one goes to whoever has waited longest.
class Pool : public std::enable_shared_from_this<Pool> {
 public:
  /// A connection for one user alone until this is destroyed.
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

  /// Starts connecting; requests that come earlier wait.
  void start();
  /// Closes all connections; waiting requests fail as unavailable.
  void stop();

  /// Runs one statement. Throws Failure for an outage and Error for an error that PostgreSQL reports for the
  /// statement.
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
    std::uint64_t ticket;  ///< increases with each arrival
  };
  using Line = std::deque<Queued>;

  Line& line(bool exclusive) { return exclusive ? transactions_ : statements_; }
  enum class Use { read, write, transaction };

  /// A connection for a new arrival; null when none is free or others wait already.
  std::shared_ptr<Connection> take(Use use);
  Task<std::shared_ptr<Connection>> wait_for_one(bool exclusive);
  void leave(bool exclusive, std::uint64_t ticket);
  std::shared_ptr<Connection> idle_one() const;
  std::shared_ptr<Connection> one_with_room(Use use) const;
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
  std::vector<std::shared_ptr<Connection>> connections_;  // null while a slot is reconnecting
  Line statements_;                                       // waiting with a single statement
  Line transactions_;                                     // waiting for a connection of their own
  std::uint64_t next_ticket_ = 1;
  std::vector<Timer> pauses_;  // per slot: between checks of its connection, or attempts to connect
  Timer tick_;
  /// What this pool has added to the gauges.
  struct Reported {
    std::int64_t connections = 0;
    std::int64_t under_way = 0;
    std::int64_t waiting = 0;
  } reported_;
  std::string last_error_;
  bool stopped_ = false;
  bool serving_ = false;
};

/// The failure for a client when PostgreSQL cannot be reached or is too busy.
Failure unavailable(const std::string& cause);

}  // namespace kpa::db

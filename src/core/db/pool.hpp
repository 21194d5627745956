#pragma once

#include <chrono>
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include <boost/asio/basic_waitable_timer.hpp>

#include "core/db/connection.hpp"
#include "core/problem.hpp"

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

/// The connections of one I/O thread. Replaces broken ones with back-off; first come, first served.
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
  std::size_t waiting() const { return waiting_.size(); }
  const std::string& last_error() const { return last_error_; }

 private:
  struct Waiter;
  struct Place {
    std::unique_ptr<Waiter> waiter;
    Connection::Clock::time_point until;
    bool exclusive;
  };
  using Timer = boost::asio::basic_waitable_timer<Connection::Clock,
                                                  boost::asio::wait_traits<Connection::Clock>, Executor>;

  /// A connection that has room now, unless somebody waits already; else nothing.
  std::shared_ptr<Connection> take(bool exclusive);
  Task<std::shared_ptr<Connection>> wait_for_one(bool exclusive);
  std::shared_ptr<Connection> choose(bool exclusive) const;
  void changed(std::size_t slot);
  void serve_waiting();
  void tick();
  void report();
  Task<void> keep_connected(std::size_t slot);

  boost::asio::io_context& io_;
  const PoolSettings settings_;
  std::vector<std::shared_ptr<Connection>> connections_;  // null while a slot is being reconnected
  std::deque<Place> waiting_;
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

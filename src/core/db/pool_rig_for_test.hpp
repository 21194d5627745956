#pragma once

#include <chrono>
#include <exception>
#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "core/db/blocking.hpp"
#include "core/db/database.hpp"
#include "core/db/pool.hpp"
#include "tests/support/coroutine.hpp"
#include "tests/support/database.hpp"

namespace kpa::db {

inline const Query<std::int64_t(std::int64_t)> echo{"pool_test_echo", "SELECT $1::bigint"};
inline const Query<std::int64_t(std::string)> slept{"pool_test_slept",
                                                    "SELECT 1::bigint FROM pg_sleep($1::text::float8)"};
inline const Query<std::int64_t()> my_backend{"pool_test_backend", "SELECT pg_backend_pid()"};
inline const Change<std::int64_t(std::int64_t)> insert{"pool_test_insert",
                                                       "INSERT INTO notes (id) VALUES ($1) RETURNING id"};
inline const Change<std::int64_t(std::int64_t, std::string)> insert_slowly{
    "pool_test_insert_slowly",
    "INSERT INTO notes (id) SELECT $1 FROM pg_sleep($2::text::float8) RETURNING id"};

/// A pool on an I/O thread of its own, which is the test's thread.
struct Rig {
  explicit Rig(PoolSettings settings) : pool(std::make_shared<Pool>(io, std::move(settings))) {
    pool->start();
  }
  ~Rig() {
    pool->stop();
    io.restart();
    io.run_for(test::patience);
    EXPECT_TRUE(io.stopped()) << "a stopped pool leaves nothing that keeps the thread busy";
  }

  template <class T>
  T await(Task<T> task) {
    return test::await(io, std::move(task));
  }
  template <class Condition>
  void run_until(Condition condition) {
    test::run_until(io, condition);
  }

  boost::asio::io_context io{1};
  std::shared_ptr<Pool> pool;
  Database database{pool};
};

template <class T>
std::string state_of(const test::Running<T>& running) {
  if (running.failure == nullptr) return "";
  try {
    std::rethrow_exception(running.failure);
  } catch (const Error& error) {
    return error.sqlstate;
  } catch (const Failure& failure) {
    return std::string(describe(failure.problem.code).slug);
  }
}

using RunningRow = std::shared_ptr<test::Running<std::optional<std::int64_t>>>;

/// One statement in a transaction.
inline Task<std::int64_t> in_transaction(Database& database, std::int64_t number) {
  return database.transaction([number](Queries& unit) -> Task<std::int64_t> {
    const auto answered = co_await unit.first(echo, number);
    co_return *answered;
  });
}

inline std::string state_after(Rig& rig, const RunningRow& running) {
  rig.run_until([&] { return running->ended(); });
  return state_of(*running);
}

class PoolTest : public testing::Test {
 protected:
  PoolTest() { admin_.execute("CREATE TABLE notes (id bigint PRIMARY KEY)"); }

  PoolSettings settings(std::size_t connections) {
    return {.conninfo = test_database_.conninfo(),
            .connections = connections,
            .statement_timeout = std::chrono::seconds(20)};
  }
  /// Starts a statement on each connection, which runs until it is cancelled.
  std::vector<RunningRow> occupy(Rig& rig, std::size_t connections) {
    rig.run_until([&] { return rig.pool->connected() == connections; });
    std::vector<RunningRow> all;
    for (std::size_t number = 0; number < connections; ++number)
      all.push_back(test::start(rig.io, rig.database.first(slept, "60")));
    rig.run_until([&] { return active("%pg_sleep%") == std::to_string(connections); });
    return all;
  }
  static void end(const std::vector<RunningRow>& statements) {
    for (const auto& one : statements) one->cancel.emit(boost::asio::cancellation_type::terminal);
  }
  /// Starts reads at once, and waits until all are running.
  static std::vector<RunningRow> start_reads(Rig& rig, std::int64_t count) {
    std::vector<RunningRow> all;
    for (std::int64_t number = 0; number < count; ++number)
      all.push_back(test::start(rig.io, rig.database.first(echo, number)));
    rig.io.restart();
    rig.io.poll();
    return all;
  }

  /// How many of the pool's connections run such a statement.
  std::string active(const std::string& like) {
    return admin_
        .execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state = 'active' "
            "AND pid <> pg_backend_pid() AND query LIKE $1",
            {like})
        .value()
        .value();
  }

  test::TestDatabase test_database_{test::TestDatabase::Starts::empty};
  BlockingConnection admin_{test_database_.conninfo()};
};

}  // namespace kpa::db

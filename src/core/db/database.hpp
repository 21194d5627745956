#pragma once

#include <exception>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

#include "core/db/command.hpp"
#include "core/db/error.hpp"
#include "core/problem.hpp"
#include "core/task.hpp"

namespace kpa::db {

class Pool;

/// Where statements are sent: the database itself, each on its own, or a transaction.
/// Every call may throw Failure (an outage; the request ends with 503) or Error (PostgreSQL refused; a bug,
/// or a constraint that the caller expects).
class Queries {
 public:
  virtual ~Queries() = default;

  /// All rows.
  template <bool ReadOnly, class Row, class... P>
  Task<std::vector<Row>> all(const Statement<ReadOnly, Row(P...)>& statement,
                             std::type_identity_t<P>... values) {
    const Rows rows = co_await execute(command(statement, values...));
    co_return read_rows<Row>(rows);
  }
  /// The first row, or nothing.
  template <bool ReadOnly, class Row, class... P>
  Task<std::optional<Row>> first(const Statement<ReadOnly, Row(P...)>& statement,
                                 std::type_identity_t<P>... values) {
    const Rows rows = co_await execute(command(statement, values...));
    if (rows.size() == 0) co_return std::nullopt;
    co_return read_row<Row>(rows, 0);
  }
  /// How many rows were written.
  template <bool ReadOnly, class Row, class... P>
  Task<std::int64_t> run(const Statement<ReadOnly, Row(P...)>& statement, std::type_identity_t<P>... values) {
    const Rows rows = co_await execute(command(statement, values...));
    co_return rows.affected();
  }

  virtual Task<Rows> execute(Command command) = 0;

  /// Runs `body(Queries&)`, a coroutine, in a transaction: committed when it returns, rolled back when it
  /// throws or returns a failed Outcome. Inside a transaction it simply joins. Serialisation failures,
  /// deadlocks and connections lost before the commit run the body again, so it must have no other effects
  /// than its statements.
  template <class F>
  std::invoke_result_t<F&, Queries&> transaction(F body);

 protected:
  virtual bool inside_transaction() const = 0;
  virtual Pool& pool() = 0;

 private:
  template <bool ReadOnly, class Row, class... P>
  static Command command(const Statement<ReadOnly, Row(P...)>& statement, const P&... values) {
    return {.name = statement.name,
            .sql = statement.sql,
            .parameters = statement.bind_all(values...),
            .read_only = ReadOnly};
  }
};

/// The database of one I/O thread: each statement is a transaction of its own.
class Database final : public Queries {
 public:
  explicit Database(std::shared_ptr<Pool> pool) : pool_(std::move(pool)) {}
  Task<Rows> execute(Command command) override;

 protected:
  bool inside_transaction() const override { return false; }
  Pool& pool() override { return *pool_; }

 private:
  std::shared_ptr<Pool> pool_;
};

/// Statements between BEGIN and COMMIT, on a connection of their own. Rolled back unless committed.
class Transaction final : public Queries {
 public:
  static Task<std::unique_ptr<Transaction>> begin(Pool& pool);
  ~Transaction() override;
  Task<Rows> execute(Command command) override;
  Task<void> commit();

 protected:
  bool inside_transaction() const override { return true; }
  Pool& pool() override;

 private:
  struct State;
  explicit Transaction(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// Whether a transaction that ended like this left nothing behind and may be run again.
bool may_run_again(const std::exception_ptr& failure);

template <class T>
bool succeeded(const T&) {
  return true;
}
template <class T>
bool succeeded(const Outcome<T>& outcome) {
  return outcome.has_value();
}

template <class F>
std::invoke_result_t<F&, Queries&> Queries::transaction(F body) {
  constexpr int most_attempts = 4;
  if (inside_transaction()) co_return co_await body(*this);
  for (int attempt = 1;; ++attempt) {
    std::exception_ptr failure;
    try {
      auto open = co_await Transaction::begin(pool());
      auto result = co_await body(*open);
      if (succeeded(result)) co_await open->commit();
      co_return result;
    } catch (...) {
      failure = std::current_exception();
    }
    if (attempt == most_attempts || !may_run_again(failure)) std::rethrow_exception(failure);
  }
}

}  // namespace kpa::db

#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "core/db/command.hpp"
#include "core/db/error.hpp"
#include "core/problem.hpp"
#include "core/task.hpp"

namespace kpa::db {

class Pool;

/// Where statements are sent: either the database (each statement is its own transaction) or a transaction.
/// Every call may throw Failure (an outage; the request ends with 503) or Error (PostgreSQL refused: a bug,
/// or a constraint whose violation the caller expects).
class Queries {
 public:
  virtual ~Queries() = default;

  /// All rows.
  template <bool ReadOnly, class Row, class... P>
  Task<std::vector<Row>> all(const Statement<ReadOnly, Row(P...)>& statement,
                             std::type_identity_t<P>... values) {
    return all_of<Row>(command(statement, values...));
  }
  /// The first row; nothing when there is none.
  template <bool ReadOnly, class Row, class... P>
  Task<std::optional<Row>> first(const Statement<ReadOnly, Row(P...)>& statement,
                                 std::type_identity_t<P>... values) {
    return first_of<Row>(command(statement, values...));
  }
  /// How many rows were written.
  template <bool ReadOnly, class Row, class... P>
  Task<std::int64_t> run(const Statement<ReadOnly, Row(P...)>& statement, std::type_identity_t<P>... values) {
    return affected_by(command(statement, values...));
  }

  virtual Task<Rows> execute(Command command) = 0;

  /// Inside a transaction: sends a statement together with the next one, or with the commit, which saves a
  /// round trip. When the next one is answered, `then` gets this one's rows first; if `then` throws, the
  /// caller of the next one gets the exception in place of an answer. If this statement fails, the next does
  /// not run, and fails with this one's Error.
  template <bool ReadOnly, class Row, class... P>
  void ahead(std::function<void(const Rows&)> then, const Statement<ReadOnly, Row(P...)>& statement,
             std::type_identity_t<P>... values) {
    send_ahead(command(statement, values...), std::move(then));
  }
  /// Sends the statements that are still queued by ahead(), and waits for them.
  virtual Task<void> settle() = 0;

  /// Calls `then` after the commit of what was written here: at once outside a transaction, never after a
  /// rollback. A crash may come in between, so use it for hints only. `then` must not throw.
  virtual void after_commit(std::function<void()> then) = 0;

  /// Runs `body(Queries&)`, a coroutine, in a transaction: committed when it returns, rolled back when it
  /// throws or returns a failed Outcome. Inside a transaction it joins that one. After a serialisation
  /// failure, a deadlock or a connection lost before the commit, the body runs again, so it must have no
  /// effects other than its statements. Once begun it cannot be cancelled: a client that sent a write expects
  /// it to be done.
  template <class F>
  std::invoke_result_t<F&, Queries&> transaction(F body);

 protected:
  virtual bool inside_transaction() const = 0;
  virtual Pool& pool() = 0;
  virtual void send_ahead(Command command, std::function<void(const Rows&)> then) = 0;

 private:
  // One coroutine for all statements that give such rows.
  template <class Row>
  Task<std::vector<Row>> all_of(Command command) {
    const Rows rows = co_await execute(std::move(command));
    co_return read_rows<Row>(rows);
  }
  template <class Row>
  Task<std::optional<Row>> first_of(Command command) {
    const Rows rows = co_await execute(std::move(command));
    if (rows.size() == 0) co_return std::nullopt;
    co_return read_row<Row>(rows, 0);
  }
  Task<std::int64_t> affected_by(Command command);

  /// Calls `attempt` with one transaction after another until one is committed, or the failure is no reason
  /// to try again. It says whether what it did is to be committed.
  Task<void> attempts(const std::function<Task<bool>(Queries&)>& attempt);

  template <bool ReadOnly, class Row, class... P>
  static Command command(const Statement<ReadOnly, Row(P...)>& statement, const P&... values) {
    return {.name = statement.name,
            .sql = statement.sql,
            .parameters = statement.bind_all(values...),
            .read_only = ReadOnly,
            .freshness = statement.freshness};
  }
};

/// The database of one I/O thread: each statement is a transaction of its own.
class Database final : public Queries {
 public:
  explicit Database(std::shared_ptr<Pool> pool) : pool_(std::move(pool)) {}
  Task<Rows> execute(Command command) override;
  Task<void> settle() override { co_return; }
  void after_commit(std::function<void()> then) override { then(); }

 protected:
  bool inside_transaction() const override { return false; }
  Pool& pool() override { return *pool_; }
  void send_ahead(Command command, std::function<void(const Rows&)> then) override;

 private:
  std::shared_ptr<Pool> pool_;
};

/// Statements between BEGIN and COMMIT, on a connection that nobody else uses meanwhile. Rolled back unless
/// committed.
class Transaction final : public Queries {
 public:
  static Task<std::unique_ptr<Transaction>> begin(Pool& pool);
  ~Transaction() override;
  Task<Rows> execute(Command command) override;
  Task<void> settle() override;
  void after_commit(std::function<void()> then) override;
  Task<void> commit();

 protected:
  bool inside_transaction() const override { return true; }
  Pool& pool() override;
  void send_ahead(Command command, std::function<void(const Rows&)> then) override;

 private:
  struct State;
  using Reply = std::variant<Rows, Error>;
  Task<Reply> send(Command command);
  explicit Transaction(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

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
  using Result = typename std::invoke_result_t<F&, Queries&>::value_type;
  if (inside_transaction()) co_return co_await body(*this);
  std::optional<Result> result;
  const std::function<Task<bool>(Queries&)> attempt = [&](Queries& unit) -> Task<bool> {
    Result made = co_await body(unit);
    result.emplace(std::move(made));
    co_return succeeded(*result);
  };
  co_await attempts(attempt);
  co_return std::move(*result);
}

}  // namespace kpa::db

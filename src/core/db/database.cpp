#include "core/db/database.hpp"

#include "core/db/pool.hpp"

namespace kpa::db {
namespace {

/// The connection was lost while nothing was committed yet.
struct Interrupted : Failure {
  using Failure::Failure;
};

[[noreturn]] void interrupted(const std::string& cause) {
  const Failure told = unavailable(cause);
  throw Interrupted(told.problem, told.what());
}

}  // namespace

Task<Rows> Database::execute(Command command) { return pool_->execute(std::move(command)); }

struct Transaction::State {
  Pool& pool;
  Pool::Lease lease;
  bool begun = false;
  bool ended = false;
  std::vector<std::function<void()>> after_commit = {};
};

Transaction::Transaction(std::unique_ptr<State> state) : state_(std::move(state)) {}

Task<std::unique_ptr<Transaction>> Transaction::begin(Pool& pool) {
  auto lease = co_await pool.lease();
  co_return std::unique_ptr<Transaction>(
      new Transaction(std::make_unique<State>(State{pool, std::move(lease)})));
}

Transaction::~Transaction() {
  // Statements run in order, so nobody needs to wait for it.
  if (state_->begun && !state_->ended && !state_->lease->broken())
    state_->lease->send({.name = {}, .sql = "ROLLBACK"});
}

Pool& Transaction::pool() { return state_->pool; }

Task<Rows> Transaction::execute(Command command) {
  const bool begins = !std::exchange(state_->begun, true);
  Reply reply = co_await state_->lease->execute(std::move(command), begins);
  if (auto* rows = std::get_if<Rows>(&reply)) co_return std::move(*rows);
  Error& error = std::get<Error>(reply);
  if (error.sqlstate == "08006") interrupted(error.message);
  throw std::move(error);
}

void Transaction::after_commit(std::function<void()> then) {
  state_->after_commit.push_back(std::move(then));
}

Task<void> Transaction::commit() {
  if (!state_->begun) co_return;
  if (state_->lease->broken()) interrupted("the connection to PostgreSQL was lost before the commit");
  Command end{.name = {}, .sql = "COMMIT"};
  Reply reply = co_await state_->lease->execute(std::move(end));
  state_->ended = true;
  if (auto* error = std::get_if<Error>(&reply)) {
    if (error->sqlstate == "08006") throw Failure(Problem{.code = Code::outcome_unknown}, error->message);
    throw std::move(*error);
  }
  // PostgreSQL answers ROLLBACK, as a success, when a statement before had failed and somebody swallowed it.
  if (std::get<Rows>(reply).tag() != "COMMIT") throw std::logic_error("a failed transaction was committed");
  for (const auto& then : state_->after_commit) then();
}

bool may_run_again(const std::exception_ptr& failure) {
  try {
    std::rethrow_exception(failure);
  } catch (const Error& error) {
    return error.may_run_again();
  } catch (const Interrupted&) {
    return true;
  } catch (...) {
    return false;
  }
}

}  // namespace kpa::db

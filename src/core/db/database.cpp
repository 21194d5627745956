#include "core/db/database.hpp"

#include <exception>

#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/cancellation_type.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/system/system_error.hpp>

#include "core/db/pool.hpp"

namespace kpa::db {
namespace {

/// The connection was lost before anything was committed.
struct Interrupted : Failure {
  using Failure::Failure;
};

[[noreturn]] void interrupted(const std::string& cause) {
  const Failure told = unavailable(cause);
  throw Interrupted(told.problem, told.what());
}

/// Whether a transaction that ended like this left nothing behind and may be run again.
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

}  // namespace

Task<std::int64_t> Queries::affected_by(Command command) {
  const Rows rows = co_await execute(std::move(command));
  co_return rows.affected();
}

Task<void> Queries::attempts(const std::function<Task<bool>(Queries&)>& attempt) {
  namespace asio = boost::asio;
  constexpr int most = 4;
  auto open = co_await Transaction::begin(pool());
  const auto state = co_await asio::this_coro::cancellation_state;
  if (state.cancelled() != asio::cancellation_type::none)
    throw boost::system::system_error(asio::error::operation_aborted);
  co_await asio::this_coro::reset_cancellation_state(asio::disable_cancellation());
  bool done = false;
  std::exception_ptr failure;
  for (int count = 1; !done; ++count) {
    try {
      if (open == nullptr) open = co_await Transaction::begin(pool());
      const bool to_commit = co_await attempt(*open);
      if (to_commit) co_await open->commit();
      done = true;
    } catch (...) {
      failure = std::current_exception();
    }
    open.reset();  // the next attempt may need its connection
    if (!done && (count == most || !may_run_again(failure))) break;
  }
  co_await asio::this_coro::reset_cancellation_state();
  if (!done) std::rethrow_exception(failure);
}

Task<Rows> Database::execute(Command command) { return pool_->execute(std::move(command)); }

void Database::send_ahead(Command, std::function<void(const Rows&)>) {
  throw std::logic_error("outside of a transaction no statement goes ahead of another");
}

struct Transaction::State {
  struct Ahead {
    Command command;
    std::function<void(const Rows&)> then;
  };

  Pool& pool;
  Pool::Lease lease;
  bool begun = false;
  bool ended = false;
  std::vector<Ahead> ahead = {};  // statements to be sent with the next one
  std::vector<std::function<void()>> after_commit = {};
};

Transaction::Transaction(std::unique_ptr<State> state) : state_(std::move(state)) {}

Task<std::unique_ptr<Transaction>> Transaction::begin(Pool& pool) {
  auto lease = co_await pool.lease();
  co_return std::unique_ptr<Transaction>(
      new Transaction(std::make_unique<State>(State{pool, std::move(lease)})));
}

Transaction::~Transaction() {
  // Statements run in order, so there is no need to wait for the ROLLBACK.
  if (state_->begun && !state_->ended && !state_->lease->broken())
    state_->lease->send({.name = {}, .sql = "ROLLBACK"});
}

Pool& Transaction::pool() { return state_->pool; }

void Transaction::send_ahead(Command command, std::function<void(const Rows&)> then) {
  state_->ahead.push_back({std::move(command), std::move(then)});
}

/// Runs the command after those queued by ahead(), and throws their error. When the connection is lost, that
/// is the answer for all: a statement cut off by the end of PostgreSQL has an error of its own (57P01), which
/// says nothing about what it was asked to do.
Task<Transaction::Reply> Transaction::send(Command command) {
  struct Sent {
    std::shared_ptr<const std::optional<Reply>> reply;
    std::function<void(const Rows&)> then;
  };
  std::vector<Sent> sent;
  for (auto& [first, then] : std::exchange(state_->ahead, {})) {
    const bool begins = !std::exchange(state_->begun, true);
    sent.push_back({state_->lease->execute_ahead(std::move(first), begins), std::move(then)});
  }
  const bool begins = !std::exchange(state_->begun, true);
  Reply reply = co_await state_->lease->execute(std::move(command), begins);
  if (const auto* error = std::get_if<Error>(&reply); error != nullptr && error->sqlstate == "08006")
    co_return reply;
  for (const auto& [answered, then] : sent) {
    if (const auto* error = std::get_if<Error>(&**answered)) throw *error;
    if (then) then(std::get<Rows>(**answered));
  }
  co_return reply;
}

Task<Rows> Transaction::execute(Command command) {
  Reply reply = co_await send(std::move(command));
  if (auto* rows = std::get_if<Rows>(&reply)) co_return std::move(*rows);
  Error& error = std::get<Error>(reply);
  if (error.sqlstate == "08006") interrupted(error.message);
  throw std::move(error);
}

Task<void> Transaction::settle() {
  if (state_->ahead.empty()) co_return;
  auto [last, then] = std::move(state_->ahead.back());
  state_->ahead.pop_back();
  const Rows rows = co_await execute(std::move(last));
  if (then) then(rows);
}

void Transaction::after_commit(std::function<void()> then) {
  state_->after_commit.push_back(std::move(then));
}

Task<void> Transaction::commit() {
  if (!state_->begun && state_->ahead.empty()) co_return;
  if (state_->lease->broken()) interrupted("the connection to PostgreSQL was lost before the commit");
  Command end{.name = {}, .sql = "COMMIT"};
  Reply reply = co_await send(std::move(end));
  state_->ended = true;
  if (auto* error = std::get_if<Error>(&reply)) {
    if (error->sqlstate == "08006") throw Failure(Problem{.code = Code::outcome_unknown}, error->message);
    throw std::move(*error);
  }
  // PostgreSQL answers COMMIT with the tag ROLLBACK when an earlier statement failed and its error was
  // ignored.
  if (std::get<Rows>(reply).tag() != "COMMIT") throw std::logic_error("a failed transaction was committed");
  for (const auto& then : state_->after_commit) then();
}

}  // namespace kpa::db

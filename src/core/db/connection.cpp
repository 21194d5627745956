#include "core/db/connection.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <string_view>
#include <system_error>
#include <thread>
#include <utility>

#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <libpq-fe.h>

#include "core/db/log.hpp"
#include "core/db/measures.hpp"
#include "core/db/resolve.hpp"
#include "core/timer.hpp"

namespace kpa::db {
namespace {

namespace asio = boost::asio;

/// Lists are composed at run time, so there could be many different statements, and PostgreSQL keeps a plan
/// for each.
constexpr std::size_t most_prepared = 500;
constexpr std::string_view constraint_violation = "23";
constexpr std::string_view unknown_statement = "26000";
constexpr std::string_view failed_transaction = "25P02";
constexpr auto too_late = "PostgreSQL did not answer in time";

std::string error_field(const PGresult* result, int code) {
  const char* text = PQresultErrorField(result, code);
  return text == nullptr ? "" : text;
}

/// SQLSTATEs that a prepared statement may fail with after the schema has changed: its result columns changed
/// (0A000), a parameter's type changed, or a name no longer exists. Preparing it again helps, unless the
/// statement itself is wrong.
constexpr std::array<std::string_view, 6> of_old_plans = {"0A000", "42804", "42846",
                                                          "42883", "42703", "42P01"};

Error error_of(const PGresult* result) {
  const std::string state = error_field(result, PG_DIAG_SQLSTATE);
  std::string message = error_field(result, PG_DIAG_MESSAGE_PRIMARY);
  if (message.empty()) message = PQresultErrorMessage(result);
  for (const int more : {PG_DIAG_MESSAGE_DETAIL, PG_DIAG_MESSAGE_HINT}) {
    // The detail of a constraint violation contains the row, which may hold secrets such as a password's
    // hash.
    if (more == PG_DIAG_MESSAGE_DETAIL && state.starts_with(constraint_violation)) continue;
    if (const std::string text = error_field(result, more); !text.empty()) message += ". " + text;
  }
  return Error(state.empty() ? "08006" : state, error_field(result, PG_DIAG_CONSTRAINT_NAME), message);
}

}  // namespace

/// A suspended coroutine, whatever its type.
struct Connection::Waiter {
  virtual ~Waiter() = default;
  virtual void resume(Reply reply) = 0;
};

Connection::Connection(asio::io_context& io, std::function<void()> on_change)
    : io_(io), on_change_(std::move(on_change)), socket_(io) {}

Connection::~Connection() {
  if (socket_.is_open()) socket_.release();  // libpq closes it
  if (connection_ != nullptr) PQfinish(connection_);
}

Task<std::shared_ptr<Connection>> Connection::open(asio::io_context& io, std::string conninfo,
                                                   std::vector<std::string> setup,
                                                   std::chrono::milliseconds patience,
                                                   std::function<void()> on_change) {
  auto connection = std::make_shared<Connection>(io, std::move(on_change));
  Timer timer(io, patience);
  timer.async_wait([weak = connection->weak_from_this()](boost::system::error_code stopped) {
    const auto late = weak.lock();
    if (!stopped && late != nullptr && !late->ready_) late->close(too_late);
  });
  co_await connection->handshake(std::move(conninfo));
  connection->await_readable();
  for (const auto& sql : setup) {
    const auto text = std::make_shared<const std::string>(sql);
    Command command{.name = {}, .sql = *text, .keeps = text};
    const Reply reply = co_await connection->execute(std::move(command));
    if (const auto* error = std::get_if<Error>(&reply)) {
      Error refused = *error;
      connection->close("set-up refused");
      throw refused;
    }
  }
  connection->ready_ = true;
  co_return connection;
}

Task<void> Connection::handshake(std::string conninfo) {
  const std::string resolved = co_await with_addresses(std::move(conninfo));
  if (broken_) throw Error("08001", "", too_late);
  connection_ = PQconnectStart(resolved.c_str());
  if (connection_ == nullptr) throw std::bad_alloc();
  const auto self = shared_from_this();
  auto wanted = PGRES_POLLING_WRITING;
  while (wanted != PGRES_POLLING_OK && wanted != PGRES_POLLING_FAILED &&
         PQstatus(connection_) != CONNECTION_BAD) {
    // libpq may use another socket after each step: it tries several addresses, or retries without
    // encryption.
    if (socket_.is_open()) socket_.release();
    socket_.assign(PQsocket(connection_));
    const auto ready = wanted == PGRES_POLLING_READING ? asio::posix::descriptor_base::wait_read
                                                       : asio::posix::descriptor_base::wait_write;
    boost::system::error_code ignored;
    co_await socket_.async_wait(ready, asio::redirect_error(awaiting, ignored));
    if (broken_) throw Error("08001", "", too_late);
    wanted = PQconnectPoll(connection_);
  }
  if (wanted != PGRES_POLLING_OK) {
    const std::string said = PQerrorMessage(connection_);
    close(said);
    throw Error("08001", "", said);
  }
  if (socket_.is_open()) socket_.release();
  socket_.assign(PQsocket(connection_));
  PQsetnonblocking(connection_, 1);
  if (PQenterPipelineMode(connection_) != 1) throw Error("08001", "", "libpq refused pipeline mode");
}

Task<Reply> Connection::execute(Command command, bool begins) {
  return asio::async_initiate<decltype(awaiting), void(Reply)>(
      [](auto handler, std::shared_ptr<Connection> self, Command sent, bool with_begin) {
        using Handler = std::decay_t<decltype(handler)>;
        struct Waiting final : Waiter {
          explicit Waiting(Handler h) : handler(std::move(h)) {}
          void resume(Reply reply) override {
            // Moved out before the call: the resumed coroutine may destroy this waiter's owner.
            Handler to_call = std::move(handler);
            asio::get_associated_cancellation_slot(to_call).clear();
            std::move(to_call)(std::move(reply));
          }
          Handler handler;
        };
        Pending pending;
        pending.command = std::move(sent);
        pending.begins = with_begin;
        pending.ticket = self->next_ticket_++;
        auto slot = asio::get_associated_cancellation_slot(handler);
        if (slot.is_connected())
          slot.assign([weak = self->weak_from_this(), ticket = pending.ticket](asio::cancellation_type) {
            if (const auto alive = weak.lock()) alive->cancel(ticket);
          });
        pending.waiter = std::make_unique<Waiting>(std::move(handler));
        self->enqueue(std::move(pending));
      },
      awaiting, shared_from_this(), std::move(command), begins);
}

std::shared_ptr<const std::optional<Reply>> Connection::execute_ahead(Command command, bool begins) {
  struct Keeping final : Waiter {
    void resume(Reply reply) override { kept->emplace(std::move(reply)); }
    std::shared_ptr<std::optional<Reply>> kept = std::make_shared<std::optional<Reply>>();
  };
  auto keeping = std::make_unique<Keeping>();
  const auto kept = keeping->kept;
  Pending pending;
  pending.command = std::move(command);
  pending.begins = begins;
  pending.syncs = false;
  pending.waiter = std::move(keeping);
  enqueue(std::move(pending));
  return kept;
}

void Connection::send(Command command) {
  Pending pending;
  pending.command = std::move(command);
  enqueue(std::move(pending));
}

void Connection::enqueue(Pending pending) {
  if (!broken_ && !leased && (deallocates_ || prepared_.size() >= most_prepared)) forget_prepared();
  if (!broken_ && put(pending)) {
    pending.since = Clock::now();
    if (pending_.empty()) head_since_ = pending.since;
    pending_.push_back(std::move(pending));
    return schedule_flush();
  }
  asio::post(io_, [self = shared_from_this(), lost = std::move(pending)]() mutable {
    self->close("the connection to PostgreSQL cannot be written to");
    if (lost.waiter != nullptr)
      lost.waiter->resume(Error("08006", "", "the connection to PostgreSQL is closed"));
  });
}

/// Puts the statement into libpq's pipeline, followed by its synchronisation point, if any; at that libpq
/// writes.
bool Connection::put(Pending& pending) {
  const auto simple = [this](const char* sql) {
    return PQsendQueryParams(connection_, sql, 0, nullptr, nullptr, nullptr, nullptr, 0) == 1;
  };
  const auto synced = [&] { return !pending.syncs || PQpipelineSync(connection_) == 1; };
  if (pending.begins) {
    if (!simple("BEGIN")) return false;
    ++pending.ends;
  }
  if (pending.command.name.empty()) return simple(std::string(pending.command.sql).c_str()) && synced();
  auto [known, fresh] = prepared_.try_emplace(std::string(pending.command.name));
  if (fresh) {
    known->second = "s" + std::to_string(next_prepared_++);
    const std::string sql(pending.command.sql);
    if (PQsendPrepare(connection_, known->second.c_str(), sql.c_str(), 0, nullptr) != 1) return false;
    ++pending.ends;
  }
  pending.fresh = fresh;
  pending.prepares = fresh;
  pending.prepared = known->second;
  const auto values = pending.command.parameters.pointers();
  return PQsendQueryPrepared(connection_, pending.prepared.c_str(), static_cast<int>(values.size()),
                             values.data(), nullptr, nullptr, 0) == 1 &&
         synced();
}

void Connection::forget_prepared() {
  deallocates_ = false;
  prepared_.clear();
  send({.name = {}, .sql = "DEALLOCATE ALL"});
}

/// The server is told later, outside any transaction: a failed transaction would refuse DEALLOCATE.
void Connection::forget_plans() {
  prepared_.clear();
  deallocates_ = true;
}

/// Flushes once per turn of the event loop, so that the statements of several requests share a packet.
void Connection::schedule_flush() {
  if (flush_scheduled_ || waiting_writable_) return;
  flush_scheduled_ = true;
  asio::post(io_, [self = shared_from_this()] {
    self->flush_scheduled_ = false;
    self->flush();
  });
}

void Connection::flush() {
  if (broken_) return;
  const int left = PQflush(connection_);
  if (left < 0) return close(PQerrorMessage(connection_));
  if (left > 0) await_writable();
}

void Connection::await_readable() {
  socket_.async_wait(asio::posix::descriptor_base::wait_read,
                     [self = shared_from_this()](boost::system::error_code error) {
                       if (error || self->broken_) return;
                       self->receive();
                       if (!self->broken_) self->await_readable();
                     });
}

void Connection::await_writable() {
  if (waiting_writable_) return;
  waiting_writable_ = true;
  socket_.async_wait(asio::posix::descriptor_base::wait_write,
                     [self = shared_from_this()](boost::system::error_code error) {
                       self->waiting_writable_ = false;
                       if (!error) self->flush();
                     });
}

void Connection::receive() {
  if (PQconsumeInput(connection_) == 0) return close(PQerrorMessage(connection_));
  while (!broken_ && !pending_.empty() && PQisBusy(connection_) == 0) take(PQgetResult(connection_));
  if (on_notification) receive_notifications();
  if (!broken_ && pending_.empty()) {
    // A result that belongs to no statement: a notice of shutdown, or the end of the connection.
    if (PQstatus(connection_) == CONNECTION_BAD) close(PQerrorMessage(connection_));
  }
}

void Connection::receive_notifications() {
  while (!broken_) {
    const std::unique_ptr<PGnotify, decltype(&PQfreemem)> one(PQnotifies(connection_), &PQfreemem);
    if (one == nullptr) return;
    on_notification(one->relname, one->extra);
  }
}

void Connection::take(void* owned) {
  auto* result = static_cast<PGresult*>(owned);
  if (result == nullptr) {  // the end of one command's results
    if (PQstatus(connection_) == CONNECTION_BAD) return close(PQerrorMessage(connection_));
    if (--pending_.front().ends == 0 && !pending_.front().syncs) finish_front();
    return;
  }
  Pending& front = pending_.front();
  switch (PQresultStatus(result)) {
    case PGRES_PIPELINE_SYNC:
      PQclear(result);
      finish_front();
      return;
    case PGRES_COMMAND_OK:
      if (front.begins || front.prepares) {
        (front.begins ? front.begins : front.prepares) = false;
        break;
      }
      [[fallthrough]];
    case PGRES_TUPLES_OK: front.rows = Rows(result); return;
    case PGRES_PIPELINE_ABORTED: front.aborted = true; break;
    default:
      if (PQstatus(connection_) == CONNECTION_BAD) {
        PQclear(result);
        close(PQerrorMessage(connection_));
        return;
      }
      if (!front.error) {
        front.error = std::make_unique<Error>(error_of(result));
        front.old_plan = !front.prepared.empty() && !front.fresh &&
                         std::ranges::find(of_old_plans, front.error->sqlstate) != of_old_plans.end();
        if (front.old_plan) front.error->sqlstate = unknown_statement;
      }
  }
  PQclear(result);
}

void Connection::finish_front() {
  Pending done = std::move(pending_.front());
  pending_.pop_front();
  if (done.aborted && done.error == nullptr)
    done.error = std::make_unique<Error>(std::string(failed_transaction), "", "a statement before it failed");
  head_since_ = Clock::now();
  note_statement(done.command.name, done.command.sql, head_since_ - done.since);
  const auto self = shared_from_this();
  const bool may_be_hit = cancelling_ || done.in_reach;
  if (cancelling_ && !cancel_under_way()) {
    // PostgreSQL may signal a cancel twice, and may have begun the statements already waiting before the
    // second signal: only statements sent from now on cannot be hit.
    cancelling_ = false;
    for (auto& waiting : pending_) waiting.in_reach = true;
  }
  if (done.error != nullptr) {
    if (done.begins || done.waiter == nullptr) {
      pending_.push_front(std::move(done));
      return close("PostgreSQL refused to begin or to end a transaction");
    }
    const std::string& state = done.error->sqlstate;
    if (done.old_plan) {
      met_old_plan = true;
      on_change_();
    }
    if (done.prepares || state == unknown_statement)
      if (const auto known = prepared_.find(std::string(done.command.name));
          known != prepared_.end() && known->second == done.prepared)
        prepared_.erase(known);
    // The statement did not run: it was unknown to the server (a pooler changed the server connection), was
    // prepared for another schema, or was hit by a late cancel meant for the one before it. None of these
    // leaves anything behind.
    const bool never_ran = state == unknown_statement || (state == "57014" && may_be_hit);
    if (never_ran && !leased && !done.retried) {
      done.retried = true;
      done.error.reset();
      return enqueue(std::move(done));
    }
  }
  if (done.waiter != nullptr) {
    if (done.error != nullptr)
      done.waiter->resume(std::move(*done.error));
    else
      done.waiter->resume(std::move(done.rows));
  }
  if (!broken_) on_change_();
}

void Connection::close(const std::string& why) {
  if (broken_) return;
  broken_ = true;
  const auto self = shared_from_this();
  if (socket_.is_open()) {
    boost::system::error_code ignored;
    socket_.cancel(ignored);
    socket_.release();
  }
  PQfinish(std::exchange(connection_, nullptr));
  auto lost = std::exchange(pending_, {});
  for (auto& pending : lost)
    if (pending.waiter != nullptr) pending.waiter->resume(Error("08006", "", why));
  on_change_();
}

/// The client is gone: cancels the statement if PostgreSQL is working on it. If it waits behind other
/// statements, it runs in its turn and its answer is dropped.
void Connection::cancel(std::uint64_t ticket) {
  if (broken_ || pending_.empty() || cancel_under_way()) return;
  Pending& front = pending_.front();
  if (front.ticket != ticket || !front.command.read_only) return;
  front.retried = true;  // cancelled on purpose: do not send it again
  send_cancel();
}

void Connection::send_cancel() {
  std::unique_ptr<PGcancel, decltype(&PQfreeCancel)> request(PQgetCancel(connection_), &PQfreeCancel);
  if (request == nullptr) return;
  ++*cancels_;
  try {
    // libpq's cancel opens a blocking connection of its own. It is rare, so a thread for each is simplest.
    std::thread([request = std::move(request), count = cancels_] {
      char reason[256];
      PQcancel(request.get(), reason, sizeof reason);
      --*count;
    }).detach();
    cancelling_ = true;
  } catch (const std::system_error& error) {
    --*cancels_;  // the cancel failed: the statement ends at its time limit
    log.error("no thread to cancel a statement with", {{"reason", error.what()}});
  }
}

}  // namespace kpa::db

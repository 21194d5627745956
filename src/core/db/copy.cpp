#include "core/db/copy.hpp"

#include <memory>
#include <stdexcept>
#include <utility>

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>
#include <libpq-fe.h>

#include "core/db/connection.hpp"
#include "core/db/measures.hpp"
#include "core/db/pool.hpp"

namespace kpa::db {
namespace {

namespace asio = boost::asio;

/// Enough for the taker's own cost to be small beside it.
constexpr std::size_t chunk_size = 64U << 10U;

constexpr auto lost = "the connection to PostgreSQL was lost during a COPY";

struct Free {
  void operator()(char* data) const { PQfreemem(data); }
  void operator()(PGresult* result) const { PQclear(result); }
};

/// Takes over a PGresult.
std::unique_ptr<PGresult, Free> owned_result(void* result) {
  return std::unique_ptr<PGresult, Free>(static_cast<PGresult*>(result));
}

}  // namespace

/// PostgreSQL would go on sending to nobody: it is told to stop, and the connection is replaced.
class Connection::CopyGuard {
 public:
  explicit CopyGuard(Connection& connection) : connection_(connection) {}
  CopyGuard(const CopyGuard&) = delete;
  CopyGuard& operator=(const CopyGuard&) = delete;
  ~CopyGuard() {
    if (done || connection_.broken_) return;
    connection_.send_cancel();
    connection_.close("a COPY was broken off");
  }
  bool done = false;

 private:
  Connection& connection_;
};

Task<void> Connection::await_socket(bool for_reading) {
  boost::system::error_code failed;
  co_await socket_.async_wait(
      for_reading ? asio::posix::descriptor_base::wait_read : asio::posix::descriptor_base::wait_write,
      asio::redirect_error(awaiting, failed));
  if (broken_) throw Error("08006", "", lost);
  if (failed) throw boost::system::system_error(failed);
  if (for_reading && PQconsumeInput(connection_) == 0) throw Error("08006", "", PQerrorMessage(connection_));
}

Task<void*> Connection::next_result() {
  while (PQisBusy(connection_) != 0) co_await await_socket(true);
  co_return PQgetResult(connection_);
}

Task<void> Connection::take_rows(TakeChunk take) {
  std::string chunk;
  for (;;) {
    char* data = nullptr;
    const int size = PQgetCopyData(connection_, &data, 1);
    const std::unique_ptr<char, Free> owned(data);
    if (size == 0) {
      co_await await_socket(true);
      continue;
    }
    if (size > 0) chunk.append(data, static_cast<std::size_t>(size));
    if (chunk.size() >= chunk_size || (size < 0 && !chunk.empty())) {
      co_await take(chunk);
      if (broken_) throw Error("08006", "", lost);
      chunk.clear();
    }
    if (size < 0) co_return;  // the end, or an error that is the next result
  }
}

Task<std::int64_t> Connection::copy_out(std::string sql, TakeChunk take) {
  const auto self = shared_from_this();
  CopyGuard guard(*this);
  copying_ = true;
  head_since_ = Clock::now();
  boost::system::error_code ignored;
  socket_.cancel(ignored);  // from here on this coroutine is the one that reads
  if (PQexitPipelineMode(connection_) != 1 || PQsendQuery(connection_, sql.c_str()) != 1)
    throw Error("08006", "", PQerrorMessage(connection_));
  int left = 0;
  while ((left = PQflush(connection_)) > 0) co_await await_socket(false);
  if (left < 0) throw Error("08006", "", PQerrorMessage(connection_));
  auto result = owned_result(co_await next_result());
  const bool copies = PQresultStatus(result.get()) == PGRES_COPY_OUT;
  if (copies) {
    co_await take_rows(std::move(take));
    result = owned_result(co_await next_result());
  }
  const auto status = PQresultStatus(result.get());
  if (status != PGRES_FATAL_ERROR && !(copies && status == PGRES_COMMAND_OK))
    throw std::logic_error("not a COPY TO STDOUT: " + sql);
  const auto end = owned_result(co_await next_result());
  if (end != nullptr || PQenterPipelineMode(connection_) != 1) throw Error("08006", "", lost);
  guard.done = true;
  copying_ = false;
  await_readable();
  if (status == PGRES_FATAL_ERROR) throw error_of(result.get());
  co_return Rows(result.release()).affected();
}

Task<std::int64_t> copy_out(Pool& pool, CopyOut statement, TakeChunk take) {
  const auto lease = co_await pool.lease();
  try {
    const auto began = Connection::Clock::now();
    const auto rows = co_await lease->copy_out(std::move(statement.sql), std::move(take));
    note_statement(statement.name, "", Connection::Clock::now() - began);
    co_return rows;
  } catch (const Error& error) {
    if (error.sqlstate == "08006") throw unavailable(error.message);
    throw;
  }
}

}  // namespace kpa::db

#include "core/db/blocking.hpp"

#include <charconv>
#include <cstring>
#include <string_view>

#include <libpq-fe.h>

namespace kpa::db {
namespace {

struct Close {
  void operator()(PGconn* connection) const { PQfinish(connection); }
  void operator()(PGresult* result) const { PQclear(result); }
};
using ResultPointer = std::unique_ptr<PGresult, Close>;

std::string_view field(const PGresult* result, int code) {
  const char* text = PQresultErrorField(result, code);
  return text ? text : "";
}

template <class Number>
Number number(std::string_view text) {
  Number value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

std::string trimmed(std::string text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.pop_back();
  return text;
}

Error error_of(PGconn* connection, const PGresult* result) {
  std::string message(field(result, PG_DIAG_MESSAGE_PRIMARY));
  if (message.empty()) return Error("08006", "", trimmed(PQerrorMessage(connection)));
  for (const char extra : {PG_DIAG_MESSAGE_DETAIL, PG_DIAG_MESSAGE_HINT}) {
    if (const auto text = field(result, extra); !text.empty()) message.append(". ").append(text);
  }
  return Error(std::string(field(result, PG_DIAG_SQLSTATE)),
               std::string(field(result, PG_DIAG_CONSTRAINT_NAME)), std::move(message),
               number<std::size_t>(field(result, PG_DIAG_STATEMENT_POSITION)));
}

BlockingResult read(PGconn* connection, const ResultPointer& result) {
  const ExecStatusType status = PQresultStatus(result.get());
  if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK && status != PGRES_EMPTY_QUERY) {
    throw error_of(connection, result.get());
  }
  BlockingResult answer;
  answer.affected = number<std::int64_t>(PQcmdTuples(result.get()));
  const int columns = PQnfields(result.get());
  for (int row = 0; row < PQntuples(result.get()); ++row) {
    auto& values = answer.rows.emplace_back();
    for (int column = 0; column < columns; ++column) {
      if (PQgetisnull(result.get(), row, column)) {
        values.emplace_back();
      } else {
        values.emplace_back(std::in_place, PQgetvalue(result.get(), row, column),
                            static_cast<std::size_t>(PQgetlength(result.get(), row, column)));
      }
    }
  }
  return answer;
}

}  // namespace

struct BlockingConnection::Native {
  std::unique_ptr<PGconn, Close> connection;
};

BlockingConnection::BlockingConnection(const std::string& conninfo) : native_(std::make_unique<Native>()) {
  // libpq expands `dbname` (a whole connection string) in place, and later entries win: client_encoding is
  // always UTF-8.
  const char* const names[] = {"fallback_application_name", "dbname", "client_encoding", nullptr};
  const char* const values[] = {"kpa", conninfo.c_str(), "UTF8", nullptr};
  native_->connection.reset(PQconnectdbParams(names, values, 1));
  PGconn* connection = native_->connection.get();
  if (PQstatus(connection) != CONNECTION_OK) throw Error("08001", "", trimmed(PQerrorMessage(connection)));
  PQsetNoticeProcessor(connection, [](void*, const char*) {}, nullptr);
}

BlockingConnection::BlockingConnection(BlockingConnection&&) noexcept = default;
BlockingConnection& BlockingConnection::operator=(BlockingConnection&&) noexcept = default;
BlockingConnection::~BlockingConnection() = default;

BlockingResult BlockingConnection::execute(const std::string& sql) {
  PGconn* connection = native_->connection.get();
  return read(connection, ResultPointer(PQexec(connection, sql.c_str())));
}

BlockingResult BlockingConnection::execute(const std::string& sql, const std::vector<Text>& parameters) {
  std::vector<const char*> values;
  values.reserve(parameters.size());
  for (const Text& parameter : parameters) {
    // PostgreSQL reads a text parameter up to its first NUL byte: a longer value would be stored truncated.
    if (parameter && parameter->find('\0') != std::string::npos) {
      throw Error("22021", "", "a text parameter holds a NUL character");
    }
    values.push_back(parameter ? parameter->c_str() : nullptr);
  }
  PGconn* connection = native_->connection.get();
  return read(connection, ResultPointer(PQexecParams(connection, sql.c_str(), static_cast<int>(values.size()),
                                                     nullptr, values.data(), nullptr, nullptr, 0)));
}

bool BlockingConnection::in_transaction() const {
  const PGTransactionStatusType status = PQtransactionStatus(native_->connection.get());
  return status == PQTRANS_INTRANS || status == PQTRANS_INERROR;
}

int BlockingConnection::backend_pid() const { return PQbackendPID(native_->connection.get()); }

std::string quoted_identifier(const std::string& name) {
  std::string quoted = "\"";
  for (const char c : name) quoted.append(c == '"' ? 2 : 1, c);
  return quoted + '"';
}

}  // namespace kpa::db

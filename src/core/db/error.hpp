#pragma once

#include <cstddef>
#include <exception>
#include <string>
#include <utility>

namespace kpa::db {

/// An error from PostgreSQL or the connection to it. For logs and commands: its text never goes to a client.
struct Error : std::exception {
  Error(std::string state, std::string violated, std::string text, std::size_t where = 0)
      : sqlstate(std::move(state)),
        constraint(std::move(violated)),
        message(std::move(text)),
        position(where) {}

  const char* what() const noexcept override { return message.c_str(); }
  /// Whether the failed statement changed nothing and may be tried again: serialization_failure,
  /// deadlock_detected, or a prepared statement that became unknown because a pooler changed the server
  /// connection or the schema changed.
  bool may_run_again() const { return sqlstate == "40001" || sqlstate == "40P01" || sqlstate == "26000"; }

  /// Whether the server could not do it at the moment: statement_timeout (57014), out of connections, memory
  /// or disk (class 53), a lock not available (55P03).
  bool is_outage() const { return sqlstate == "57014" || sqlstate.starts_with("53") || sqlstate == "55P03"; }

  std::string sqlstate;    ///< five characters; 08001 no connection, 08006 connection lost,
                           ///< 26000 also for a statement that was prepared before the schema changed
  std::string constraint;  ///< name of the violated constraint, or empty
  /// PostgreSQL's message with its hint, and with its detail unless that contains the row.
  std::string message;
  std::size_t position = 0;  ///< character of the statement that the error is about, from 1; 0 when unknown
};

}  // namespace kpa::db

#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/db/error.hpp"

namespace kpa::db {

/// A value in PostgreSQL's text form; std::nullopt is NULL.
using Text = std::optional<std::string>;

/// The result of one statement.
struct BlockingResult {
  std::vector<std::vector<Text>> rows;
  std::int64_t affected = 0;  ///< rows inserted, updated, deleted or selected

  /// The first column of the first row; nothing when there is no row.
  Text value() const { return rows.empty() || rows[0].empty() ? std::nullopt : rows[0][0]; }
};

/// A connection whose calls block until the answer is there: for commands, migrations and tests, never for an
/// I/O thread. Every failure is thrown as db::Error.
class BlockingConnection {
 public:
  /// `conninfo`: libpq's `name=value` pairs, or a postgresql:// address.
  explicit BlockingConnection(const std::string& conninfo);
  BlockingConnection(BlockingConnection&&) noexcept;
  BlockingConnection& operator=(BlockingConnection&&) noexcept;
  ~BlockingConnection();

  /// Runs one or more statements without parameters, in one implicit transaction; returns the last one's
  /// result.
  BlockingResult execute(const std::string& sql);
  /// Runs one statement; `$1` is parameters[0].
  BlockingResult execute(const std::string& sql, const std::vector<Text>& parameters);

  bool in_transaction() const;
  /// Process id of the server process that serves this connection, so that a test can cancel or end it.
  int backend_pid() const;

 private:
  struct Native;
  std::unique_ptr<Native> native_;
};

/// Quotes an identifier for use in SQL: in double quotes, with double quotes inside it doubled.
std::string quoted_identifier(const std::string& name);

}  // namespace kpa::db

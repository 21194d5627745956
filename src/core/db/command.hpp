#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/db/statement.hpp"

namespace kpa::db {

/// A statement with its values, ready to be sent.
struct Command {
  std::string_view name;  ///< prepared under this name: equal names mean equal SQL; empty: not prepared
  std::string_view sql;
  Parameters parameters = {};
  bool read_only = false;  ///< may be sent again after a lost connection
  Freshness freshness = Freshness::current;
  std::shared_ptr<const void> keeps = {};  ///< owns `name` and `sql` when they are not constants
};

/// The result of a statement. Owns PostgreSQL's result; cells are valid as long as this lives.
class Rows {
 public:
  Rows() = default;
  /// Takes ownership of a PGresult.
  explicit Rows(void* result);

  std::size_t size() const;
  Cell cell(std::size_t row, std::size_t column) const;
  /// Rows inserted, updated or deleted.
  std::int64_t affected() const;
  /// PostgreSQL's command tag: `INSERT 0 1`, `COMMIT`, `ROLLBACK`.
  std::string_view tag() const;

 private:
  std::shared_ptr<void> result_;
};

template <class Row>
Row read_row(const Rows& rows, std::size_t at) {
  if constexpr (Scalar<Row>) {
    using Inner = typename IsOptional<Row>::Inner;
    const Cell cell = rows.cell(at, 0);
    if constexpr (IsOptional<Row>::value) {
      if (cell.null) return std::nullopt;
    } else {
      if (cell.null) throw std::runtime_error("a value is null");
    }
    return ColumnType<Inner>::read(cell.text);
  } else {
    Row row;
    columns<Row>().read(row, Cells(rows, at));
    return row;
  }
}

template <class Row>
std::vector<Row> read_rows(const Rows& rows) {
  std::vector<Row> all;
  all.reserve(rows.size());
  for (std::size_t at = 0; at < rows.size(); ++at) all.push_back(read_row<Row>(rows, at));
  return all;
}

}  // namespace kpa::db

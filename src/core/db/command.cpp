#include "core/db/command.hpp"

#include <libpq-fe.h>

namespace kpa::db {
namespace {

const PGresult* as_result(const std::shared_ptr<void>& result) {
  return static_cast<const PGresult*>(result.get());
}

}  // namespace

Rows::Rows(void* result) : result_(result, [](void* owned) { PQclear(static_cast<PGresult*>(owned)); }) {}

std::size_t Rows::size() const {
  return result_ == nullptr ? 0 : static_cast<std::size_t>(PQntuples(as_result(result_)));
}

Cell Rows::cell(std::size_t row, std::size_t column) const {
  const PGresult* result = as_result(result_);
  const int r = static_cast<int>(row);
  const int c = static_cast<int>(column);
  const int length = PQgetlength(result, r, c);
  if (length == 0 && PQgetisnull(result, r, c) != 0) return {{}, true};
  return {{PQgetvalue(result, r, c), static_cast<std::size_t>(length)}, false};
}

Cell Cells::operator[](std::size_t column) const { return rows_.cell(row_, first_ + column); }

std::int64_t Rows::affected() const {
  if (result_ == nullptr) return 0;
  // For historical reasons PQcmdTuples takes a pointer to non-const; it changes nothing.
  const std::string_view text = PQcmdTuples(static_cast<PGresult*>(result_.get()));
  return text.empty() ? 0 : ColumnType<std::int64_t>::read(text);
}

std::string_view Rows::tag() const {
  return result_ == nullptr ? "" : PQcmdStatus(static_cast<PGresult*>(result_.get()));
}

}  // namespace kpa::db

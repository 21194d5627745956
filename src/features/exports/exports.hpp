#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/db/listing.hpp"
#include "core/feature/feature.hpp"
#include "core/http/endpoint.hpp"
#include "core/http/permission.hpp"
#include "core/raw_json.hpp"
#include "core/schema/object.hpp"
#include "core/tables/tables.hpp"
#include "features/sessions/sessions.hpp"

namespace kpa::exports {

/// Query parameters of an export, beside the filters of its list.
struct Query {
  std::optional<tables::Format> format;  ///< default: csv
  std::optional<std::string> table;      ///< for CSV: which part; default: the records
};

/// Adds them to the declaration of an export's query; `parts` are the names of its parts.
template <class T>
schema::Object<T> with_format(schema::Object<T> filters, std::vector<std::string> parts = {}) {
  auto made = std::move(filters).field("format", &T::format,
                                       "csv, xlsx (a workbook) or jsonl (JSON Lines). Default: csv", "csv");
  if (parts.empty()) return made;
  const boost::json::string first(parts.front());
  return std::move(made).field(
      "table", &T::table, schema::one_of(std::move(parts)),
      "For csv, which has one table: this one of what belongs to the records, in place of the records",
      first);
}

/// How records of a list become rows of a file.
template <class Row>
class Table {
 public:
  using Rows = std::function<std::vector<tables::Cells>(const Row&)>;

  explicit Table(std::string name) { layout_.name = std::move(name); }

  /// Adds a column. The first one tells records apart.
  void column(std::string name, std::function<tables::Cell(const Row&)> cell) {
    columns({std::move(name)},
            [cell = std::move(cell)](const Row& row, tables::Cells& cells) { cells.push_back(cell(row)); });
  }
  /// Adds columns whose cells `add` appends together.
  void columns(const std::vector<std::string>& names, std::function<void(const Row&, tables::Cells&)> add) {
    layout_.columns.insert(layout_.columns.end(), names.begin(), names.end());
    cells_.push_back(std::move(add));
  }
  /// Adds a table of what a record has any number of. Texts for people are in the language of the current
  /// i18n::Speech.
  void part(std::string name, std::vector<std::string> columns, Rows rows) {
    layout_.parts.push_back({std::move(name), std::move(columns)});
    rows_.push_back(std::move(rows));
  }

  const tables::Layout& layout() const { return layout_; }
  tables::Record record(const Row& row) const {
    tables::Record made;
    made.cells.reserve(layout_.columns.size());
    for (const auto& add : cells_) add(row, made.cells);
    for (const auto& rows : rows_) made.parts.push_back(rows(row));
    return made;
  }

 private:
  tables::Layout layout_;
  std::vector<std::function<void(const Row&, tables::Cells&)>> cells_;
  std::vector<Rows> rows_;
};

/// The names of its parts.
template <class Row>
std::vector<std::string> parts_of(const Table<Row>& table) {
  std::vector<std::string> names;
  for (const auto& part : table.layout().parts) names.push_back(part.name);
  return names;
}

/// Records that were read together.
struct Page {
  /// Makes them; called on a worker thread.
  std::function<std::vector<tables::Record>()> records;
  std::optional<db::Cursor> next;  ///< nothing: it was the last page
};

/// Where a page begins, and for whom it is read.
struct PageWanted {
  http::Caller caller;
  std::optional<db::Cursor> after;  ///< nothing: the first page
  Instant as_of;                    ///< records that came later are left out
};

/// A list that somebody exports. Owns all that it refers to, or it lives as long as the feature.
struct Export {
  std::string name;  ///< of the file, without its end: `wheel-specifications`
  tables::Layout layout;
  const http::Permission& permission;
  RawJson filters;  ///< as asked for, a JSON object, for the audit log
  std::function<Task<Page>(PageWanted wanted)> read;
};

/// Rows of a page.
constexpr std::int64_t page_rows = 500;

/// Reads a page of a list. `selection` has the filters and what the caller may see; `sort`, ascending, is an
/// order in which records never move.
template <class Row>
Task<db::Listed<Row>> read_rows(db::Queries& database, const db::List<Row>& list, db::Selection selection,
                                std::string sort, std::optional<db::Cursor> after) {
  selection.sort = std::move(sort);
  selection.descending = false;
  selection.per_page = page_rows;
  selection.counted = false;
  selection.after = std::move(after);
  return list.fetch(database, std::move(selection));
}

/// Reads a page of a list whose table says all about its rows; it lives at least as long as the export.
template <class Row>
Task<Page> read_page(db::Queries& database, const db::List<Row>& list, db::Selection selection,
                     std::string sort, std::optional<db::Cursor> after, const Table<Row>& table) {
  auto listed = co_await read_rows(database, list, std::move(selection), std::move(sort), std::move(after));
  Page page;
  page.next = listed.next;
  page.records = [rows = std::move(listed.rows), &table] {
    std::vector<tables::Record> records;
    records.reserve(rows.size());
    for (const Row& row : rows) records.push_back(table.record(row));
    return records;
  };
  co_return page;
}

/// Exports of lists, on one I/O thread.
class Exports final : public Feature {
 public:
  /// The arguments must outlive it.
  Exports(const Foundation& foundation, sessions::Sessions& sessions)
      : database_(foundation.database), workers_(foundation.workers), sessions_(sessions) {}

  /// The export as a download. Pages are read as the client takes them, without a connection to the database
  /// in between; before each, the caller's session and permission are checked again. The audit log gets an
  /// event before the first page, and one with the number of rows before the end. If the first page cannot
  /// be read, the request fails; a later failure breaks the download off.
  Task<Outcome<http::Download>> download(const http::Call& call, Query query, Export wanted) const;

 private:
  struct Run;

  Task<void> write(http::SendChunk send, std::shared_ptr<Run> run) const;
  Task<void> write_all(http::SendChunk send, std::shared_ptr<Run> run) const;
  Task<Page> next_page(std::shared_ptr<Run> run) const;
  /// Runs `work` on a worker thread, after a wait where too much is waiting.
  Task<std::string> on_worker(std::function<std::string()> work) const;
  Task<void> note_end(std::shared_ptr<Run> run, bool whole) const;

  db::Queries& database_;
  WorkerPool& workers_;
  sessions::Sessions& sessions_;
};

}  // namespace kpa::exports

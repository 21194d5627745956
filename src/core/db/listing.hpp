#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/db/database.hpp"

namespace kpa::db {

/// A condition that can narrow a list: SQL in which every `?` stands for its one value, and `??` for a
/// literal question mark: the JSONB operators are written `??`, `??|` and `??&`.
struct Filter {
  std::string_view name;
  std::string condition;
};

/// An order in which a list can be sorted. `expression` must never be NULL.
struct Sort {
  std::string_view name;
  std::string expression;
  std::string_view type;  ///< PostgreSQL type of the expression
};

/// The end of a page: sort key and id of its last row.
struct Cursor {
  std::string key;
  std::int64_t id = 0;
};

/// What a client asked of a list.
struct Selection {
  std::vector<std::pair<std::string_view, Parameters>> filters;  ///< name and value
  std::string sort;
  bool descending = true;
  std::int64_t per_page = 20;
  std::int64_t page = 1;
  std::optional<Cursor> after = {};  ///< when set, `page` is ignored
  bool counted = true;               ///< false: the total is not needed, and is 0

  template <class T>
  void where(std::string_view filter, const T& value) {
    Parameters one;
    bind_value(one, value);
    filters.emplace_back(filter, std::move(one));
  }
  template <class T>
  void where(std::string_view filter, const std::optional<T>& value) {
    if (value) where(filter, *value);
  }
};

template <class Row>
struct Listed {
  std::vector<Row> rows;
  std::int64_t total = 0;
  bool total_is_exact = true;
  std::optional<Cursor> next;
};

/// Counting stops at this number: an exact count of millions of rows costs more than the page itself.
constexpr std::int64_t most_counted = 10'000;

/// A list whose conditions and order are chosen at run time, only from what is declared here. Each
/// combination is its own prepared statement, so that PostgreSQL plans it with the index that fits. All rows
/// are in one table with an `id`.
class ListText {
 public:
  ListText(std::string name, std::string columns, std::string table, std::vector<Filter> filters,
           std::vector<Sort> sorts, Freshness freshness = Freshness::current);
  virtual ~ListText();
  ListText(const ListText&) = delete;
  ListText& operator=(const ListText&) = delete;

  /// Result columns: those of the row, then `sort_key` and `total`. Asks for one row more than a page holds.
  /// Throws std::logic_error for a name that was not declared.
  Command page(const Selection& selection) const;
  Command count(const Selection& selection) const;
  virtual std::vector<Slot> result() const = 0;
  /// Runs page(). Throws Failure (validation_failed) for a cursor whose key has the wrong type for its order.
  Task<Rows> ask(Queries& database, Selection selection) const;

  const std::string& name() const { return name_; }
  const std::vector<Filter>& filters() const { return filters_; }
  const std::vector<Sort>& sorts() const { return sorts_; }
  Freshness freshness() const { return freshness_; }
  /// Every list of the program, for the test that prepares all of them.
  static std::vector<const ListText*>& all();

 private:
  std::string conditions(const Selection& selection, Parameters& parameters, std::string& shape) const;

  std::string name_;
  std::string columns_;
  std::string table_;
  std::vector<Filter> filters_;
  std::vector<Sort> sorts_;
  Freshness freshness_;
};

template <class Row>
class List final : public ListText {
 public:
  using ListText::ListText;
  std::vector<Slot> result() const override { return slots_of<Row>(); }

  Task<Listed<Row>> fetch(Queries& database, Selection selection) const {
    const Rows rows = co_await ask(database, selection);
    Listed<Row> listed;
    const std::size_t width = columns<Row>().slots().size();
    const std::size_t shown = std::min(rows.size(), static_cast<std::size_t>(selection.per_page));
    for (std::size_t at = 0; at < shown; ++at) listed.rows.push_back(read_row<Row>(rows, at));
    if (rows.size() > shown && shown > 0)
      listed.next = Cursor{std::string(rows.cell(shown - 1, width).text),
                           ColumnType<std::int64_t>::read(rows.cell(shown - 1, width + 1).text)};
    if (rows.size() > 0) {
      listed.total = ColumnType<std::int64_t>::read(rows.cell(0, width + 2).text);
    } else if (selection.counted) {  // beyond the end, or no rows at all
      const Rows counted = co_await database.execute(count(selection));
      listed.total = ColumnType<std::int64_t>::read(counted.cell(0, 0).text);
    }
    listed.total_is_exact = listed.total <= most_counted;
    listed.total = std::min(listed.total, most_counted);
    co_return listed;
  }
};

}  // namespace kpa::db

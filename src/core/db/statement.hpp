#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "core/db/value.hpp"

namespace kpa::db {

/// A parameter or column of a statement, for the test that compares statements with the schema.
struct Slot {
  std::string name;  ///< empty for a parameter
  std::vector<Oid> oids;
  bool nullable = false;
};

template <class T>
Slot slot_of(std::string name) {
  using Inner = typename IsOptional<T>::Inner;
  return {std::move(name),
          {ColumnType<Inner>::oids.begin(), ColumnType<Inner>::oids.end()},
          IsOptional<T>::value};
}

/// Text of one value of a row; null when NULL.
struct Cell {
  std::string_view text;
  bool null = false;
};

class Rows;

/// The values of one row, or of some of its columns. Valid as long as the Rows are.
class Cells {
 public:
  Cells(const Rows& rows, std::size_t row, std::size_t first = 0) : rows_(rows), row_(row), first_(first) {}
  Cell operator[](std::size_t column) const;
  /// The same row, starting at another column.
  Cells from(std::size_t column) const { return {rows_, row_, first_ + column}; }

 private:
  const Rows& rows_;
  std::size_t row_;
  std::size_t first_;
};

/// How values of one type are read from a cell and bound to a parameter, wherever a row keeps them.
struct ColumnValue {
  std::span<const Oid> oids;
  bool nullable;
  void (*read)(const Cell& cell, void* value, const std::string& column);
  void (*write)(const void* value, Parameters& out);
};

[[noreturn]] void refuse_null(const std::string& column);

template <class V>
constexpr ColumnValue column_value{
    .oids = ColumnType<typename IsOptional<V>::Inner>::oids,
    .nullable = IsOptional<V>::value,
    .read =
        [](const Cell& cell, void* value, const std::string& column) {
          if (!cell.null)
            *static_cast<V*>(value) = ColumnType<typename IsOptional<V>::Inner>::read(cell.text);
          else if constexpr (IsOptional<V>::value)
            *static_cast<V*>(value) = std::nullopt;
          else
            refuse_null(column);
        },
    .write = [](const void* value, Parameters& out) { bind_value(out, *static_cast<const V*>(value)); }};

/// Columns of rows of any type: what each Columns<Row> would compile again.
class ColumnList {
 public:
  const std::vector<Slot>& slots() const { return slots_; }

 protected:
  using Read = std::function<void(void* row, const Cells& cells)>;
  using Write = std::function<void(const void* row, Parameters& out)>;

  /// One whose value lies `place` bytes behind the beginning of a row. `value` lives as long as the program.
  void add(std::string_view name, std::ptrdiff_t place, std::size_t row_size, const ColumnValue& value);
  /// `read` gets the cells from the first of these on.
  void add_read(std::vector<Slot> slots, Read read);
  void add_written(Slot slot, Write write);
  void read_into(void* row, const Cells& cells) const;
  void write_from(const void* row, Parameters& out) const;

 private:
  /// What is done with one column, or several at once: with the value at its place, or by itself.
  template <class Function>
  struct Step {
    std::size_t slot;
    std::ptrdiff_t place;
    const ColumnValue* value;
    Function itself;
  };

  std::vector<Slot> slots_;
  std::vector<Step<Read>> reads_;
  std::vector<Step<Write>> writes_;
};

template <class F>
struct SecondArgument;
template <class C, class R, class A, class B>
struct SecondArgument<R (C::*)(A, B) const> {
  using Type = B;
};

/// Maps the fields of a struct to columns, in the order of the SELECT list that it is read from, or of the
/// parameters that it is bound to. Declared beside the type:
///   template <> const db::Columns<FormRow>& db::columns();
template <class Row>
class Columns : public ColumnList {
 public:
  /// `place` is a pointer to member, or a function from Row& to a place in the row itself.
  template <class Place>
  Columns&& column(std::string_view name, Place place) && {
    using V = std::remove_cvref_t<std::invoke_result_t<Place, Row&>>;
    const auto* const begin = reinterpret_cast<const char*>(&any_row());
    const auto* const value = reinterpret_cast<const char*>(&std::invoke(place, any_row()));
    add(name, value - begin, sizeof(Row), column_value<V>);
    return std::move(*this);
  }

  /// A column that is only read: `take(row, value)` stores it.
  template <class Take>
  Columns&& read_by(std::string name, Take take) && {
    using V = typename SecondArgument<decltype(&Take::operator())>::Type;
    using Inner = typename IsOptional<V>::Inner;
    add_read({slot_of<V>(std::move(name))}, [take](void* row, const Cells& cells) {
      const Cell cell = cells[0];
      take(*static_cast<Row*>(row), cell.null ? V() : V(ColumnType<Inner>::read(cell.text)));
    });
    return std::move(*this);
  }
  /// Several columns that are only read, as text, each of which may be NULL: `take(row, cells)` gets their
  /// cells, starting at the first.
  template <class Take>
  Columns&& read_together(const std::vector<std::string>& names, Take take) && {
    std::vector<Slot> slots;
    for (const auto& name : names) slots.push_back(slot_of<std::optional<std::string>>(name));
    add_read(std::move(slots),
             [take](void* row, const Cells& cells) { take(*static_cast<Row*>(row), cells); });
    return std::move(*this);
  }
  /// A column that is only written: the value is `value(row)`.
  template <class Value>
  Columns&& written(std::string name, Value value) && {
    using V = std::remove_cvref_t<std::invoke_result_t<Value, const Row&>>;
    add_written(slot_of<V>(std::move(name)), [value](const void* row, Parameters& out) {
      bind_value(out, value(*static_cast<const Row*>(row)));
    });
    return std::move(*this);
  }

  void read(Row& row, const Cells& cells) const { read_into(&row, cells); }
  void write(const Row& row, Parameters& out) const { write_from(&row, out); }

 private:
  /// To find how far from a row's beginning it keeps a value.
  static Row& any_row() {
    static Row row;
    return row;
  }
};

template <class Row>
const Columns<Row>& columns();

template <class T>
concept Scalar = requires { ColumnType<typename IsOptional<T>::Inner>::oids; };

/// How many columns a value takes: one, or as many as its struct has.
template <class T>
std::vector<Slot> slots_of() {
  if constexpr (Scalar<T>)
    return {slot_of<T>("")};
  else
    return columns<T>().slots();
}
template <class... T>
std::vector<Slot> all_slots() {
  std::vector<Slot> all;
  [[maybe_unused]] const auto append = [&](std::vector<Slot> some) {
    all.insert(all.end(), some.begin(), some.end());
  };
  (append(slots_of<T>()), ...);
  return all;
}

/// The names of T's columns, separated by commas.
std::string column_list(const std::vector<Slot>& slots);
template <class T>
std::string column_list() {
  return column_list(columns<T>().slots());
}

/// `$first, $(first+1), … $last`.
std::string placeholders(std::size_t first, std::size_t last);

/// Inserts the columns of two structs into SQL: `{answered}` becomes the column names of the first,
/// `{written}` those of the second, and `{$5…}` as many placeholders as the second has, starting at $5. The
/// written values come last among the parameters, so that a new column does not renumber the others.
std::string with_columns(std::string_view sql, const std::vector<Slot>& answered,
                         const std::vector<Slot>& written);
template <class Answered, class Written>
std::string with_columns(std::string_view sql) {
  return with_columns(sql, columns<Answered>().slots(), columns<Written>().slots());
}

/// Which server may answer a read.
enum class Freshness {
  current,       ///< one that knows every commit: for reads on which a decision depends
  may_be_stale,  ///< also a replica that lags a moment behind: for reads that are only shown
};

/// A statement without its types, for the connection. It must outlive every connection: statements are
/// constants of a store.
class AnyStatement {
 public:
  AnyStatement(std::string_view its_name, std::string_view text, bool read_only, Freshness freshness);
  virtual ~AnyStatement();
  AnyStatement(const AnyStatement&) = delete;
  AnyStatement& operator=(const AnyStatement&) = delete;
  virtual std::vector<Slot> parameters() const = 0;
  virtual std::vector<Slot> result() const = 0;

  const std::string name;
  const std::string sql;
  const bool read_only;  ///< may be sent again after a lost connection
  const Freshness freshness;

  /// Every statement of the program.
  static std::vector<const AnyStatement*>& all();
};

template <bool ReadOnly, class Signature>
class Statement;

template <bool ReadOnly, class Row, class... P>
class Statement<ReadOnly, Row(P...)> : public AnyStatement {
 public:
  Statement(std::string_view its_name, std::string_view text)
      : AnyStatement(its_name, text, ReadOnly, Freshness::current) {}
  Statement(std::string_view its_name, std::string_view text, Freshness how_fresh)
    requires ReadOnly
      : AnyStatement(its_name, text, ReadOnly, how_fresh) {}

  std::vector<Slot> parameters() const override { return all_slots<P...>(); }

  std::vector<Slot> result() const override {
    if constexpr (std::is_void_v<Row>)
      return {};
    else
      return slots_of<Row>();
  }
  Parameters bind_all(const P&... values) const {
    Parameters parameters;
    (bind_one(parameters, values), ...);
    return parameters;
  }

 private:
  template <class T>
  static void bind_one(Parameters& parameters, const T& value) {
    if constexpr (Scalar<T>)
      bind_value(parameters, value);
    else
      columns<T>().write(value, parameters);
  }
};

/// A named SQL statement that only reads: `const db::Query<FormRow(std::int64_t)> by_id{"form_by_id", "SELECT
/// …"}`. Row is a struct with Columns, a single value, or void; the parameters are $1, $2, … in order. A
/// third argument, `Freshness::may_be_stale`, is for reads that are only shown.
template <class Signature>
using Query = Statement<true, Signature>;
/// A named SQL statement that writes.
template <class Signature>
using Change = Statement<false, Signature>;

}  // namespace kpa::db

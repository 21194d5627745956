#pragma once

#include <functional>
#include <optional>
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
class Columns {
 public:
  /// `place` is a pointer to member, or a function from Row& to a reference to the value.
  template <class Place>
  Columns&& column(std::string name, Place place) && {
    using V = std::remove_cvref_t<std::invoke_result_t<Place, Row&>>;
    using Inner = typename IsOptional<V>::Inner;
    readers_.push_back([place, name, at = slots_.size()](Row& row, const Cells& cells) {
      const Cell cell = cells[at];
      if (!cell.null)
        std::invoke(place, row) = ColumnType<Inner>::read(cell.text);
      else if constexpr (IsOptional<V>::value)
        std::invoke(place, row) = std::nullopt;
      else
        throw std::runtime_error("column " + name + " is null");
    });
    slots_.push_back(slot_of<V>(std::move(name)));
    // `place` takes a non-const Row because it serves reading too; here it changes nothing.
    writers_.push_back([place](const Row& row, Parameters& out) {
      bind_value(out, std::invoke(place, const_cast<Row&>(row)));
    });
    return std::move(*this);
  }

  /// A column that is only read: `take(row, value)` stores it.
  template <class Take>
  Columns&& read_by(std::string name, Take take) && {
    using V = typename SecondArgument<decltype(&Take::operator())>::Type;
    using Inner = typename IsOptional<V>::Inner;
    readers_.push_back([take, at = slots_.size()](Row& row, const Cells& cells) {
      const Cell cell = cells[at];
      take(row, cell.null ? V() : V(ColumnType<Inner>::read(cell.text)));
    });
    slots_.push_back(slot_of<V>(std::move(name)));
    return std::move(*this);
  }
  /// Several columns that are only read, as text, each of which may be NULL: `take(row, cells)` gets their
  /// cells, starting at the first.
  template <class Take>
  Columns&& read_together(const std::vector<std::string>& names, Take take) && {
    readers_.push_back(
        [take, at = slots_.size()](Row& row, const Cells& cells) { take(row, cells.from(at)); });
    for (const auto& name : names) slots_.push_back(slot_of<std::optional<std::string>>(name));
    return std::move(*this);
  }
  /// A column that is only written: the value is `value(row)`.
  template <class Value>
  Columns&& written(std::string name, Value value) && {
    slots_.push_back(slot_of<std::remove_cvref_t<std::invoke_result_t<Value, const Row&>>>(std::move(name)));
    writers_.push_back([value](const Row& row, Parameters& out) { bind_value(out, value(row)); });
    return std::move(*this);
  }

  const std::vector<Slot>& slots() const { return slots_; }
  void read(Row& row, const Cells& cells) const {
    for (const auto& reader : readers_) reader(row, cells);
  }
  void write(const Row& row, Parameters& out) const {
    for (const auto& writer : writers_) writer(row, out);
  }

 private:
  std::vector<Slot> slots_;
  std::vector<std::function<void(Row&, const Cells&)>> readers_;
  std::vector<std::function<void(const Row&, Parameters&)>> writers_;
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
  AnyStatement(std::string name, std::string sql, bool read_only, Freshness freshness);
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
  Statement(std::string its_name, std::string text)
      : AnyStatement(std::move(its_name), std::move(text), ReadOnly, Freshness::current) {}
  Statement(std::string its_name, std::string text, Freshness how_fresh)
    requires ReadOnly
      : AnyStatement(std::move(its_name), std::move(text), ReadOnly, how_fresh) {}

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

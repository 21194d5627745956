#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/i18n/language.hpp"
#include "core/workbook/workbook.hpp"

namespace kpa::built_forms::xlsform {

/// A column's title: `label::Hindi (hi)` is `label` in Hindi.
struct Title {
  std::string name;                             ///< lower case, with `_` for spaces
  std::string written_language = {};            ///< empty: in no language in particular
  std::optional<i18n::Language> language = {};  ///< of `written_language`, if it is one of the service
};
Title title_of(std::string_view written);
/// The language that is meant by `Hindi (hi)`, `hi` or `Hindi`.
std::optional<i18n::Language> language_named(std::string_view written);
/// `Hindi (hi)`
std::string name_for_forms(i18n::Language language);

/// A sheet whose first row has titles.
class Table {
 public:
  explicit Table(const workbook::Sheet& sheet);

  struct Column {
    Title title;
    std::size_t number = 0;  ///< in the sheet, from 1
  };
  /// A row below the titles.
  class Row {
   public:
    Row(const Table& table, const workbook::Row& row) : table_(table), row_(row) {}
    /// The text in this column, without white space at its ends; empty: there is none.
    std::string cell(std::string_view column, std::optional<i18n::Language> language = {}) const;
    /// Where that is; the row alone when there is no such column.
    workbook::Place place(std::string_view column = {}, std::optional<i18n::Language> language = {}) const;
    std::string cell_at(std::size_t column) const;
    std::size_t number() const { return row_.number; }

   private:
    const Table& table_;
    const workbook::Row& row_;
  };

  const std::string& name() const { return sheet_.name; }
  const std::vector<Column>& columns() const { return columns_; }
  std::vector<Row> rows() const;
  /// Null when there is none.
  const Column* find(std::string_view name, std::optional<i18n::Language> language = {}) const;

 private:
  const workbook::Sheet& sheet_;
  std::vector<Column> columns_;
};

/// A cell as the text that a person sees.
std::string text_of(const workbook::Value& value);

}  // namespace kpa::built_forms::xlsform

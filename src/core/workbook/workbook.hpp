#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <boost/system/result.hpp>

#include "core/i18n/message.hpp"
#include "core/workbook/value.hpp"

// Spreadsheets in Office Open XML (ECMA-376, .xlsx): a ZIP container of XML parts.

namespace kpa::workbook {

constexpr std::size_t most_rows = 1'048'576;  ///< of a sheet (ECMA-376; the limits of spreadsheet programs)
constexpr std::size_t most_columns = 16'384;

struct Cell {
  std::size_t column = 0;  ///< from 1
  Value value;
};

/// A row with something in it.
struct Row {
  std::size_t number = 0;   ///< as a spreadsheet shows it, from 1
  std::vector<Cell> cells;  ///< the filled ones, from left to right
};

struct Sheet {
  std::string name;
  std::vector<Row> rows;  ///< from top to bottom
};

/// What a foreign file may cost. A file beyond any of them is refused.
struct Limits {
  std::size_t parts = 1'000;         ///< files in the container
  std::uint64_t bytes = 64U << 20U;  ///< of all parts that are read, unpacked
  std::uint64_t ratio = 200;         ///< of what is read, unpacked, to the file; from 1 MiB on
  std::size_t sheets = 100;
  std::size_t cells = 500'000;          ///< filled cells of all sheets
  std::size_t text_bytes = 32U << 20U;  ///< of all cells; a shared text counts each time
};

/// Where a cell is, as far as known.
struct Place {
  std::string sheet = {};
  std::size_t row = 0;     ///< from 1; 0: no row in particular
  std::size_t column = 0;  ///< from 1

  /// As formulas write it: `survey!C12`; `survey!12` for a row, `survey!C` for a column, `survey` for a
  /// sheet.
  std::string text() const;
};

/// `A`, `Z`, `AA` for 1, 26, 27.
std::string column_letters(std::size_t column);

/// Why a file cannot be read.
struct Fault {
  std::string code;  ///< stable, snake_case
  i18n::Message message;
  Place place = {};
};

/// Reads all sheets, in the order of their tabs. Formulas count with the results that were stored. Refuses
/// what is no workbook, is damaged, goes beyond the limits, or has a document type definition (entities).
boost::system::result<std::vector<Sheet>, Fault> read(std::string_view file, const Limits& limits = {});

/// A sheet that will be written.
struct NewSheet {
  std::string name;                  ///< made fit: at most 31 characters, without []:*?/\, and unique
  std::vector<std::string> columns;  ///< titles, in a bold first row that stays in sight
};

/// Writes a workbook piece by piece, in memory that does not depend on the number of rows. Rows of the first
/// sheet go into the output at once; those of others wait, compressed, in temporary files that have no name.
/// Where a sheet is full, another continues it. Throws std::system_error (a disk is full, say).
class Writer {
 public:
  /// `rows_of_a_sheet`: how many it holds, with the titles.
  explicit Writer(std::vector<NewSheet> sheets, std::size_t rows_of_a_sheet = most_rows);
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;
  ~Writer();

  /// Adds a row to the sheet with this index. Texts beyond 32,767 characters, which no spreadsheet can hold,
  /// are cut, with an ellipsis.
  void add(std::size_t sheet, std::span<const Value> row);
  /// After the last row: call it until it returns false. Each call makes at most some MiB.
  bool finish();
  /// What has been made since the last call.
  std::string take();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace kpa::workbook

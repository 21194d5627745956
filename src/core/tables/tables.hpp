#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "core/enum_names.hpp"
#include "core/time.hpp"
#include "core/workbook/value.hpp"

// Files of records for people and programs: rows of typed cells in, bytes out, in memory that does not depend
// on the number of rows. A file that is whole says so at its end.

namespace kpa::tables {

enum class Format { csv, xlsx, jsonl };

/// As a Content-Type field has it.
std::string_view media_type(Format format);

using Number = workbook::Number;        ///< in digits, as JSON has them; exact
using TimeOfDay = workbook::TimeOfDay;  ///< in whole seconds
using Texts = std::vector<std::string>;

/// Instants are written in UTC (RFC 3339), but in workbooks, which know no zones, in the service's time zone.
using Cell = std::variant<std::monostate, std::string, Number, bool, Date, Instant, TimeOfDay, Texts>;
using Cells = std::vector<Cell>;

Cell number(std::int64_t value);
template <class T>
Cell cell(const std::optional<T>& value) {
  return value ? Cell(*value) : Cell();
}

/// A table of what a record has any number of. In workbooks and CSV each of its rows begins with the record's
/// first cell.
struct Part {
  std::string name;
  std::vector<std::string> columns;
};

struct Layout {
  std::string name;  ///< of the table of records
  std::vector<std::string> columns;
  std::vector<Part> parts;
};

struct Record {
  Cells cells;
  std::vector<std::vector<Cells>> parts;  ///< rows of each part
};

/// What a workbook says on its last sheet, and JSON Lines in the last line.
struct About {
  Instant as_of{};
  std::vector<std::pair<std::string, std::string>> more;  ///< names and values
};

/// A file that is made row by row.
class File {
 public:
  virtual ~File() = default;
  virtual void add(const Record& record) = 0;
  /// After the last record: call it until it returns false. Each call makes at most some MiB.
  virtual bool finish() = 0;
  /// What has been made since the last call.
  virtual std::string take() = 0;
};

/// How a file in this format looks:
///   csv    RFC 4180 in UTF-8, with a byte order mark, titles, and an end: see csv::write_end(). It has one
///          table: that of the records, or the part with index `part`
///   xlsx   a sheet for the records and one for each part; then "Export", with numbers of rows
///   jsonl  an object a line, with a list for each part; the last one is {"end": true, "rows": …}
/// Throws std::system_error when a workbook's temporary files cannot be written.
std::unique_ptr<File> make_file(Format format, Layout layout, About about,
                                std::optional<std::size_t> part = {});

}  // namespace kpa::tables

template <>
struct kpa::EnumNames<kpa::tables::Format> {
  using F = tables::Format;
  static constexpr std::array<std::pair<F, std::string_view>, 3> table = {
      {{F::csv, "csv"}, {F::xlsx, "xlsx"}, {F::jsonl, "jsonl"}}};
};

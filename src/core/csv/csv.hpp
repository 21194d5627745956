#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Comma-separated values (RFC 4180) for people who use spreadsheets: nothing that is written can run as a
// formula there, whatever separator the spreadsheet uses, and everything reads back unchanged.

namespace kpa::csv {

/// Tells spreadsheets that the file is UTF-8.
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

struct Record {
  std::size_t row = 0;  ///< as a spreadsheet numbers it: from 1, including empty lines
  std::vector<std::string> cells;
};

/// Why a text is not valid CSV. Nothing after the fault can be read.
enum class Fault {
  unclosed_quote,    ///< a cell begins with a quotation mark that is never closed
  text_after_quote,  ///< `"a"b`
  stray_quote,       ///< `a"b`
};

/// Reads a text record by record. Lines end in CRLF, LF or CR; a byte order mark and empty lines are skipped.
/// The separator is named by the first line (`sep=;`, as spreadsheets know it); else it is the most frequent
/// of comma, semicolon, tab and vertical bar in the first record, outside quotation marks (spreadsheets write
/// semicolons where the decimal sign is a comma); else the comma.
class Reader {
 public:
  /// `text` must outlive the reader. Its encoding is not checked.
  explicit Reader(std::string_view text);

  /// False at the end, or at a fault.
  bool next(Record& record);
  /// Continues with `text`; the previous text must have ended with a complete record.
  void go_on(std::string_view text) { left_ = text; }
  /// The text that next() has not read yet.
  std::string_view left() const { return left_; }
  std::optional<Fault> fault() const { return fault_; }
  /// The row that next() read last, or of the fault.
  std::size_t row() const { return row_; }

  char separator() const { return separator_; }

 private:
  void find_separator();
  bool cell(std::string& into);
  bool quoted_cell(std::string& into);
  bool plain_cell(std::string& into);
  bool at_line_end() const;
  void pass_line_end();

  std::string_view left_;
  char separator_ = ',';
  std::size_t row_ = 0;
  std::optional<Fault> fault_;
};

/// Reads a text that comes in parts, keeping only the incomplete record at the end. A record is cut at 256
/// KiB, so that an unclosed quotation mark does not fill the memory.
class PartReader {
 public:
  void add(std::string_view part);
  /// Call after the last part.
  void end();

  /// False when no further record is complete, at the end, or at a fault.
  bool next(Record& record);
  std::optional<Fault> fault() const { return reader_ ? reader_->fault() : std::nullopt; }
  /// As Reader::row().
  std::size_t row() const { return reader_ ? reader_->row() : 0; }

 private:
  void find_ends();

  std::string text_;           // not yet read by the reader
  std::size_t looked_at_ = 0;  // how much of `text_` was searched for record ends
  std::size_t complete_ = 0;   // how much of `text_` is complete records
  bool quoted_ = false;
  bool has_cell_ = false;  // something other than separators was seen,
  bool begins_ = false;    // also within complete records: so the reader can find the separator
  std::optional<Reader> reader_;
};

/// Appends a record and CRLF; each cell is guarded, and quoted if needed.
void write_record(const std::vector<std::string_view>& cells, std::string& out);

/// Appends a last record that tells how many came between it and the titles, so that a file without it is
/// known to be cut: `# end: 12 rows`, and empty cells up to the number of columns. RFC 4180 has no comments.
void write_end(std::int64_t rows, std::size_t columns, std::string& out);
/// The number of rows that such a record tells; nothing for any other.
std::optional<std::int64_t> rows_said(const std::vector<std::string>& cells);

/// Makes a cell safe for spreadsheets: an apostrophe is put before what could be a formula (OWASP: CSV
/// Injection; CWE-1236), also in the middle of a cell, where a spreadsheet with another separator would begin
/// a new cell: `x;=1` becomes `x;'=1`. Signed numbers stay as they are: they are harmless, and phone numbers
/// look like that.
std::string guarded(std::string_view cell);
/// Undoes guarded(). Reader returns cells after this.
std::string unguarded(std::string_view cell);

}  // namespace kpa::csv

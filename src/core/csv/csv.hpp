#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Comma-separated values as RFC 4180 has them, of people who open them in a spreadsheet: what is written does
// nothing there but show itself, whatever separator that goes by, and reads back as what it was.

namespace kpa::csv {

/// Tells spreadsheets that the text after it is UTF-8.
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

struct Record {
  std::size_t row = 0;  ///< as a spreadsheet numbers it: from 1, empty lines counted
  std::vector<std::string> cells;
};

/// Where a text is no CSV. What comes after it cannot be read.
enum class Fault {
  unclosed_quote,    ///< a cell that begins with a quotation mark never ends
  text_after_quote,  ///< `"a"b`
  stray_quote,       ///< `a"b`
};

/// Reads a text record by record. Lines end in CRLF, LF or CR; a byte order mark is passed over, and so are
/// empty lines. The separator is what the first line says (`sep=;`, which spreadsheets obey), or that of
/// comma, semicolon, tab and vertical bar which stands most often in the first record, outside of quotation
/// marks: where decimals have a comma, spreadsheets write semicolons. It is the comma where none does.
class Reader {
 public:
  /// `text` outlives it. Its encoding is not looked at.
  explicit Reader(std::string_view text);

  /// False at the end, or at a fault.
  bool next(Record& record);
  /// Goes on with `text`, where another ended with a record.
  void go_on(std::string_view text) { left_ = text; }
  /// What next() has not read yet.
  std::string_view left() const { return left_; }
  std::optional<Fault> fault() const { return fault_; }
  /// The row that next() read last, or in which the fault is.
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

/// Reads a text that comes in parts, of which it keeps what does not end with a record yet. A record of more
/// than 256 KiB ends there, so that a cell that is never closed is not all that is kept.
class PartReader {
 public:
  void add(std::string_view part);
  /// There are no more parts.
  void end();

  /// False when no other record is complete, at the end, or at a fault.
  bool next(Record& record);
  std::optional<Fault> fault() const { return reader_ ? reader_->fault() : std::nullopt; }
  /// As Reader::row().
  std::size_t row() const { return reader_ ? reader_->row() : 0; }

 private:
  void find_ends();

  std::string text_;           // what the reader has not read
  std::size_t looked_at_ = 0;  // of it
  std::size_t complete_ = 0;   // of it: ends with a record
  bool quoted_ = false;
  bool has_cell_ = false;  // there is more than separators,
  bool begins_ = false;    // also in what is complete: so the reader can tell which one it is
  std::optional<Reader> reader_;
};

/// Appends a record and its CRLF, each cell guarded, and quoted where it needs to be.
void write_record(const std::vector<std::string_view>& cells, std::string& out);

/// A cell that a spreadsheet takes for text: what could be a formula gets an apostrophe in front (OWASP: CSV
/// Injection; CWE-1236). So does what could be one in the middle of the cell, where another separator, a tab
/// or the end of a line begins a new cell for whoever goes by it: `x;=1` becomes `x;'=1`. A number with its
/// sign is left alone: it can only be itself, and phone numbers are such.
std::string guarded(std::string_view cell);
/// What guarded() made it of. Reader gives cells as this does.
std::string unguarded(std::string_view cell);

}  // namespace kpa::csv

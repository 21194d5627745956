#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/csv/csv.hpp"
#include "core/problem.hpp"
#include "features/people/file_columns.hpp"

/// Reads files of people, and checks what can be checked without the database.
namespace kpa::people {

constexpr std::size_t most_rows = 100'000;
/// Limit for a whole file; a person takes some hundred bytes.
constexpr std::size_t most_file_bytes = 32U << 20U;
/// How many problems of a file are reported; further ones are only counted.
constexpr std::size_t most_told = 1'000;

struct RowProblem {
  std::int64_t row = 0;  ///< as a spreadsheet numbers it; 0: the whole file
  FieldProblem found;    ///< its path is the column's name
};

/// The problems of a file. All are counted; the first `most_told` are kept.
class RowProblems {
 public:
  void add(std::int64_t row, FieldProblem found);
  /// Adds to the count only.
  void add_uncounted(std::int64_t count) { count_ += count; }
  bool empty() const { return count_ == 0; }
  std::int64_t count() const { return count_; }
  const std::vector<RowProblem>& kept() const { return kept_; }

 private:
  std::vector<RowProblem> kept_;
  std::int64_t count_ = 0;
};

struct ImportRow {
  std::int64_t row = 0;
  FilePerson person;                         ///< tidied; the phone number in E.164, or empty when invalid
  std::optional<std::string> manager_phone;  ///< `manager` in E.164, if it can be a phone number
};

/// Returns the E.164 form of a phone number, or nothing.
using CanonicalPhone = std::function<std::optional<std::string>(std::string_view text)>;

/// Reads a file of people while it arrives. Keeps only the rows not taken yet and the problems, not the file.
class FileReader {
 public:
  explicit FileReader(CanonicalPhone canonical_phone);
  FileReader(const FileReader&) = delete;
  FileReader& operator=(const FileReader&) = delete;
  ~FileReader();

  /// Adds a part, preferably some KiB. Takes some tens of microseconds per row: do not call it on an I/O
  /// thread.
  void add(std::string_view part);
  /// Call after the last part.
  void end();

  /// The problem when the file is not UTF-8 text; says what it is, and what to do.
  const std::optional<FieldProblem>& not_a_text() const { return not_a_text_; }
  /// The rows since the last call, including those with problems.
  std::vector<ImportRow> take_rows() { return std::exchange(rows_, {}); }
  /// Number of rows so far.
  std::int64_t row_count() const { return row_count_; }
  const RowProblems& problems() const { return problems_; }

 private:
  class Rows;

  void check_text(std::string_view part);
  void read();
  bool next_filled(csv::Record& record);

  const CanonicalPhone canonical_phone_;
  csv::PartReader reader_;
  std::unique_ptr<Rows> reading_;  // set when the header has been read
  std::string cut_;                // the beginning of an incomplete character
  bool begun_ = false;
  bool full_ = false;
  std::optional<FieldProblem> not_a_text_;
  std::vector<ImportRow> rows_;
  std::int64_t row_count_ = 0;
  RowProblems problems_;
};

/// All indexes of `manager_of`, each after that of its manager. People in a circle of managers, and everybody
/// below them, are left out; those in a circle are added to the problems.
std::vector<std::size_t> managers_first(const std::vector<std::optional<std::size_t>>& manager_of,
                                        std::vector<std::size_t>& in_circles);

}  // namespace kpa::people

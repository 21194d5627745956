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

/// What a file of people says, as far as it can be judged without the database.
namespace kpa::people {

constexpr std::size_t most_rows = 100'000;
/// Of a whole file: some hundred bytes a person.
constexpr std::size_t most_file_bytes = 32U << 20U;
/// Of what is wrong with a file so many are told, the first; of the others how many there are.
constexpr std::size_t most_told = 1'000;

struct RowProblem {
  std::int64_t row = 0;  ///< as a spreadsheet numbers it; 0 for the file as a whole
  FieldProblem found;    ///< its path is the column
};

/// What is wrong with a file. All of it is counted; the first `most_told` are kept, as they were added.
class RowProblems {
 public:
  void add(std::int64_t row, FieldProblem found);
  /// More that nobody knows one by one.
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
  FilePerson person;                         ///< tidy, the phone number in E.164 or empty where it is none
  std::optional<std::string> manager_phone;  ///< `manager` in E.164, where it can be a phone number
};

/// Gives the E.164 form of a phone number, or nothing.
using CanonicalPhone = std::function<std::optional<std::string>(std::string_view text)>;

/// Reads a file of people while it comes. It keeps what was read since rows were last taken, and problems,
/// not the file.
class FileReader {
 public:
  explicit FileReader(CanonicalPhone canonical_phone);
  FileReader(const FileReader&) = delete;
  FileReader& operator=(const FileReader&) = delete;
  ~FileReader();

  /// Some KiB at least of what has come. Takes some tens of microseconds a row: not for an I/O thread.
  void add(std::string_view part);
  /// There is no more of it.
  void end();

  /// What it is instead of a text in UTF-8, and what to do; nothing while it may be one.
  const std::optional<FieldProblem>& not_a_text() const { return not_a_text_; }
  /// The rows since the last call, also those with problems.
  std::vector<ImportRow> take_rows() { return std::exchange(rows_, {}); }
  /// Of all rows.
  std::int64_t row_count() const { return row_count_; }
  const RowProblems& problems() const { return problems_; }

 private:
  class Rows;

  void check_text(std::string_view part);
  void read();
  bool next_filled(csv::Record& record);

  const CanonicalPhone canonical_phone_;
  csv::PartReader reader_;
  std::unique_ptr<Rows> reading_;  // once its header is read
  std::string cut_;                // the beginning of a character
  bool begun_ = false;
  bool full_ = false;
  std::optional<FieldProblem> not_a_text_;
  std::vector<ImportRow> rows_;
  std::int64_t row_count_ = 0;
  RowProblems problems_;
};

/// Every index of `manager_of`, after that of its manager; those whose way up ends in a circle are left out,
/// and the ones in circles noted.
std::vector<std::size_t> managers_first(const std::vector<std::optional<std::size_t>>& manager_of,
                                        std::vector<std::size_t>& in_circles);

}  // namespace kpa::people

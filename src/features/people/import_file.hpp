#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/problem.hpp"
#include "features/people/file_columns.hpp"

/// What a file of people says, as far as it can be judged without the database.
namespace kpa::people {

constexpr std::size_t most_rows = 10'000;
/// Of a whole file: some hundred bytes a person.
constexpr std::size_t most_file_bytes = 4U << 20U;

struct RowProblem {
  std::int64_t row = 0;  ///< as a spreadsheet numbers it; 0 for the file as a whole
  FieldProblem found;    ///< its path is the column
};

/// What is wrong with a file. All of it is counted; of very much, the first is kept.
class RowProblems {
 public:
  void add(std::int64_t row, FieldProblem found);
  bool empty() const { return count_ == 0; }
  std::int64_t count() const { return count_; }
  /// The first `most` of those that were kept, by row.
  std::vector<RowProblem> first(std::size_t most) const;

 private:
  std::vector<RowProblem> kept_;
  std::int64_t count_ = 0;
};

struct ImportRow {
  std::int64_t row = 0;
  FilePerson person;                         ///< tidy, the phone number in E.164 or empty where it is none
  std::optional<std::string> manager_phone;  ///< `manager` in E.164, where it can be a phone number
};

struct ImportFile {
  std::vector<ImportRow> rows;  ///< also those with problems
  RowProblems problems;
};

/// What `content` is instead of a text in UTF-8, and what to do; nothing when it is one.
std::optional<FieldProblem> not_a_text_file(std::string_view content);

/// `canonical_phone` gives the E.164 form of a phone number, or nothing. Takes some tens of microseconds a
/// row: not for an I/O thread.
using CanonicalPhone = std::function<std::optional<std::string>(std::string_view text)>;
ImportFile read_file(std::string_view content, const CanonicalPhone& canonical_phone);

/// Every index of `manager_of`, after that of its manager; those whose way up ends in a circle are left out,
/// and the ones in circles noted.
std::vector<std::size_t> managers_first(const std::vector<std::optional<std::size_t>>& manager_of,
                                        std::vector<std::size_t>& in_circles);

}  // namespace kpa::people

#include "features/people/import_file.hpp"

#include <algorithm>
#include <utility>

#include "core/csv/csv.hpp"
#include "core/i18n/text.hpp"
#include "core/text.hpp"
#include "features/people/field_problem.hpp"

namespace kpa::people {
namespace {

using i18n::text;

FieldProblem fault_problem(csv::Fault fault) {
  switch (fault) {
    case csv::Fault::unclosed_quote:
      return problem("", "unclosed_quote",
                     text("A cell that begins with a quotation mark does not end with one"));
    case csv::Fault::text_after_quote:
      return problem("", "text_after_quote",
                     text("There is text between a closing quotation mark and the next cell"));
    case csv::Fault::stray_quote: break;
  }
  return problem(
      "", "stray_quote",
      text("A cell with a quotation mark in it stands between quotation marks, and has its own doubled"));
}

/// The column's name in messages: its heading, or its position (`#3`) when the cell can hardly be a heading.
/// In a file without a header row it would be a person's data, and messages are stored.
std::string shown_name(const std::string& name, std::size_t place) {
  constexpr std::size_t longest = 30;
  const auto is_usual = [](char c) { return is_letter(c) || c == '_'; };
  if (!name.empty() && name.size() <= longest && std::ranges::all_of(name, is_usual)) return name;
  return '#' + std::to_string(place);
}

bool is_blank(const std::string& cell) { return trimmed(cell).empty(); }

/// A column in a file.
struct Heading {
  const FileColumn* column = nullptr;  ///< null: ignored
  bool named = true;                   ///< false: only empty cells are expected in it
};

/// The columns of the header row, in order.
std::vector<Heading> headings_of(const csv::Record& header, RowProblems& problems) {
  const auto row = static_cast<std::int64_t>(header.row);
  std::vector<Heading> headings;
  for (const std::string& cell : header.cells) {
    const std::string name(trimmed(cell));
    const FileColumn* column = find_column(name);
    if (column == nullptr && !name.empty()) {
      problems.add(row, problem(shown_name(name, headings.size() + 1), "unknown_column",
                                text("There is no column of this name here")));
    } else if (column != nullptr && std::ranges::find(headings, column, &Heading::column) != headings.end()) {
      problems.add(row, problem(column->name, "repeated", text("This column is there more than once")));
      column = nullptr;
    }
    headings.push_back({.column = column, .named = !name.empty()});
  }
  for (const FileColumn& column : file_columns())
    if (column.required && std::ranges::find(headings, &column, &Heading::column) == headings.end())
      problems.add(row, problem(column.name, "required", text("This column is missing")));
  return headings;
}

/// A number that a spreadsheet has changed: `9.19877E+11` for a long one, or `4711.0`.
bool is_computed(std::string_view cell) {
  const std::size_t exponent = std::min(cell.find("E+"), cell.find("e+"));
  if (exponent != cell.npos) return cell.find_first_not_of("0123456789.,eE+") == cell.npos;
  const std::size_t point = cell.find('.');
  return point != 0 && point + 1 < cell.size() && cell.find_first_not_of("0123456789") == point &&
         cell.find_first_not_of('0', point + 1) == cell.npos;
}

FieldProblem computed(std::string column) {
  return problem(
      std::move(column), "shortened_number",
      text("A spreadsheet changed this number: give the column the format Text, and enter it again"));
}

}  // namespace

/// Reads rows by the columns of the header.
class FileReader::Rows {
 public:
  Rows(std::vector<Heading> headings, const CanonicalPhone& canonical_phone, RowProblems& problems)
      : headings_(std::move(headings)), canonical_phone_(canonical_phone), problems_(problems) {}

  ImportRow read(const csv::Record& record) {
    ImportRow row{.row = static_cast<std::int64_t>(record.row), .person = {}, .manager_phone = {}};
    for (std::size_t at = headings_.size(); at < record.cells.size(); ++at)
      if (!is_blank(record.cells[at])) {
        problems_.add(row.row, problem("", "too_many_cells", text("This row has more cells than the first")));
        break;
      }
    schema::Issues issues;
    for (std::size_t at = 0; at < headings_.size(); ++at) {
      const FileColumn* column = headings_[at].column;
      if (!headings_[at].named && at < record.cells.size() && !is_blank(record.cells[at]))
        problems_.add(row.row, problem(shown_name("", at + 1), "unnamed_column",
                                       text("There is something in a column that has no name")));
      if (column == nullptr) continue;
      const schema::Path root;
      const schema::Path path(root, column->name);
      const std::string_view cell = at < record.cells.size() ? trimmed(record.cells[at]) : std::string_view();
      if (!cell.empty())
        column->read(cell, row.person, path, issues);
      else if (column->required)
        issues.add(path, "required");
    }
    for (auto& issue : issues.take()) problems_.add(row.row, std::move(issue));
    static_cast<identity::Details&>(row.person) = tidy(static_cast<const identity::Details&>(row.person));
    judge(row);
    return row;
  }

 private:
  void judge(ImportRow& row) {
    FilePerson& person = row.person;
    if (!person.phone_number.empty()) {
      const auto canonical = canonical_phone_(person.phone_number);
      if (!canonical) problems_.add(row.row, no_phone_number(person.phone_number));
      person.phone_number = canonical.value_or("");
    }
    if (person.manager) row.manager_phone = canonical_phone_(*person.manager);
    const auto refuse_computed = [&](const char* column, const std::optional<std::string>& cell) {
      if (cell && is_computed(*cell)) problems_.add(row.row, computed(column));
    };
    refuse_computed("employee_id", person.employee_id);
    refuse_computed("postal_code", person.postal_code);
    if (!row.manager_phone) refuse_computed("manager", person.manager);
    if (person.is_superuser && !person.is_staff)
      problems_.add(row.row, problem("is_staff", "superusers_are_staff", text("A superuser is also staff")));
  }

  static FieldProblem no_phone_number(std::string_view number) {
    return is_computed(number) ? computed("phone_number") : identity::not_a_phone_number();
  }

  std::vector<Heading> headings_;
  const CanonicalPhone& canonical_phone_;
  RowProblems& problems_;
};

void RowProblems::add(std::int64_t row, FieldProblem found) {
  ++count_;
  if (kept_.size() < most_told) kept_.push_back({row, std::move(found)});
}

namespace {

/// What kind of file begins like this, if it is not text.
std::optional<FieldProblem> other_format(std::string_view content) {
  const auto begins_with = [&](std::string_view mark) { return content.starts_with(mark); };
  if (begins_with("PK\x03\x04") || begins_with("\xD0\xCF\x11\xE0"))
    return problem("", "workbook",
                   text("The file is a workbook: save it in the spreadsheet as CSV UTF-8 (comma delimited)"));
  const bool of_two_bytes = begins_with("\xFF\xFE") || begins_with("\xFE\xFF");
  if (of_two_bytes || content.substr(0, 2).find('\0') != content.npos)
    return problem(
        "", "utf_16",
        text("The file is UTF-16, which spreadsheets call Unicode text: save it as CSV UTF-8 (comma "
             "delimited)"));
  return std::nullopt;
}

/// How many bytes at the end are the beginning of an incomplete UTF-8 character.
std::size_t begun_character(std::string_view text) {
  for (std::size_t length = 1; length <= std::min<std::size_t>(3, text.size()); ++length) {
    const auto byte = static_cast<unsigned char>(text[text.size() - length]);
    if ((byte & 0xC0U) == 0x80U) continue;  // a continuation byte
    const std::size_t whole = byte >= 0xF0U ? 4 : byte >= 0xE0U ? 3 : byte >= 0xC0U ? 2 : 1;
    return whole > length ? length : 0;
  }
  return 0;
}

}  // namespace

FileReader::FileReader(CanonicalPhone canonical_phone) : canonical_phone_(std::move(canonical_phone)) {}
FileReader::~FileReader() = default;

void FileReader::add(std::string_view part) {
  check_text(part);
  if (not_a_text_ || full_) return;
  reader_.add(part);
  read();
}

void FileReader::end() {
  if (!cut_.empty()) check_text("\xFF");
  if (not_a_text_) return;
  if (!full_) {
    reader_.end();
    read();
  }
  if (!full_ && !reader_.fault() && row_count_ == 0)
    problems_.add(0, problem("", "no_rows",
                             text("The first row names the columns, and each one after it is a person")));
}

void FileReader::check_text(std::string_view part) {
  if (not_a_text_) return;
  if (!std::exchange(begun_, true)) not_a_text_ = other_format(part);
  if (not_a_text_) return;
  cut_.append(part);
  const std::size_t begun = begun_character(cut_);
  const std::string_view whole = std::string_view(cut_).substr(0, cut_.size() - begun);
  if (!is_utf8(whole) || whole.find('\0') != whole.npos) {
    not_a_text_ =
        problem("", "not_utf8", text("The file is not UTF-8: save it as CSV UTF-8 (comma delimited)"));
    problems_ = {};  // earlier parts were misread too
  }
  cut_.erase(0, whole.size());
}

/// The next record that is not blank: spreadsheets leave `,,,` in rows that were cleared. The end of an export
/// is skipped, since people edit one, and may add rows behind it.
bool FileReader::next_filled(csv::Record& record) {
  while (reader_.next(record))
    if (!std::ranges::all_of(record.cells, is_blank) && !csv::rows_said(record.cells)) return true;
  return false;
}

void FileReader::read() {
  csv::Record record;
  while (!full_ && next_filled(record)) {
    if (reading_ == nullptr) {
      reading_ = std::make_unique<Rows>(headings_of(record, problems_), canonical_phone_, problems_);
    } else if (static_cast<std::size_t>(row_count_) == most_rows) {
      problems_.add(static_cast<std::int64_t>(record.row),
                    problem("", "too_many_rows", text("At most {max} people are imported at once"),
                            {{"max", std::to_string(most_rows)}}));
      full_ = true;
    } else {
      rows_.push_back(reading_->read(record));
      ++row_count_;
    }
  }
  if (full_ || !reader_.fault()) return;
  problems_.add(static_cast<std::int64_t>(reader_.row()), fault_problem(*reader_.fault()));
  full_ = true;
}

std::vector<std::size_t> managers_first(const std::vector<std::optional<std::size_t>>& manager_of,
                                        std::vector<std::size_t>& in_circles) {
  enum class Mark { unknown, on_the_way, placed, below_a_circle };
  std::vector<Mark> marks(manager_of.size(), Mark::unknown);
  std::vector<std::size_t> order;
  for (std::size_t start = 0; start < manager_of.size(); ++start) {
    std::vector<std::size_t> way;  // path upwards, from report to manager
    std::optional<std::size_t> at = start;
    while (at && marks[*at] == Mark::unknown) {
      marks[*at] = Mark::on_the_way;
      way.push_back(*at);
      at = manager_of[*at];
    }
    const bool good = !at || marks[*at] == Mark::placed;
    if (at && marks[*at] == Mark::on_the_way)
      in_circles.insert(in_circles.end(), std::ranges::find(way, *at), way.end());
    for (const std::size_t one : way) marks[one] = good ? Mark::placed : Mark::below_a_circle;
    if (good) order.insert(order.end(), way.rbegin(), way.rend());
  }
  return order;
}

}  // namespace kpa::people

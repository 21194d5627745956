#include "features/people/import_file.hpp"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "core/csv/csv.hpp"
#include "core/i18n/text.hpp"
#include "core/text.hpp"
#include "features/people/field_problem.hpp"

namespace kpa::people {
namespace {

using i18n::text;

/// A file of which every cell is wrong is not to fill the memory.
constexpr std::size_t most_kept = 10'000;

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

/// What a column is called where it is told of: by its name, or by its place (`#3`) where the cell hardly is
/// one. In a file without a header it is a person's, and what is wrong with a file is kept.
std::string shown_name(const std::string& name, std::size_t place) {
  constexpr std::size_t longest = 30;
  const auto is_usual = [](char c) { return is_letter(c) || c == '_'; };
  if (!name.empty() && name.size() <= longest && std::ranges::all_of(name, is_usual)) return name;
  return '#' + std::to_string(place);
}

bool is_blank(const std::string& cell) { return trimmed(cell).empty(); }

/// The next record with anything in it. Spreadsheets leave `,,,` where something was.
bool next_filled(csv::Reader& reader, csv::Record& record) {
  while (reader.next(record))
    if (!std::ranges::all_of(record.cells, is_blank)) return true;
  return false;
}

/// A column as a file has it.
struct Heading {
  const FileColumn* column = nullptr;  ///< null: not read
  bool named = true;                   ///< false: only cells without a word in them are expected
};

/// The columns of the header, in its order.
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

/// What a spreadsheet makes of a number that it took for an amount: `9.19877E+11` of a long one, and
/// `4711.0`.
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

/// Reads rows into `file` one after another, and notices what two of them have in common.
class RowReader {
 public:
  RowReader(std::vector<Heading> headings, const CanonicalPhone& canonical_phone, ImportFile& file)
      : headings_(std::move(headings)), canonical_phone_(canonical_phone), file_(file) {}

  void read(const csv::Record& record) {
    ImportRow row{.row = static_cast<std::int64_t>(record.row), .person = {}, .manager_phone = {}};
    for (std::size_t at = headings_.size(); at < record.cells.size(); ++at)
      if (!is_blank(record.cells[at])) {
        file_.problems.add(row.row,
                           problem("", "too_many_cells", text("This row has more cells than the first")));
        break;
      }
    schema::Issues issues;
    for (std::size_t at = 0; at < headings_.size(); ++at) {
      const FileColumn* column = headings_[at].column;
      if (!headings_[at].named && at < record.cells.size() && !is_blank(record.cells[at]))
        file_.problems.add(row.row, problem(shown_name("", at + 1), "unnamed_column",
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
    for (auto& issue : issues.take()) file_.problems.add(row.row, std::move(issue));
    static_cast<identity::Details&>(row.person) = tidy(static_cast<const identity::Details&>(row.person));
    judge(row);
    file_.rows.push_back(std::move(row));
  }

 private:
  void judge(ImportRow& row) {
    FilePerson& person = row.person;
    if (!person.phone_number.empty()) {
      const auto canonical = canonical_phone_(person.phone_number);
      if (!canonical) file_.problems.add(row.row, no_phone_number(person.phone_number));
      person.phone_number = canonical.value_or("");
    }
    if (person.manager) row.manager_phone = canonical_phone_(*person.manager);
    const auto refuse_computed = [&](const char* column, const std::optional<std::string>& cell) {
      if (cell && is_computed(*cell)) file_.problems.add(row.row, computed(column));
    };
    refuse_computed("employee_id", person.employee_id);
    refuse_computed("postal_code", person.postal_code);
    if (!row.manager_phone) refuse_computed("manager", person.manager);
    if (person.is_superuser && !person.is_staff)
      file_.problems.add(row.row,
                         problem("is_staff", "superusers_are_staff", text("A superuser is also staff")));
    if (!person.phone_number.empty())
      unique(phones_, person.phone_number, row.row, "phone_number",
             text("Row {row} has the same phone number"));
    if (person.employee_id)
      unique(employee_ids_, key_of(*person.employee_id), row.row, "employee_id",
             text("Row {row} has the same employee id"));
  }

  static FieldProblem no_phone_number(std::string_view number) {
    return is_computed(number) ? computed("phone_number") : identity::not_a_phone_number();
  }

  using Rows = std::unordered_map<std::string, std::int64_t>;
  void unique(Rows& rows, const std::string& value, std::int64_t row, const char* column,
              i18n::Text message) {
    const auto [first, fresh] = rows.try_emplace(value, row);
    if (fresh) return;
    file_.problems.add(
        row, problem(column, "repeated_in_file", message, {{"row", std::to_string(first->second)}}));
  }

  std::vector<Heading> headings_;
  const CanonicalPhone& canonical_phone_;
  ImportFile& file_;
  Rows phones_, employee_ids_;
};

}  // namespace

void RowProblems::add(std::int64_t row, FieldProblem found) {
  ++count_;
  if (kept_.size() < most_kept) kept_.push_back({row, std::move(found)});
}

std::vector<RowProblem> RowProblems::first(std::size_t most) const {
  std::vector<RowProblem> sorted = kept_;
  std::ranges::stable_sort(sorted, {}, &RowProblem::row);
  if (sorted.size() > most) sorted.resize(most);
  return sorted;
}

std::optional<FieldProblem> not_a_text_file(std::string_view content) {
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
  if (!is_utf8(content) || content.find('\0') != content.npos)
    return problem("", "not_utf8", text("The file is not UTF-8: save it as CSV UTF-8 (comma delimited)"));
  return std::nullopt;
}

ImportFile read_file(std::string_view content, const CanonicalPhone& canonical_phone) {
  ImportFile file;
  csv::Reader reader(content);
  csv::Record record;
  if (next_filled(reader, record)) {
    RowReader rows(headings_of(record, file.problems), canonical_phone, file);
    while (file.rows.size() < most_rows && next_filled(reader, record)) rows.read(record);
    if (next_filled(reader, record))
      file.problems.add(static_cast<std::int64_t>(record.row),
                        problem("", "too_many_rows", text("At most {max} people are imported at once"),
                                {{"max", std::to_string(most_rows)}}));
  }
  if (const auto fault = reader.fault())
    file.problems.add(static_cast<std::int64_t>(reader.row()), fault_problem(*fault));
  else if (file.rows.empty())
    file.problems.add(0, problem("", "no_rows",
                                 text("The first row names the columns, and each one after it is a person")));
  return file;
}

std::vector<std::size_t> managers_first(const std::vector<std::optional<std::size_t>>& manager_of,
                                        std::vector<std::size_t>& in_circles) {
  enum class Mark { unknown, on_the_way, placed, below_a_circle };
  std::vector<Mark> marks(manager_of.size(), Mark::unknown);
  std::vector<std::size_t> order;
  for (std::size_t start = 0; start < manager_of.size(); ++start) {
    std::vector<std::size_t> way;  // up, from report to manager
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

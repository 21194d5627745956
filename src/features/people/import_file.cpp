#include "features/people/import_file.hpp"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "core/csv/csv.hpp"
#include "core/i18n/text.hpp"
#include "core/text.hpp"

namespace kpa::people {
namespace {

using i18n::text;

/// A file of which every cell is wrong is not to fill the memory.
constexpr std::size_t most_kept = 10'000;

FieldProblem problem(std::string column, std::string code, i18n::Text message, Params params = {}) {
  return {std::move(column), std::move(code), std::move(params), message};
}

FieldProblem fault_problem(csv::Fault fault) {
  switch (fault) {
    case csv::Fault::unclosed_quote:
      return problem("", "unclosed_quote",
                     text("A cell that begins with a quotation mark does not end with one"));
    case csv::Fault::text_after_quote:
      return problem("", "text_after_quote",
                     text("There is text between a closing quotation mark and the comma"));
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

/// The columns of the header, in its order; null for one that is not read.
std::vector<const FileColumn*> columns_of(const csv::Record& header, RowProblems& problems) {
  const auto row = static_cast<std::int64_t>(header.row);
  std::vector<const FileColumn*> columns;
  for (const std::string& cell : header.cells) {
    const std::string name(trimmed(cell));
    const FileColumn* column = find_column(name);
    if (column == nullptr) {
      problems.add(row, problem(shown_name(name, columns.size() + 1), "unknown_column",
                                text("There is no column of this name here")));
    } else if (std::ranges::find(columns, column) != columns.end()) {
      problems.add(row, problem(name, "repeated", text("This column is there more than once")));
      column = nullptr;
    }
    columns.push_back(column);
  }
  for (const FileColumn& column : file_columns())
    if (column.required && std::ranges::find(columns, &column) == columns.end())
      problems.add(row, problem(column.name, "required", text("This column is missing")));
  return columns;
}

/// `9.19877E+11`: what is left of a phone number when a spreadsheet took it for an amount.
bool is_shortened(std::string_view number) {
  const std::size_t exponent = number.find_first_of("eE");
  return exponent != number.npos && number.find_first_not_of("0123456789.,eE+") == number.npos;
}

/// Reads rows into `file` one after another, and notices what two of them have in common.
class RowReader {
 public:
  RowReader(std::vector<const FileColumn*> columns, const CanonicalPhone& canonical_phone, ImportFile& file)
      : columns_(std::move(columns)), canonical_phone_(canonical_phone), file_(file) {}

  void read(const csv::Record& record) {
    ImportRow row{.row = static_cast<std::int64_t>(record.row), .person = {}, .manager_phone = {}};
    if (record.cells.size() > columns_.size())
      file_.problems.add(row.row,
                         problem("", "too_many_cells", text("This row has more cells than the first")));
    schema::Issues issues;
    for (std::size_t at = 0; at < columns_.size(); ++at) {
      const FileColumn* column = columns_[at];
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
    static_cast<accounts::Details&>(row.person) = tidy(static_cast<const accounts::Details&>(row.person));
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
    if (person.is_superuser && !person.is_staff)
      file_.problems.add(row.row,
                         problem("is_staff", "superusers_are_staff", text("A superuser is also staff")));
    if (!person.phone_number.empty())
      unique(phones_, person.phone_number, row.row, "phone_number",
             text("Row {row} has the same phone number"));
    if (person.employee_id)
      unique(employee_ids_, *person.employee_id, row.row, "employee_id",
             text("Row {row} has the same employee id"));
  }

  static FieldProblem no_phone_number(std::string_view number) {
    if (!is_shortened(number)) return accounts::not_a_phone_number();
    return problem(
        "phone_number", "shortened_number",
        text("A spreadsheet shortened this number: give the column the format Text, and enter it again"));
  }

  using Rows = std::unordered_map<std::string, std::int64_t>;
  void unique(Rows& rows, const std::string& value, std::int64_t row, const char* column,
              i18n::Text message) {
    const auto [first, fresh] = rows.try_emplace(value, row);
    if (fresh) return;
    file_.problems.add(
        row, problem(column, "repeated_in_file", message, {{"row", std::to_string(first->second)}}));
  }

  std::vector<const FileColumn*> columns_;
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

ImportFile read_file(std::string_view content, const CanonicalPhone& canonical_phone) {
  ImportFile file;
  csv::Reader reader(content);
  csv::Record record;
  if (reader.next(record)) {
    RowReader rows(columns_of(record, file.problems), canonical_phone, file);
    while (file.rows.size() < most_rows && reader.next(record)) rows.read(record);
    if (reader.next(record))
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
  enum class Place { unknown, on_the_way, placed, below_a_circle };
  std::vector<Place> places(manager_of.size(), Place::unknown);
  std::vector<std::size_t> order;
  for (std::size_t start = 0; start < manager_of.size(); ++start) {
    std::vector<std::size_t> way;  // up, from report to manager
    std::optional<std::size_t> at = start;
    while (at && places[*at] == Place::unknown) {
      places[*at] = Place::on_the_way;
      way.push_back(*at);
      at = manager_of[*at];
    }
    const bool good = !at || places[*at] == Place::placed;
    if (at && places[*at] == Place::on_the_way)
      in_circles.insert(in_circles.end(), std::ranges::find(way, *at), way.end());
    for (const std::size_t one : way) places[one] = good ? Place::placed : Place::below_a_circle;
    if (good) order.insert(order.end(), way.rbegin(), way.rend());
  }
  return order;
}

}  // namespace kpa::people

#include "features/people/file_columns.hpp"

#include <algorithm>

#include <boost/json/parse.hpp>

#include "core/schema/codec.hpp"
#include "core/schema/constraints.hpp"
#include "core/schema/object.hpp"
#include "core/text.hpp"
#include "core/unicode.hpp"

namespace kpa::people {
namespace {

using schema::Issues;
using schema::Path;

/// A JSON value as a cell.
tables::Cell as_cell(const std::string& encoded) {
  if (encoded == "null") return {};
  if (encoded == "true" || encoded == "false") return encoded == "true";
  if (!encoded.starts_with('"')) return tables::Number{encoded};
  return std::string(boost::json::parse(encoded).as_string());
}

FileColumn of_details(const schema::Member& field) {
  return {.name = field.name,
          .required = field.required() && !field.defaulted,
          .read =
              [&field](std::string_view cell, FilePerson& into, const Path& path, Issues& issues) {
                Details& details = into;
                field.read_text_into(&details, cell, path, issues);
              },
          .written =
              [&field](const FilePerson& person) {
                const Details& details = person;
                std::string encoded;
                field.write_from(&details, encoded);
                return as_cell(encoded);
              }};
}

/// A column with the name of another record that the person belongs to.
FileColumn of_name(std::string name, std::optional<std::string> FilePerson::* member) {
  constexpr std::size_t longest = 50;
  return {.name = std::move(name),
          .read =
              [member, fits = schema::of_length(1, longest)](std::string_view cell, FilePerson& into,
                                                             const Path& path, Issues& issues) {
                auto text = schema::Codec<std::string>::read_text(cell, path, issues);
                if (!text) return;
                if (auto violation = fits.check(*text)) return issues.add(path, std::move(*violation));
                into.*member = std::move(*text);
              },
          .written = [member](const FilePerson& person) { return tables::cell(person.*member); }};
}

/// The letters and digits of a column's name, which identify it.
std::string letters_of(std::string_view name) {
  std::string letters = key_of(name);
  std::erase_if(letters, [](char c) { return !is_letter(c) && !is_digit(c); });
  return letters;
}

FileColumn is_active() {
  return {.name = "is_active",
          .read =
              [](std::string_view cell, FilePerson& into, const Path& path, Issues& issues) {
                if (const auto active = schema::Codec<bool>::read_text(cell, path, issues))
                  into.is_active = *active;
              },
          .written = [](const FilePerson& person) { return person.is_active; }};
}

}  // namespace

const std::vector<FileColumn>& file_columns() {
  static const std::vector<FileColumn> made = [] {
    std::vector<FileColumn> columns;
    for (const auto& field : schema::describe<Details>().fields()) {
      if (field->name == "manager_id")
        columns.push_back(of_name("manager", &FilePerson::manager));
      else if (field->name == "depot_id")
        columns.push_back(of_name("depot", &FilePerson::depot));
      else
        columns.push_back(of_details(*field));
    }
    columns.push_back(is_active());
    return columns;
  }();
  return made;
}

const FileColumn* find_column(std::string_view name) {
  const auto& columns = file_columns();
  const auto found = std::ranges::find(columns, letters_of(name),
                                       [](const FileColumn& column) { return letters_of(column.name); });
  return found == columns.end() ? nullptr : &*found;
}

std::string key_of(std::string_view written) { return folded(plain(written).text); }

}  // namespace kpa::people

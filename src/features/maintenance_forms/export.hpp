#pragma once

#include <string>
#include <utility>
#include <vector>

#include "features/exports/exports.hpp"
#include "features/maintenance_forms/permissions.hpp"
#include "features/maintenance_forms/service.hpp"

/// Exports of every kind of form.
namespace kpa::maintenance_forms {

constexpr std::string_view about_exports =
    "The forms of the list with the same filters, in the order in which they were entered, as the list shows them "
    "when their page is read; what is entered after the beginning is left out. A file that is whole says so at its "
    "end, with the number of rows: CSV in a last record `# end: … rows`, a workbook on its sheet Export, JSON Lines in "
    "a last line with `end`. CSV has a byte order mark, and an apostrophe before what a spreadsheet would run as a "
    "formula. A workbook has a sheet, JSON Lines a list in each line, for every table of what belongs to a form.";

/// A date or instant that is only passed on, as a cell; empty for null.
tables::Cell cell_of(const Encoded<Date>& date);
tables::Cell cell_of(const Encoded<Instant>& instant);

/// The part with the findings of a form.
std::vector<tables::Cells> finding_rows(const schema::Findings& findings, Explain explain);

/// The columns that every kind's export begins with, and its findings; the kind adds its own.
template <class Form>
exports::Table<Form> describe_export(std::string name, const Header& header, Explain explain) {
  exports::Table<Form> made(std::move(name));
  made.column("formNumber", [](const Form& form) { return form.form_number; });
  made.column("id", [](const Form& form) { return tables::number(form.id); });
  made.column(inspector_member(header), [](const Form& form) { return tables::number(form.inspector); });
  made.column(schema::camel_case(header.work_date), [](const Form& form) { return cell_of(form.work_date); });
  made.column("depotId", [](const Form& form) {
    return form.depot_id ? tables::number(*form.depot_id) : tables::Cell();
  });
  made.column("amendsId", [](const Form& form) {
    return form.amends_id ? tables::number(*form.amends_id) : tables::Cell();
  });
  made.column("revision", [](const Form& form) { return tables::number(form.revision); });
  made.column("status", [](const Form& form) { return std::string(name_of(form.status)); });
  made.column("worstSeverity", [](const Form& form) { return tables::number(form.worst_severity); });
  made.column("createdBy", [](const Form& form) { return tables::number(form.created_by); });
  made.column("createdAt", [](const Form& form) { return cell_of(form.created_at); });
  made.column("updatedAt", [](const Form& form) { return cell_of(form.updated_at); });
  made.part("findings", {"path", "code", "severity", "message"},
            [explain](const Form& form) { return finding_rows(form.findings, explain); });
  return made;
}

/// The forms that match the filters and that the caller may see, in the order in which they were entered.
/// `statements` and `table` live as long as the program.
template <class Form, class WrittenForm, class Wanted>
Task<Outcome<http::Download>> download(const http::Call& call, const exports::Exports& all, Wanted query,
                                       db::Selection selection, db::Queries& database,
                                       const Statements<Form, WrittenForm>& statements,
                                       const exports::Table<Form>& table) {
  const auto read = [selection = std::move(selection), &database, &statements,
                     &table](exports::PageWanted wanted) {
    db::Selection seen = selection;
    restrict_to(wanted.caller, seen);
    seen.where("entered_by", wanted.as_of);
    return exports::read_page(database, statements.list, std::move(seen), "created_at",
                              std::move(wanted.after), table);
  };
  exports::Query asked = query;
  query.format.reset();
  query.table.reset();
  return all.download(call, std::move(asked),
                      {.name = table.layout().name,
                       .layout = table.layout(),
                       .permission = permissions::view_forms,
                       .filters = RawJson{schema::encode(query)},
                       .read = read});
}

}  // namespace kpa::maintenance_forms

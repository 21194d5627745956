#include "features/people/wire_imports.hpp"

namespace kpa::schema {

using people::Import;
using people::ImportProblem;
using people::ImportQuery;

template <>
const Object<ImportQuery>& describe() {
  static const auto made = object<ImportQuery>("UserImportQuery")
                               .field("dry_run", &ImportQuery::dry_run, "true: only check the file", true)
                               .left_out_means(false);
  return made;
}

template <>
const Object<ImportProblem>& describe() {
  using P = ImportProblem;
  static const auto made =
      object<P>("UserImportProblem")
          .field("row", &P::row,
                 "Number as in a spreadsheet: row 1 has the column names; 0 means the whole file", 2)
          .field("column", &P::column, "Name of the column; empty: the whole row", "phone_number")
          .field("code", &P::code, "What is wrong: a stable name", "taken")
          .field("params", &P::params, "Values in the message")
          .field("message", &P::message, "For a person", "Phone number already exists");
  return made;
}

template <>
const Object<Import>& describe() {
  using I = Import;
  static const auto made =
      object<I>("UserImport")
          .field("id", &I::id, "Number of the import", 1)
          .field(
              "status", &I::status,
              "waiting, running, then done; or refused, if the file has problems; or failed, if the server "
              "could not finish. In the last two cases nobody was imported",
              "waiting")
          .field("dry_run", &I::dry_run, "Whether the file was only checked", false)
          .field("created_by", &I::created_by, "Id of the user who sent the file", 7)
          .field("created_at", &I::created_at, "When the file was received", "2024-01-15T10:00:00Z")
          .field("finished_at", &I::finished_at, "When it was done, refused or failed",
                 "2024-01-15T10:00:02Z")
          .field("rows", &I::rows, "People in the file, when it was read", 2)
          .field("rows_done", &I::rows_done, "How many of them have been processed", 0)
          .field("imported", &I::imported, "People who were imported: all in the file, or nobody", 0)
          .field("problems", &I::problems, "Problems in the file, by row; at most the first 1,000")
          .field("more_problems", &I::more_problems, "How many more there are", 0);
  return made;
}

}  // namespace kpa::schema

#include "features/people/wire_imports.hpp"

namespace kpa::schema {

using people::Import;
using people::ImportProblem;
using people::ImportQuery;

template <>
const Object<ImportQuery>& describe() {
  static const auto made =
      object<ImportQuery>("UserImportQuery")
          .field("dry_run", &ImportQuery::dry_run, "true: only tell what is wrong with the file", true)
          .left_out_means(false);
  return made;
}

template <>
const Object<ImportProblem>& describe() {
  using P = ImportProblem;
  static const auto made =
      object<P>("UserImportProblem")
          .field("row", &P::row, "As a spreadsheet numbers it: 1 names the columns; 0 is the whole file", 2)
          .field("column", &P::column, "Its name; empty for the whole row", "phone_number")
          .field("code", &P::code, "What is wrong: a stable name", "taken")
          .field("params", &P::params, "Values of the message")
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
              "waiting, running, then done; or refused, when something is wrong with the file and nobody was "
              "imported; or failed, when it could not be finished and nobody was imported",
              "waiting")
          .field("dry_run", &I::dry_run, "Only told what is wrong with the file", false)
          .field("created_by", &I::created_by, "Id of the user who sent the file", 7)
          .field("created_at", &I::created_at, "When the file came", "2024-01-15T10:00:00Z")
          .field("finished_at", &I::finished_at, "When it was done, refused or failed",
                 "2024-01-15T10:00:02Z")
          .field("rows", &I::rows, "People in the file, when it was read", 2)
          .field("rows_done", &I::rows_done, "How many of them were dealt with so far", 0)
          .field("imported", &I::imported, "People who were imported: all of the file, or nobody", 0)
          .field("problems", &I::problems, "What is wrong with the file, by row; of very much, the first")
          .field("more_problems", &I::more_problems, "How many more there are", 0);
  return made;
}

}  // namespace kpa::schema

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/events/events.hpp"
#include "features/identity/identity.hpp"
#include "features/people/import_file.hpp"
#include "features/people/wire_imports.hpp"

/// SQL for the tables user_import_files and user_import_rows: files of people, from their arrival until they
/// are imported. Checks over a whole file are done in the database, because only that has all of it.
namespace kpa::people::store {

using events::Origin;
using identity::Viewer;

/// Adds an empty file; nothing when the caller has `most_unfinished` imports already.
Task<std::optional<std::int64_t>> add_file(db::Queries& database, std::int64_t creator);
/// Adds rows; `before` is how many the file has already.
Task<void> add_rows(db::Queries& database, std::int64_t file, std::int64_t before,
                    const std::vector<ImportRow>& rows);
/// Marks the file as complete.
Task<void> end_file(db::Queries& database, std::int64_t file, std::int64_t rows,
                    const std::vector<ImportProblem>& problems, std::int64_t problem_count);
/// Deletes a file that belongs to no import.
Task<void> drop_file(db::Queries& database, std::int64_t file);
/// Deletes files without an import that got no row for an hour. Returns how many.
Task<std::int64_t> forget_lost_files(db::Queries& unit);

/// A complete file, with what was found without other tables.
struct ReadFile {
  std::int64_t rows = 0;
  std::int64_t problem_count = 0;
};
Task<ReadFile> file_of(db::Queries& unit, std::int64_t file);

/// Looks up the managers and depots that rows name. A manager is found by employee id before phone number, in
/// the file before stored people, and only among people whom the viewer may see; depots only among those
/// where the viewer may put people.
Task<void> resolve_names(db::Queries& unit, std::int64_t file, std::int64_t rows, Viewer viewer);

/// What the database found wrong with a row.
struct Objection {
  std::int64_t row = 0;
  std::string kind;                   ///< one of those in the statement, or the column of a rank
  std::optional<std::int64_t> other;  ///< the row with the same value
  std::int64_t total = 0;             ///< number of all objections
};
/// The first `most_told` objections, by row; call resolve_names() before. `needs_depot`: the viewer must put
/// everybody into a depot; `any_rank`: may also set ranks.
Task<std::vector<Objection>> objections_to(db::Queries& unit, std::int64_t file, bool needs_depot,
                                           bool any_rank);

/// A person whose manager is in the same file.
struct Report {
  std::int64_t place = 0;
  std::int64_t manager_place = 0;
};
/// The next of them after a position.
Task<std::vector<Report>> reports_after(db::Queries& unit, std::int64_t file, std::int64_t place);
/// The row numbers at these positions.
Task<std::vector<std::int64_t>> rows_at(db::Queries& unit, std::int64_t file,
                                        std::vector<std::int64_t> places);

/// Stores the people at these positions, without passwords, each with an event; their managers must be stored
/// already, or be among them. Returns how many were stored: all except those whose phone number or employee
/// id was taken meanwhile.
Task<std::int64_t> insert_people(db::Queries& unit, std::int64_t file, std::vector<std::int64_t> places,
                                 Origin origin);

}  // namespace kpa::people::store

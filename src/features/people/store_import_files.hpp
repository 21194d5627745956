#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/events/events.hpp"
#include "features/identity/identity.hpp"
#include "features/people/import_file.hpp"
#include "features/people/wire_imports.hpp"

/// The tables user_import_files and user_import_rows: files of people while they come, and until they are
/// worked on. What can be said of a whole file is said by the database, which alone holds it.
namespace kpa::people::store {

using events::Origin;
using identity::Viewer;

/// Begins one; nothing when the caller has `most_unfinished` imports already.
Task<std::optional<std::int64_t>> add_file(db::Queries& database, std::int64_t creator);
/// Adds rows, of which `before` came already.
Task<void> add_rows(db::Queries& database, std::int64_t file, std::int64_t before,
                    const std::vector<ImportRow>& rows);
/// All of it is there.
Task<void> end_file(db::Queries& database, std::int64_t file, std::int64_t rows,
                    const std::vector<ImportProblem>& problems, std::int64_t problem_count);
/// Deletes one that belongs to no import.
Task<void> drop_file(db::Queries& database, std::int64_t file);
/// Deletes those of no import to which no row came for an hour. Gives how many.
Task<std::int64_t> forget_lost_files(db::Queries& unit);

/// A file as far as it can be judged without other tables.
struct ReadFile {
  std::int64_t rows = 0;
  std::int64_t problem_count = 0;
};
Task<ReadFile> file_of(db::Queries& unit, std::int64_t file);

/// Finds whom and what the rows name: managers, an employee id before a phone number, and in the file before
/// those who are there, as far as the viewer sees them; and the depots that the viewer may put people into.
Task<void> resolve_names(db::Queries& unit, std::int64_t file, std::int64_t rows, Viewer viewer);

/// What the database has against a row.
struct Objection {
  std::int64_t row = 0;
  std::string kind;                   ///< one of those in the statement, or the column of a rank
  std::optional<std::int64_t> other;  ///< the row that has the same
  std::int64_t total = 0;             ///< of all objections
};
/// The first `most_told` by row, after resolve_names(). `needs_depot`: the viewer may put nobody into none;
/// `any_rank`: may also fill in what superusers may.
Task<std::vector<Objection>> objections_to(db::Queries& unit, std::int64_t file, bool needs_depot,
                                           bool any_rank);

/// Somebody whose manager is in the same file.
struct Report {
  std::int64_t place = 0;
  std::int64_t manager_place = 0;
};
/// The next of them after a place.
Task<std::vector<Report>> reports_after(db::Queries& unit, std::int64_t file, std::int64_t place);
/// The rows at some places.
Task<std::vector<std::int64_t>> rows_at(db::Queries& unit, std::int64_t file,
                                        std::vector<std::int64_t> places);

/// Stores the people at these places, who have no password yet, each with their event; their managers are
/// there already, or among them. Gives how many were stored: all but those whose phone number or employee id
/// was taken meanwhile.
Task<std::int64_t> insert_people(db::Queries& unit, std::int64_t file, std::vector<std::int64_t> places,
                                 Origin origin);

}  // namespace kpa::people::store

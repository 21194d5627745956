#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/events/events.hpp"
#include "core/i18n/language.hpp"
#include "features/identity/identity.hpp"
#include "features/people/wire_imports.hpp"

/// SQL for the table user_imports, and for receiving and deleting files of people.
namespace kpa::people::store {

using events::Origin;
using identity::Viewer;

/// Until the transaction ends nobody else can add an import for this person, so that the limit holds for
/// parallel requests. Must be a statement before add_import(), which then sees what was added while this one
/// waited.
Task<void> lock_imports_of(db::Queries& unit, std::int64_t creator);
/// Adds an import of a complete file. Nothing when the caller has `most_unfinished` imports already.
Task<std::optional<Import>> add_import(db::Queries& unit, std::int64_t file, bool dry_run,
                                       i18n::Language language, Origin origin);
constexpr std::int64_t most_unfinished = 5;
/// `creator`: only this user's; not set: anybody's.
Task<std::optional<Import>> find_import(db::Queries& database, std::int64_t id,
                                        std::optional<std::int64_t> creator);

/// An import to be processed.
struct Unfinished {
  std::int64_t id = 0;
  std::optional<std::int64_t> file_id;
  std::optional<std::string> file;  ///< set for one stored by an earlier version, which kept the whole text
  bool dry_run = false;
  i18n::Language language = i18n::Language::english;  ///< of its problems
  std::int64_t attempts = 0;                          ///< how often it was started before
  Origin origin;
};
Task<bool> import_waits(db::Queries& database);
/// The oldest unfinished import.
Task<std::optional<Unfinished>> next_import(db::Queries& database);
Task<void> begin_import(db::Queries& database, std::int64_t id);
Task<void> note_progress(db::Queries& database, std::int64_t id, std::int64_t rows, std::int64_t rows_done);

/// Replaces an import's text by this file.
Task<void> attach_file(db::Queries& unit, std::int64_t id, std::int64_t file);

struct Result {
  ImportStatus status = ImportStatus::done;
  std::optional<std::int64_t> rows = {};
  std::int64_t imported = 0;
  std::vector<ImportProblem> problems = {};  ///< in addition to those of the file; `problem_count` counts all
  std::int64_t problem_count = 0;
};
/// Stores the first problems of the file and of the result, by row, and deletes the file.
Task<void> finish_import(db::Queries& unit, std::int64_t id, Result result);
/// Deletes imports that ended more than 30 days ago. Returns how many.
Task<std::int64_t> forget_old_imports(db::Queries& unit);

/// What a person may do at the moment.
Task<std::optional<identity::Standing>> standing_of(db::Queries& database, std::int64_t user_id);
/// Like standing_of(), with a lock until the transaction ends.
Task<std::optional<identity::Standing>> lasting_standing_of(db::Queries& unit, std::int64_t user_id);

/// A person whom a file may refer to.
struct Known {
  std::int64_t id = 0;
  std::string phone_number;
  std::optional<std::string> employee_id;
  bool seen = false;  ///< whether the viewer may see them
};
/// The people with these ids.
Task<std::vector<Known>> find_by_ids(db::Queries& database, std::vector<std::int64_t> ids, Viewer viewer);

struct NamedDepot {
  std::int64_t id = 0;
  std::string code;
};
Task<std::vector<NamedDepot>> find_depots_by_ids(db::Queries& database, std::vector<std::int64_t> ids);

}  // namespace kpa::people::store

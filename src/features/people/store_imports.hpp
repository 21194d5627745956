#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/events/events.hpp"
#include "core/i18n/language.hpp"
#include "features/identity/identity.hpp"
#include "features/people/wire_imports.hpp"

/// The table user_imports, and the statements by which files of people come and go.
namespace kpa::people::store {

using events::Origin;
using identity::Viewer;

/// Until the transaction ends nobody else adds an import of this person, so that their cap holds for many at
/// once. A statement before add_import(), which then sees what was added while this one waited.
Task<void> lock_imports_of(db::Queries& unit, std::int64_t creator);
/// Of a file that has come. Nothing when the caller has `most_unfinished` imports already.
Task<std::optional<Import>> add_import(db::Queries& unit, std::int64_t file, bool dry_run,
                                       i18n::Language language, Origin origin);
constexpr std::int64_t most_unfinished = 5;
/// `creator`: only what this user sent; nothing: whoever did.
Task<std::optional<Import>> find_import(db::Queries& database, std::int64_t id,
                                        std::optional<std::int64_t> creator);

/// An import that is to be worked on.
struct Unfinished {
  std::int64_t id = 0;
  std::optional<std::int64_t> file_id;
  std::optional<std::string> file;  ///< of one that was taken before files were read while they come
  bool dry_run = false;
  i18n::Language language = i18n::Language::english;  ///< in which its problems are told
  std::int64_t attempts = 0;                          ///< how often it was begun already
  Origin origin;
};
Task<bool> import_waits(db::Queries& database);
/// The oldest one.
Task<std::optional<Unfinished>> next_import(db::Queries& database);
Task<void> begin_import(db::Queries& database, std::int64_t id);
Task<void> note_progress(db::Queries& database, std::int64_t id, std::int64_t rows, std::int64_t rows_done);

/// The text of an import has become this file.
Task<void> attach_file(db::Queries& unit, std::int64_t id, std::int64_t file);

struct Result {
  ImportStatus status = ImportStatus::done;
  std::optional<std::int64_t> rows = {};
  std::int64_t imported = 0;
  std::vector<ImportProblem> problems = {};  ///< besides those of the file, of `problem_count`
  std::int64_t problem_count = 0;
};
/// Tells the first problems of the file and of the result, by row. The file is forgotten.
Task<void> finish_import(db::Queries& unit, std::int64_t id, Result result);
/// Deletes imports that ended more than 30 days ago. Gives how many.
Task<std::int64_t> forget_old_imports(db::Queries& unit);

/// What somebody may do at the moment.
Task<std::optional<identity::Standing>> standing_of(db::Queries& database, std::int64_t user_id);
/// The same, and nobody changes it until the transaction ends.
Task<std::optional<identity::Standing>> lasting_standing_of(db::Queries& unit, std::int64_t user_id);

/// Somebody whom a file may mean.
struct Known {
  std::int64_t id = 0;
  std::string phone_number;
  std::optional<std::string> employee_id;
  bool seen = false;  ///< by the viewer
};
/// People by their ids.
Task<std::vector<Known>> find_by_ids(db::Queries& database, std::vector<std::int64_t> ids, Viewer viewer);

struct NamedDepot {
  std::int64_t id = 0;
  std::string code;
};
Task<std::vector<NamedDepot>> find_depots_by_ids(db::Queries& database, std::vector<std::int64_t> ids);

}  // namespace kpa::people::store

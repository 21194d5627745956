#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/schema/issues.hpp"
#include "core/tables/tables.hpp"
#include "features/people/wire_details.hpp"

namespace kpa::people {

/// A person in a file: other records are given by names that people know.
struct FilePerson : Details {
  bool is_active = true;
  std::optional<std::string> manager;  ///< employee id or phone number
  std::optional<std::string> depot;    ///< code of the depot
};

/// A column of files for import and export.
struct FileColumn {
  std::string name;
  bool required = false;
  /// Reads a cell, and notes what is wrong with it. Not called for an empty cell.
  std::function<void(std::string_view cell, FilePerson& into, const schema::Path& path,
                     schema::Issues& issues)>
      read;
  std::function<tables::Cell(const FilePerson& person)> written;
};

/// The members of Details under their names, plus `is_active`; `manager` and `depot` in place of their ids.
const std::vector<FileColumn>& file_columns();
/// Finds a column by its name, of which only letters and digits count: `Phone Number` is `phone_number`. Null
/// when there is none.
const FileColumn* find_column(std::string_view name);

/// The key by which an employee id or a code is looked up, like folded() in the database: equal keys mean the
/// same record.
std::string key_of(std::string_view written);

}  // namespace kpa::people

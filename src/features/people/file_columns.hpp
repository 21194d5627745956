#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/schema/issues.hpp"
#include "features/people/wire_details.hpp"

namespace kpa::people {

/// A person as a file has them: other records by the names that people know them by.
struct FilePerson : Details {
  bool is_active = true;
  std::optional<std::string> manager;  ///< employee id or phone number
  std::optional<std::string> depot;    ///< code
};

/// A column of the files that are imported and exported.
struct FileColumn {
  std::string name;
  bool required = false;
  /// What the cell says; notes what is wrong with it. An empty cell says nothing and is not read.
  std::function<void(std::string_view cell, FilePerson& into, const schema::Path& path,
                     schema::Issues& issues)>
      read;
  std::function<std::string(const FilePerson& person)> written;
};

/// The members of Details under their names, but `manager` and `depot` for the ids of these; and `is_active`.
const std::vector<FileColumn>& file_columns();
/// By its name, of which only letters and digits count: `Phone Number` is `phone_number`. Null when there is
/// none.
const FileColumn* find_column(std::string_view name);

/// What an employee id or a code is found by, as the database's folded() has it: those of the same key are
/// the same.
std::string key_of(std::string_view written);

}  // namespace kpa::people

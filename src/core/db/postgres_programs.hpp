#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "core/db/process.hpp"

namespace kpa::db {

/// Where one version of PostgreSQL's programs lives.
struct PostgresPrograms {
  int major = 0;
  std::filesystem::path directory;  ///< holds `postgres` and `initdb`
};

/// The installed programs of version `major`, or else the newest there are: Debian's versioned folders first,
/// then what `pg_config --bindir` and PATH name. Throws std::runtime_error that names the package when there
/// are none.
PostgresPrograms find_postgres(std::optional<int> major);

/// What a program printed and how it ended (see exit_of).
struct Finished {
  int exit = 0;
  std::string output;
};

/// Runs a program to its end; it is killed when we are. `what.output` is overridden. Throws
/// std::system_error.
Finished run(Launch what);

}  // namespace kpa::db

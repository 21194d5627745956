#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "core/db/process.hpp"

namespace kpa::db {

/// The directory with the programs of one version of PostgreSQL.
struct PostgresPrograms {
  int major = 0;
  std::filesystem::path directory;  ///< holds `postgres` and `initdb`
};

/// The installed programs of version `major`, or of the newest version: looks in Debian's versioned folders
/// first, then in `pg_config --bindir` and PATH. Throws std::runtime_error that names the missing package.
PostgresPrograms find_postgres(std::optional<int> major);

/// A program's output and how it ended (see exit_of).
struct Finished {
  int exit = 0;
  std::string output;
};

/// Runs a program to its end; it is killed when we die. `what.output` is ignored. Throws std::system_error.
Finished run(Launch what);

}  // namespace kpa::db

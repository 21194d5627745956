#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/config/load.hpp"
#include "core/db/embedded.hpp"
#include "core/db/migrations.hpp"
#include "core/task.hpp"

namespace kpa::db {
class Queries;
}

namespace kpa::app {

class Instance;

/// The database that a command works on: the configured one, or the embedded one, which is started or joined,
/// and left at the end. `serve` and all other commands use it in the same way.
class Installation {
 public:
  /// `progress` is called for slow steps; `given_up` is polled during them, and returning true ends them with
  /// db::GivenUp. Throws std::runtime_error or db::Error that says what to do.
  Installation(const config::Settings& settings, std::function<void(std::string_view)> progress,
               std::function<bool()> given_up = {});

  const std::string& conninfo() const { return conninfo_; }
  bool is_embedded() const { return embedded_.has_value(); }
  /// Null when the database is not embedded.
  db::EmbeddedPostgres* embedded() { return embedded_ ? &*embedded_ : nullptr; }

  db::SchemaState schema() const;
  /// Applies the missing migrations.
  void migrate(std::function<void(std::string_view)> progress) const;

 private:
  std::optional<db::EmbeddedPostgres> embedded_;
  std::string conninfo_;
};

/// False when the configured embedded database does not exist yet. For commands that only look.
bool is_made(const config::Settings& settings);

/// ` --config FILE --data-dir DIR` with absolute paths, as far as another command needs them to work on the
/// same installation; empty when it needs none.
std::string place_options(const config::Loaded& loaded);

/// What the state means; for pending migrations, also the command that applies them.
std::string schema_advice(const db::SchemaState& state, const config::Loaded& loaded);
/// Migrates an embedded database; for a database that others administer, only says what is missing. False
/// when the database cannot be used.
bool prepare_schema(const Installation& installation, const config::Loaded& loaded,
                    const std::function<void(std::string_view)>& progress);

/// How many connections an embedded PostgreSQL accepts: enough for all I/O threads, for commands, for `psql`
/// and for PostgreSQL itself.
std::size_t embedded_connections(const config::Settings& settings);

/// All migrations in this program.
const std::vector<db::Migration>& known_migrations();

/// Runs `work` with only the database, for commands that need no more. Exceptions of `work` are rethrown.
void with_database(const std::string& conninfo, std::chrono::milliseconds statement_timeout,
                   std::function<Task<void>(db::Queries&)> work);

/// Runs `work` with an instance that does not listen, for commands. Exceptions of `work` are rethrown.
void with_instance(const config::Settings& settings, const std::string& conninfo,
                   std::function<Task<void>(Instance&)> work);

}  // namespace kpa::app

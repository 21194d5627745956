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

/// The database that a command works on: the configured one, or the embedded one, which is started or joined
/// and left again at the end. The same for `serve` and for every command beside it.
class Installation {
 public:
  /// `progress` is told of slow steps; `given_up` is asked during them, and true ends them with db::GivenUp.
  /// Throws std::runtime_error or db::Error with what to do.
  Installation(const config::Settings& settings, std::function<void(std::string_view)> progress,
               std::function<bool()> given_up = {});

  const std::string& conninfo() const { return conninfo_; }
  bool is_embedded() const { return embedded_.has_value(); }
  /// Null when the database is not ours.
  db::EmbeddedPostgres* embedded() { return embedded_ ? &*embedded_ : nullptr; }

  db::SchemaState schema() const;
  /// Applies what is missing.
  void migrate(std::function<void(std::string_view)> progress) const;

 private:
  std::optional<db::EmbeddedPostgres> embedded_;
  std::string conninfo_;
};

/// False when the embedded database that the settings mean has still to be made. For commands that only look.
bool is_made(const config::Settings& settings);

/// ` --config FILE --data-dir DIR`, with whole paths, as far as another command needs them to work on the
/// same installation; empty when it finds it by itself.
std::string place_options(const config::Loaded& loaded);

/// What the state says, and for pending migrations the command that applies them.
std::string schema_advice(const db::SchemaState& state, const config::Loaded& loaded);
/// Brings an embedded database up to date; of one that others administer it only tells what is missing. False
/// when it cannot be used.
bool prepare_schema(const Installation& installation, const config::Loaded& loaded,
                    const std::function<void(std::string_view)>& progress);

/// How many connections an embedded PostgreSQL has room for: those of all I/O threads, and some for commands,
/// for `psql` and for PostgreSQL itself.
std::size_t embedded_connections(const config::Settings& settings);

/// The steps of the schema that this program knows.
const std::vector<db::Migration>& known_migrations();

/// Runs `work` with nothing but the database, for commands that need no more. What it throws is thrown here.
void with_database(const std::string& conninfo, std::chrono::milliseconds statement_timeout,
                   std::function<Task<void>(db::Queries&)> work);

/// Runs `work` with an instance that does not listen, for commands. What it throws is thrown here.
void with_instance(const config::Settings& settings, const std::string& conninfo,
                   std::function<Task<void>(Instance&)> work);

}  // namespace kpa::app

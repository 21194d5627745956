#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "core/embedded_file.hpp"

namespace kpa::db {

class BlockingConnection;

/// One step of the schema, from a file `NNNN_verb_noun.sql`.
struct Migration {
  int version = 0;
  std::string name;      ///< the file's name without `.sql`
  std::string_view sql;  ///< the file, which must outlive this
  std::string checksum;  ///< SHA-256 of the file, in hexadecimal
  /// False with the line `-- kpa: no-transaction`, for CREATE INDEX CONCURRENTLY. Such a migration waits for
  /// locks without a limit, so it must not hold a lock that blocks writes.
  bool transaction = true;
};

/// A migration as recorded in the database.
struct AppliedMigration {
  int version = 0;
  std::string name;
  std::string checksum;
};

/// The schema cannot be brought to what this program needs; the text says what to do.
struct MigrationError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Reads and sorts the files. Throws MigrationError on a name that is not NNNN_verb_noun.sql, a number used
/// twice, or a gap (numbers are 1, 2, 3 …).
std::vector<Migration> read_migrations(std::span<const EmbeddedFile> files);

enum class SchemaVerdict { up_to_date, pending, newer, drifted };

/// How a database's schema compares with what this program needs.
struct SchemaState {
  SchemaVerdict verdict = SchemaVerdict::up_to_date;
  std::vector<std::string> pending = {};  ///< names of migrations not yet applied, in order
  std::string message = {};               ///< for a person: what is wrong and what to do
};

/// Reads (version, name, checksum) in order. Fails with SQLSTATE 42P01 on a database that was never migrated.
extern const char* const applied_migrations_sql;

SchemaState schema_state(std::span<const Migration> known, std::span<const AppliedMigration> applied);
/// The state of a database, which is not changed. Throws db::Error when the database cannot be asked.
SchemaState schema_state(BlockingConnection& connection, std::span<const Migration> known);

struct MigrateOptions {
  std::optional<int> to = {};                           ///< last version to apply; the newest when not set
  bool check_only = false;                              ///< apply nothing, only report what would be applied
  std::function<void(const Migration&)> progress = {};  ///< called before each migration
  /// Called with a sentence for a person before a migration is tried again because other sessions hold a lock
  /// that it needs.
  std::function<void(const std::string&)> waiting = {};
  std::chrono::milliseconds lock_timeout{2'000};  ///< how long a statement waits for a lock
  std::chrono::milliseconds first_pause{500};     ///< before the second attempt; doubled before each next one
  int most_attempts = 10;
};

/// Brings the schema up to `options.to`, each migration in its own transaction. Only one program migrates at
/// a time; others wait. A migration that does not get a lock in time, or loses a deadlock, is rolled back and
/// tried again, so that the requests of a running service can proceed in between. Returns the names that it
/// applied (with check_only: would apply). Throws MigrationError when the schema is newer or was changed by
/// other means, when `to` is older than the schema, or when a migration fails; earlier migrations stay
/// applied. The connection must be direct, or through a pooler in session mode: the lock belongs to the
/// session.
std::vector<std::string> migrate(BlockingConnection& connection, std::span<const Migration> migrations,
                                 const MigrateOptions& options = {});

}  // namespace kpa::db

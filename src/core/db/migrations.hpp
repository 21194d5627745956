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
  std::string checksum;  ///< SHA-256 of the file, hexadecimal
  /// False with the line `-- kpa: no-transaction`, for CREATE INDEX CONCURRENTLY. Such a one waits for locks
  /// as long as it takes, so that it may hold nothing which takes a lock that keeps others from writing.
  bool transaction = true;
};

/// A migration as the database remembers it.
struct AppliedMigration {
  int version = 0;
  std::string name;
  std::string checksum;
};

/// Why the schema cannot be what this program needs; the text says what to do.
struct MigrationError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Reads and orders the files. Throws MigrationError on a name that is not NNNN_verb_noun.sql, a number used
/// twice, or a number left out (they run 1, 2, 3 …).
std::vector<Migration> read_migrations(std::span<const EmbeddedFile> files);

enum class SchemaVerdict { up_to_date, pending, newer, drifted };

/// How a database's schema stands to what this program knows.
struct SchemaState {
  SchemaVerdict verdict = SchemaVerdict::up_to_date;
  std::vector<std::string> pending = {};  ///< names that are not applied yet, in order
  std::string message = {};               ///< for a person: what is the matter and what to do
};

/// Reads (version, name, checksum) in order. Fails with SQLSTATE 42P01 on a database that was never migrated.
extern const char* const applied_migrations_sql;

SchemaState schema_state(std::span<const Migration> known, std::span<const AppliedMigration> applied);
/// The same for a database, which it does not change. Throws db::Error when the database cannot be asked.
SchemaState schema_state(BlockingConnection& connection, std::span<const Migration> known);

struct MigrateOptions {
  std::optional<int> to = {};                           ///< last version to apply; the newest when left out
  bool check_only = false;                              ///< apply nothing, only say what would be
  std::function<void(const Migration&)> progress = {};  ///< called before each one starts
  /// Called, with a sentence for a person, before one is tried again because others hold a lock that it
  /// needs.
  std::function<void(const std::string&)> waiting = {};
  std::chrono::milliseconds lock_timeout{2'000};  ///< a statement waits so long for a lock
  std::chrono::milliseconds first_pause{500};     ///< before the second attempt; doubled for each next one
  int most_attempts = 10;
};

/// Brings the schema up to `options.to`, each migration in its own transaction, one program at a time: others
/// wait. A migration that does not get a lock in time, or loses a deadlock, is rolled back and tried again,
/// so that the requests of a running service pass in between. Gives the names that it applied (with
/// check_only: would apply). Throws MigrationError when the schema is newer or drifted, when `to` lies behind
/// it, or when a migration fails; those before it stay applied. The connection must be to PostgreSQL itself,
/// or through a pooler in session mode: the lock belongs to the session.
std::vector<std::string> migrate(BlockingConnection& connection, std::span<const Migration> migrations,
                                 const MigrateOptions& options = {});

}  // namespace kpa::db

#include "core/db/migrations.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <chrono>
#include <thread>

#include "core/crypto/digest.hpp"
#include "core/db/blocking.hpp"
#include "core/db/script.hpp"
#include "core/text.hpp"
#include "core/time.hpp"

namespace kpa::db {

const char* const applied_migrations_sql =
    "SELECT version, name, checksum FROM schema_migrations ORDER BY version";

namespace {

constexpr std::string_view no_transaction_marker = "-- kpa: no-transaction";
// Key of the advisory lock: any constant that nothing else locks in the same database.
constexpr const char* lock_key = "7741528680372824434";

bool has_line(std::string_view text, std::string_view wanted) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    while (!line.empty() && std::isspace(static_cast<unsigned char>(line.back()))) line.remove_suffix(1);
    if (line == wanted) return true;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return false;
}

Migration read_migration(const EmbeddedFile& file) {
  constexpr std::size_t digits = 4;
  const std::string_view name = file.name.substr(0, file.name.rfind('.'));
  const auto is_digit = [](unsigned char c) { return std::isdigit(c) != 0; };
  const auto is_plain = [](unsigned char c) { return std::islower(c) || std::isdigit(c) || c == '_'; };
  const bool good = file.name.ends_with(".sql") && name.size() > digits + 1 && name[digits] == '_' &&
                    std::ranges::all_of(name.substr(0, digits), is_digit) &&
                    std::ranges::all_of(name.substr(digits), is_plain);
  if (!good) {
    throw MigrationError("migrations/" + std::string(file.name) +
                         ": name it NNNN_verb_noun.sql, in lower case");
  }
  Migration migration;
  std::from_chars(name.data(), name.data() + digits, migration.version);
  migration.name = name;
  migration.sql = file.content;
  migration.checksum = crypto::hex(crypto::sha256(file.content));
  migration.transaction = !has_line(file.content, no_transaction_marker);
  return migration;
}

std::vector<AppliedMigration> read_applied(BlockingConnection& connection) {
  if (!connection.execute("SELECT to_regclass('schema_migrations')").value()) return {};
  std::vector<AppliedMigration> applied;
  for (const auto& row : connection.execute(applied_migrations_sql).rows) {
    applied.push_back({std::stoi(row[0].value()), row[1].value(), row[2].value()});
  }
  return applied;
}

/// Holds the session advisory lock for its lifetime.
class MigrationLock {
 public:
  explicit MigrationLock(BlockingConnection& connection) : connection_(connection) {
    // Polls instead of waiting inside pg_advisory_lock: a waiting session holds a snapshot, and CREATE INDEX
    // CONCURRENTLY in the session with the lock would wait for that snapshot: a deadlock.
    const std::string sql = std::string("SELECT pg_try_advisory_lock(") + lock_key + ")";
    while (connection_.execute(sql).value() != "t")
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  ~MigrationLock() {
    try {
      connection_.execute(std::string("SELECT pg_advisory_unlock(") + lock_key + ")");
    } catch (const Error&) {
      // The session is gone, and its lock with it.
    }
  }
  MigrationLock(const MigrationLock&) = delete;
  MigrationLock& operator=(const MigrationLock&) = delete;

 private:
  BlockingConnection& connection_;
};

/// Line of the file that an error in `statement` refers to.
int error_line(const ScriptStatement& statement, const Error& error) {
  int line = statement.line;
  std::size_t characters = 0;
  for (const char c : statement.text) {
    if ((static_cast<unsigned char>(c) & 0xC0) != 0x80)
      ++characters;  // PostgreSQL counts characters, not bytes
    if (characters >= error.position) break;
    if (c == '\n') ++line;
  }
  return line;
}

/// Where and why a migration stopped.
struct Stopped {
  ScriptStatement statement;
  std::size_t number;  ///< of the statement, from 1
  Error error;
};

/// `line 3, statement 2 (ALTER TABLE …)`.
std::string place_of(const Stopped& stopped) {
  const std::string_view text = stopped.statement.text;
  return "line " + std::to_string(error_line(stopped.statement, stopped.error)) + ", statement " +
         std::to_string(stopped.number) + " (" +
         std::string(text.substr(0, std::min<std::size_t>(text.find('\n'), 100))) + ")";
}

[[noreturn]] void fail(const Migration& migration, const Stopped& stopped, int attempts) {
  std::string text = "migrations/" + migration.name + ".sql, " + place_of(stopped) + ": " +
                     stopped.error.message + " [SQLSTATE " + stopped.error.sqlstate + "]. ";
  if (attempts > 1)
    text += "It was tried " + std::to_string(attempts) +
            " times: run it again when the others have ended their transactions. ";
  text +=
      migration.transaction
          ? "Nothing of this migration was kept, the earlier ones stay applied."
          : "This migration runs without a transaction: the statements before stay applied, and an index that "
            "failed to build stays behind as invalid. Write them so that they can run again (IF NOT EXISTS, "
            "DROP INDEX IF EXISTS first).";
  throw MigrationError(text);
}

/// A COMMIT inside a migration would split it, and leave half of it behind if the rest fails.
void refuse_transaction_control(const Migration& migration, const ScriptStatement& statement) {
  constexpr std::array<std::string_view, 6> words = {"begin", "start", "commit", "rollback", "end", "abort"};
  std::string word;
  for (const char c : statement.text) {
    if (!is_letter(c)) break;
    word += lower(c);
  }
  if (std::ranges::find(words, word) != words.end()) {
    throw MigrationError("migrations/" + migration.name + ".sql, line " + std::to_string(statement.line) +
                         ": a migration runs in a transaction of its own, so leave out " + word);
  }
}

/// Runs the migration once; returns the error that stopped it, or nothing.
std::optional<Stopped> attempt(BlockingConnection& connection, const Migration& migration) {
  const auto statements = split_statements(migration.sql);
  if (migration.transaction) {
    for (const ScriptStatement& statement : statements) refuse_transaction_control(migration, statement);
    connection.execute("BEGIN");
  }
  const auto start = Clock::now();
  std::size_t number = 0;
  for (const ScriptStatement& statement : statements) {
    ++number;
    try {
      connection.execute(std::string(statement.text));
    } catch (const Error& error) {
      if (connection.in_transaction()) connection.execute("ROLLBACK");
      return Stopped{statement, number, error};
    }
  }
  const auto duration = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - start);
  connection.execute(
      "INSERT INTO schema_migrations (version, name, checksum, duration) "
      "VALUES ($1, $2, $3, $4::bigint * interval '1 microsecond')",
      {std::to_string(migration.version), migration.name, migration.checksum,
       std::to_string(duration.count())});
  if (!migration.transaction) return std::nullopt;
  try {
    connection.execute("COMMIT");  // deferred constraints speak up here
  } catch (const Error& error) {
    return Stopped{{"COMMIT", statements.empty() ? 1 : statements.back().line}, number + 1, error};
  }
  return std::nullopt;
}

/// Whether the error was caused by other sessions: lock_not_available, deadlock_detected.
bool is_for_others(const Error& error) { return error.sqlstate == "55P03" || error.sqlstate == "40P01"; }

/// The oldest transaction, which may hold the lock, as far as this role may see it.
std::string oldest_transaction(BlockingConnection& connection) {
  const auto oldest = connection.execute(
      "SELECT pid, application_name, state, extract(epoch FROM clock_timestamp() - xact_start)::bigint "
      "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() "
      "AND backend_type = 'client backend' AND xact_start IS NOT NULL ORDER BY xact_start LIMIT 1");
  if (oldest.rows.empty()) return "";
  const auto& row = oldest.rows[0];
  return "; the oldest open transaction is that of PostgreSQL's process " + row[0].value_or("?") + " (" +
         row[1].value_or("") + ", " + row[2].value_or("") + "), " + row[3].value_or("?") + " s old";
}

void apply(BlockingConnection& connection, const Migration& migration, const MigrateOptions& options) {
  constexpr auto longest_pause = std::chrono::seconds(10);
  // Requests queue behind a statement that waits for a lock, so it waits only briefly. A migration without a
  // transaction waits as long as needed: it blocks nobody while it waits for old transactions, and cannot be
  // tried again.
  const auto patience = migration.transaction ? options.lock_timeout : std::chrono::milliseconds(0);
  connection.execute("SET lock_timeout = " + std::to_string(patience.count()));
  std::chrono::milliseconds pause = options.first_pause;
  for (int attempts = 1;; ++attempts) {
    const auto stopped = attempt(connection, migration);
    if (!stopped) return;
    if (!migration.transaction || !is_for_others(stopped->error) || attempts == options.most_attempts)
      fail(migration, *stopped, attempts);
    if (options.waiting)
      options.waiting(migration.name + " waits for a lock that others hold, at " + place_of(*stopped) +
                      oldest_transaction(connection) + ". Attempt " + std::to_string(attempts + 1) + " of " +
                      std::to_string(options.most_attempts) + " follows in " + std::to_string(pause.count()) +
                      " ms");
    std::this_thread::sleep_for(pause);
    pause = std::min<std::chrono::milliseconds>(2 * pause, longest_pause);
  }
}

void create_table(BlockingConnection& connection) {
  connection.execute(
      "CREATE TABLE IF NOT EXISTS schema_migrations ("
      "  version integer PRIMARY KEY,"
      "  name text NOT NULL,"
      "  checksum text NOT NULL,"
      "  applied_at timestamptz NOT NULL DEFAULT clock_timestamp(),"
      "  duration interval NOT NULL)");
}

/// The migrations to run. Throws for every reason not to run them.
std::vector<const Migration*> plan(std::span<const Migration> migrations,
                                   const std::vector<AppliedMigration>& applied, std::optional<int> to) {
  const SchemaState state = schema_state(migrations, applied);
  if (state.verdict == SchemaVerdict::newer || state.verdict == SchemaVerdict::drifted) {
    throw MigrationError(state.message);
  }
  const int newest = migrations.empty() ? 0 : migrations.back().version;
  const int current = applied.empty() ? 0 : applied.back().version;
  const int target = to.value_or(newest);
  if (target > newest) {
    throw MigrationError("there is no migration " + std::to_string(target) + ": the newest is " +
                         std::to_string(newest));
  }
  if (target < current) {
    throw MigrationError("the database is at migration " + std::to_string(current) +
                         ", and migrations only go " + "forward: to get back to " + std::to_string(target) +
                         ", restore a backup from before");
  }
  std::vector<const Migration*> chosen;
  for (const Migration& migration : migrations) {
    if (migration.version > current && migration.version <= target) chosen.push_back(&migration);
  }
  return chosen;
}

}  // namespace

std::vector<Migration> read_migrations(std::span<const EmbeddedFile> files) {
  std::vector<Migration> migrations;
  for (const EmbeddedFile& file : files) migrations.push_back(read_migration(file));
  std::ranges::stable_sort(migrations, {}, &Migration::version);
  int expected = 1;
  for (std::size_t i = 0; i < migrations.size(); ++i, ++expected) {
    const Migration& migration = migrations[i];
    if (migration.version == expected) continue;
    if (i > 0 && migration.version == migrations[i - 1].version) {
      throw MigrationError("migrations " + migrations[i - 1].name + " and " + migration.name +
                           " have the same number: give the newer one the next free number");
    }
    throw MigrationError("migration number " + std::to_string(expected) + " is missing before " +
                         migration.name + ": numbers run 1, 2, 3 without a gap");
  }
  return migrations;
}

SchemaState schema_state(std::span<const Migration> known, std::span<const AppliedMigration> applied) {
  const auto drifted = [](std::string message) {
    return SchemaState{SchemaVerdict::drifted, {}, std::move(message)};
  };
  int expected = 1;
  for (const AppliedMigration& row : applied) {
    if (row.version > static_cast<int>(known.size())) {
      return {SchemaVerdict::newer,
              {},
              "the database has migration " + row.name +
                  ", which this program does not know (its newest is " +
                  (known.empty() ? "none" : known.back().name) + "): use the newer version of the program"};
    }
    if (row.version != expected) {
      return drifted(
          "the database has migration " + row.name + " but not number " + std::to_string(expected) +
          " before it: schema_migrations was changed by hand; restore its missing rows, or a backup");
    }
    const Migration& migration = known[static_cast<std::size_t>(row.version - 1)];
    if (row.name != migration.name || row.checksum != migration.checksum) {
      return drifted("migration " + migration.name +
                     " was changed after it was applied to this database as " + row.name +
                     " (checksum then " + row.checksum.substr(0, 12) + ", now " +
                     migration.checksum.substr(0, 12) +
                     "): put the old text back, and make the change in a new " + "migration");
    }
    ++expected;
  }
  SchemaState state;
  for (const Migration& migration : known.subspan(applied.size())) state.pending.push_back(migration.name);
  if (state.pending.empty()) {
    state.message = "the schema is up to date";
  } else {
    state.verdict = SchemaVerdict::pending;
    state.message = std::to_string(state.pending.size()) + " of " + std::to_string(known.size()) +
                    " migrations are not applied yet, from " + state.pending.front() + " on";
  }
  return state;
}

SchemaState schema_state(BlockingConnection& connection, std::span<const Migration> known) {
  return schema_state(known, read_applied(connection));
}

std::vector<std::string> migrate(BlockingConnection& connection, std::span<const Migration> migrations,
                                 const MigrateOptions& options) {
  std::vector<std::string> names;
  if (options.check_only) {
    for (const Migration* migration : plan(migrations, read_applied(connection), options.to)) {
      names.push_back(migration->name);
    }
    return names;
  }
  // A migration may take longer than any request: lift the time limits of the role or database.
  connection.execute("SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0");
  const MigrationLock lock(connection);
  const auto chosen = plan(migrations, read_applied(connection), options.to);
  if (!chosen.empty()) create_table(connection);
  for (const Migration* migration : chosen) {
    if (options.progress) options.progress(*migration);
    apply(connection, *migration, options);
    names.push_back(migration->name);
  }
  return names;
}

}  // namespace kpa::db

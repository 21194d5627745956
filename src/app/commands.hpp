#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/config/load.hpp"

namespace kpa::app {

/// Exit statuses of the program, from sysexits.h where it defines one.
enum class Exit : int {
  done = 0,
  failed = 1,   ///< something is wrong, and has been reported
  usage = 2,    ///< the command line cannot be parsed
  pending = 3,  ///< `migrate --check`: there are migrations to apply
  broken = 4,   ///< `audit verify`: events or their chain were changed
  waits = 5,    ///< `audit verify`: unchanged, but events have waited more than ten minutes for their seal
  misconfigured = 78  ///< EX_CONFIG: the configuration must be corrected first
};

struct ServeOptions {
  bool demo = false;
};
struct MigrateCommand {
  bool check = false;
  std::optional<int> to;
};
struct SuperuserOptions {
  std::string phone;
  std::string first_name = "Super";
  std::string last_name = "User";
  bool password_stdin = false;
};
struct AuditCommand {
  std::vector<std::string> anchors;   ///< `verify`: anchors that `head` printed earlier
  std::vector<std::string> archives;  ///< `verify`: archive files to check as well
  bool json = false;
};
struct ArchiveCommand {
  std::string before;  ///< a date; partitions with only older events are archived
  std::string keep;    ///< or: how long events are kept
  std::string to;      ///< an existing directory
};

// Each command reads the settings that it needs and prints what it does and what failed. It never throws for
// an expected failure.

/// Serves until SIGINT or SIGTERM, then finishes running requests. A signal before it is ready also ends it.
Exit serve(const config::Loaded& loaded, const ServeOptions& options);
Exit migrate(const config::Loaded& loaded, const MigrateCommand& options);
Exit create_superuser(const config::Loaded& loaded, const SuperuserOptions& options);
/// Prints the last seal of the events' hash chain (an anchor), to be kept elsewhere.
Exit audit_head(const config::Loaded& loaded, const AuditCommand& options);
/// Writes old events to files and removes them from the database.
Exit audit_archive(const config::Loaded& loaded, const ArchiveCommand& options);
/// Checks whether any event or seal was altered, removed or moved.
Exit audit_verify(const config::Loaded& loaded, const AuditCommand& options);
/// Creates people of each role with one-time passwords, and some hundred forms.
Exit demo(const config::Loaded& loaded);
/// Prints the OpenAPI document for the default settings, whatever is configured.
Exit print_openapi();
/// Prints docs/permissions.md.
Exit print_permissions();
/// Checks configuration, database, schema, Redis and disk: what would fail, and how to correct it.
Exit check(const config::Loaded& loaded);

}  // namespace kpa::app

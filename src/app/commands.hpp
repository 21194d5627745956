#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/config/load.hpp"

namespace kpa::app {

/// Exit statuses of the program, after sysexits.h where it has one.
enum class Exit : int {
  done = 0,
  failed = 1,         ///< something is wrong, and has been told
  usage = 2,          ///< the command line cannot be understood
  pending = 3,        ///< `migrate --check`: there are migrations to apply
  broken = 4,         ///< `audit verify`: events or their chain were tampered with
  waits = 5,          ///< `audit verify`: no, but events wait for their seal since more than ten minutes
  misconfigured = 78  ///< EX_CONFIG: the configuration must be mended first
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
  std::vector<std::string> anchors;   ///< `verify`: what `head` printed earlier
  std::vector<std::string> archives;  ///< `verify`: files to be compared, too
  bool json = false;
};
struct ArchiveCommand {
  std::string before;  ///< a date; the events of partitions in which all is older are archived
  std::string keep;    ///< or for how long they are kept, up to now
  std::string to;      ///< an existing directory
};

// Each command reads what it needs of the configuration, tells what it does and what went wrong, and never
// throws for an expected failure.

/// Serves until SIGINT or SIGTERM, then drains. A signal before it is ready ends it too.
Exit serve(const config::Loaded& loaded, const ServeOptions& options);
Exit migrate(const config::Loaded& loaded, const MigrateCommand& options);
Exit create_superuser(const config::Loaded& loaded, const SuperuserOptions& options);
/// The end of the events' hash chain, for keeping outside.
Exit audit_head(const config::Loaded& loaded, const AuditCommand& options);
/// Writes old events to files, and takes them out of the database.
Exit audit_archive(const config::Loaded& loaded, const ArchiveCommand& options);
/// Whether any event or seal was altered, removed or put elsewhere.
Exit audit_verify(const config::Loaded& loaded, const AuditCommand& options);
/// People of each role with one-time passwords, and some hundred forms.
Exit demo(const config::Loaded& loaded);
/// The OpenAPI document on standard output: that of the default settings, whatever is configured here.
Exit print_openapi();
/// docs/permissions.md on standard output.
Exit print_permissions();
/// Configuration, database, schema, Redis, disk: what would fail and how to mend it.
Exit check(const config::Loaded& loaded);

}  // namespace kpa::app

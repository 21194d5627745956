#include "tests/support/database.hpp"

#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <iostream>
#include <mutex>
#include <stdexcept>
#include <string_view>
#include <system_error>

#include <unistd.h>

#include "core/db/blocking.hpp"
#include "core/db/embedded.hpp"
#include "core/db/migrations.hpp"
#include "embedded/migrations.hpp"

namespace kpa::test {
namespace {

constexpr std::string_view template_prefix = "template_";
constexpr std::string_view database_prefix = "test_";

/// The first number in `test_<process>_<count>`.
pid_t owner_of(const std::string& database) { return std::atoi(database.c_str() + database_prefix.size()); }

bool gone(pid_t process) { return kill(process, 0) != 0 && errno == ESRCH; }

/// The tests' PostgreSQL, with the migrated template that others are cloned from.
class Cluster {
 public:
  Cluster() : postgres_(KPA_TEST_CLUSTER, {.settings = {{"max_connections", "300"}}, .durable = false}) {
    db::BlockingConnection connection(postgres_.conninfo());
    look_after(connection);
    drop_leftovers(connection);
  }

  std::string conninfo(const std::string& database = "kpa") const { return postgres_.conninfo(database); }

  /// Made at its first use, so that tests with an empty database do not depend on the migrations.
  const std::string& migrated_template() {
    std::call_once(template_made_, [this] {
      db::BlockingConnection connection(postgres_.conninfo());
      look_after(connection);
      prepare_template(connection);
    });
    return template_;
  }

 private:
  /// Only one test program at a time maintains the databases; the lock ends with the connection.
  static void look_after(db::BlockingConnection& connection) {
    connection.execute("SELECT pg_advisory_lock(1)");
  }

  static std::vector<std::string> databases(db::BlockingConnection& connection, std::string_view prefix) {
    std::vector<std::string> names;
    for (const auto& row :
         connection
             .execute("SELECT datname FROM pg_database WHERE starts_with(datname, $1)", {std::string(prefix)})
             .rows) {
      names.push_back(row[0].value());
    }
    return names;
  }

  static void drop(db::BlockingConnection& connection, const std::string& name) {
    connection.execute("DROP DATABASE IF EXISTS " + db::quoted_identifier(name) + " WITH (FORCE)");
  }

  /// Drops the databases of killed test programs.
  static void drop_leftovers(db::BlockingConnection& connection) {
    for (const std::string& name : databases(connection, database_prefix)) {
      if (gone(owner_of(name))) drop(connection, name);
    }
  }

  void prepare_template(db::BlockingConnection& connection) {
    const auto migrations = db::read_migrations(embedded::migrations());
    std::string checksums;
    for (const auto& migration : migrations) checksums += migration.checksum;
    template_ = template_prefix;
    template_ += connection.execute("SELECT md5($1)", {checksums}).value().value();
    const auto existing = databases(connection, template_prefix);
    for (const std::string& name : existing) {
      if (name == template_) return;
    }
    // Created under another name until it is complete, so that a killed test program leaves no half-migrated
    // template.
    const std::string unfinished = "unfinished_" + template_;
    drop(connection, unfinished);
    connection.execute("CREATE DATABASE " + db::quoted_identifier(unfinished));
    {
      db::BlockingConnection inside(postgres_.conninfo(unfinished));
      db::migrate(inside, migrations);
      inside.execute("VACUUM ANALYZE");
    }
    // The server's side of that connection may end a moment after ours.
    connection.execute("SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = $1",
                       {unfinished});
    connection.execute("ALTER DATABASE " + db::quoted_identifier(unfinished) + " RENAME TO " +
                       db::quoted_identifier(template_));
    for (const std::string& name : existing) drop(connection, name);
  }

  db::EmbeddedPostgres postgres_;
  std::once_flag template_made_;
  std::string template_;
};

Cluster& cluster() {
  static Cluster shared;
  return shared;
}

}  // namespace

TestDatabase::TestDatabase(Starts starts) {
  static std::atomic<int> count = 0;
  name_ = std::string(database_prefix) + std::to_string(getpid()) + "_" + std::to_string(++count);
  db::BlockingConnection connection(cluster().conninfo());
  connection.execute(
      "CREATE DATABASE " + db::quoted_identifier(name_) + " TEMPLATE " +
      db::quoted_identifier(starts == Starts::migrated ? cluster().migrated_template() : "template0"));
}

TestDatabase::~TestDatabase() {
  try {
    db::BlockingConnection connection(cluster().conninfo());
    connection.execute("DROP DATABASE " + db::quoted_identifier(name_) + " WITH (FORCE)");
  } catch (const db::Error&) {
    // The next test program drops it.
  }
}

std::string TestDatabase::conninfo() const { return cluster().conninfo(name_); }

namespace {

/// A fresh data directory: initdb takes seconds, so it runs once per test program.
class FreshData {
 public:
  FreshData() : server_(directory_.path() / "postgres", {.durable = false}) {
    server_.start();
    server_.stop();
  }
  void copy_to(const std::filesystem::path& directory) const {
    // Keeps the owner, which std::filesystem::copy does not.
    const pid_t copying = db::launch(
        {.arguments = {"/bin/cp", "-a", (server_.directory() / "data").string(), directory.string()}});
    if (db::exit_of(copying, true) != 0) throw std::runtime_error("PostgreSQL's data cannot be copied");
  }

 private:
  TemporaryDirectory directory_;
  db::PostgresServer server_;
};

}  // namespace

PrivatePostgres::PrivatePostgres(db::PostgresSettings settings)
    : server_(directory_.path() / "postgres", {.settings = std::move(settings), .durable = false}) {
  static const FreshData fresh;
  server_.prepare();
  fresh.copy_to(server_.directory());
  server_.start();
}

PrivatePostgres::~PrivatePostgres() {
  try {
    server_.crash();
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
  }
}

TemporaryDirectory::TemporaryDirectory() {
  std::string pattern = (std::filesystem::temp_directory_path() / "kpa-test-XXXXXX").string();
  if (!mkdtemp(pattern.data())) throw std::system_error(errno, std::generic_category(), pattern);
  // Readable for the account that PostgreSQL runs as when we are root.
  std::filesystem::permissions(pattern, std::filesystem::perms(0755));
  path_ = pattern;
}

TemporaryDirectory::~TemporaryDirectory() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace kpa::test

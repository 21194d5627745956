#include <chrono>
#include <iostream>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <unistd.h>

#include "app/commands.hpp"
#include "app/installation.hpp"
#include "core/cache/redis.hpp"
#include "core/config/secrets.hpp"
#include "core/db/blocking.hpp"
#include "core/timer.hpp"

namespace kpa::app {
namespace {

/// Prints one line per check, immediately, so that log lines come in between, not inside.
class Report {
 public:
  void good(std::string_view what, std::string_view how) {
    std::cout << "  ok      " << what << ": " << how << std::endl;
  }
  void bad(std::string_view what, std::string_view why) {
    std::cout << "  FAILED  " << what << ": " << why << std::endl;
    exit_ = Exit::failed;
  }
  Exit exit() const { return exit_; }

 private:
  Exit exit_ = Exit::done;
};

/// Privileges that a serving role which does not own the tables lacks, or should not have. It needs a grant
/// for each new table; some it may only read, events and seals it may only append to, and on partitions it
/// needs none.
constexpr const char* rights = R"(
  WITH tables AS (
    SELECT oid, relname, relowner, relispartition AS is_part,
           relname IN ('schema_migrations', 'event_archives') AS is_read,
           relname IN ('events', 'event_seals') AS is_history
    FROM pg_class
    WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p')
      AND relowner = (SELECT relowner FROM pg_class WHERE oid = to_regclass('schema_migrations')))
  SELECT current_user, current_schema(),
         string_agg(relname, ', ' ORDER BY relname) FILTER (WHERE NOT is_part AND NOT (
           has_table_privilege(oid, 'SELECT')
           AND (is_read OR has_any_column_privilege(oid, 'INSERT'))
           AND (is_read OR is_history
                OR has_table_privilege(oid, 'UPDATE') AND has_table_privilege(oid, 'DELETE')))),
         string_agg(relname, ', ' ORDER BY relname) FILTER (WHERE
           NOT pg_has_role(relowner, 'USAGE')
           AND ((is_history OR is_part OR is_read)
                AND (has_any_column_privilege(oid, 'UPDATE') OR has_table_privilege(oid, 'DELETE, TRUNCATE'))
                OR (is_part OR is_read) AND has_any_column_privilege(oid, 'INSERT')))
  FROM tables)";

/// Whether the role may use all tables and, if it does not own them, cannot rewrite history.
bool check_rights(db::BlockingConnection& connection, Report& report) {
  const auto found = connection.execute(rights).rows.at(0);
  const std::string& role = found.at(0).value();
  constexpr auto remedy =
      "; grant it what docs/how-to/run-on-your-postgresql.md says, as after each `kpa migrate`";
  if (!found.at(1))
    report.bad("rights", role + " may use no schema" + remedy);
  else if (found.at(2))
    report.bad("rights", role + " may not read or not write " + *found.at(2) + remedy);
  else if (found.at(3))
    report.bad("rights", role + " may rewrite history in " + *found.at(3) + remedy);
  else
    report.good("rights", "suffice for all tables");
  return found.at(1) && !found.at(2);
}

/// Reports the deliveries waiting in the outbox; see docs/operations.md.
void check_deliveries(db::BlockingConnection& connection, Report& report) {
  const auto counted = connection
                           .execute(
                               "SELECT count(*) FILTER (WHERE given_up IS NULL) || ' wait, ' || "
                               "count(given_up) || ' were given up within a week' FROM deliveries")
                           .value();
  report.good("deliveries", counted.value_or(""));
}

void check_schema(const Installation& installation, const config::Loaded& loaded, Report& report) {
  db::BlockingConnection connection(installation.conninfo());
  report.good("PostgreSQL",
              connection.execute("SELECT current_setting('server_version')").value().value_or("answers"));
  if (!check_rights(connection, report)) return;
  const auto state = db::schema_state(connection, known_migrations());
  if (state.verdict != db::SchemaVerdict::up_to_date)
    return report.bad("schema", schema_advice(state, loaded));
  report.good("schema", "up to date");
  check_deliveries(connection, report);
}

constexpr std::string_view not_yet = " (not there yet: the first start makes it)";

/// The directory, or its nearest ancestor that exists.
std::filesystem::path existing(const std::filesystem::path& directory) {
  std::filesystem::path found = std::filesystem::absolute(directory);
  std::error_code unseen;
  while (!std::filesystem::exists(found, unseen) && found.has_relative_path()) found = found.parent_path();
  return found;
}

void check_directory(const std::filesystem::path& directory, std::string_view name, Report& report) {
  std::error_code unseen;
  const auto found = existing(directory);
  if (!std::filesystem::is_directory(found, unseen) || ::access(found.c_str(), W_OK) != 0)
    report.bad(name,
               directory.string() + " cannot be written to; create it and give it to the user that runs kpa");
  else
    report.good(name,
                directory.string() +
                    std::string(std::filesystem::exists(directory, unseen) ? std::string_view() : not_yet));
}

/// With less free space PostgreSQL may not even be able to shut down cleanly.
constexpr std::uintmax_t no_room = 100ULL << 20U;

void check_disk(const std::filesystem::path& directory, Report& report) {
  std::error_code failed;
  const auto space = std::filesystem::space(existing(directory), failed);
  if (failed) return report.bad("disk", directory.string() + ": " + failed.message());
  const std::string free = std::to_string(space.available >> 20U) + " MiB free in " + directory.string();
  if (space.available < no_room)
    report.bad("disk", free + "; make room, or name another data_dir");
  else
    report.good("disk", free);
}

void check_secrets(config::Settings settings, Report& report) {
  const auto kept = settings.data_dir / "secret";
  std::error_code unseen;
  if (settings.auth.secret_key.empty() && !std::filesystem::exists(kept, unseen) && !unseen)
    return report.good("secret", kept.string() + std::string(not_yet));
  try {
    config::complete_secrets(settings);
    report.good("secret", "can be used");
  } catch (const std::exception& error) {
    report.bad("secret", error.what());
  }
}

void check_sms(const config::SmsSettings& settings, Report& report) {
  switch (settings.sender) {
    case config::SmsSenderKind::none:
      return report.good("text messages", "none, so nobody logs in by code (sms.sender)");
    case config::SmsSenderKind::console: return report.good("text messages", "written to standard error");
    case config::SmsSenderKind::http:
      return report.good("text messages", "through a gateway, which was not asked");
  }
}

void check_database(const config::Loaded& loaded, Report& report) {
  if (!is_made(loaded.settings))
    return report.good("PostgreSQL",
                       "embedded in " + loaded.settings.data_dir.string() + std::string(not_yet));
  try {
    const Installation installation(loaded.settings, [](std::string_view) {});
    check_schema(installation, loaded, report);
  } catch (const std::exception& error) {
    report.bad("PostgreSQL", error.what());
  }
}

/// Gives up after a second or two, since the connection is still being made.
Task<void> ask(boost::asio::io_context& io, cache::Redis& redis, bool& answers) {
  constexpr int attempts = 20;
  for (int attempt = 0; attempt < attempts && !answers; ++attempt) {
    if (attempt > 0) {
      Timer pause(io, std::chrono::milliseconds(50));
      co_await pause.async_wait(boost::asio::use_awaitable_t<Executor>());
    }
    answers = co_await redis.ping(std::chrono::milliseconds(500));
  }
}

void check_redis(const config::RedisSettings& settings, Report& report) {
  if (settings.url.empty()) return;
  bool answers = false;
  std::string trouble;
  try {
    boost::asio::io_context io{1};
    cache::Redis redis(
        io, {.address = cache::parse_redis_url(settings.url).value(), .ca_file = settings.ca_file.string()});
    redis.start();
    boost::asio::co_spawn(
        io.get_executor(), [&] { return ask(io, redis, answers); },
        [&](const std::exception_ptr&) { redis.stop(); });
    io.run();
    trouble = redis.last_trouble();
  } catch (const std::exception& error) {
    return report.bad("Redis", error.what());
  }
  if (answers)
    report.good("Redis", "answers");
  else
    report.bad("Redis", "does not answer at REDIS_URL (" + (trouble.empty() ? "no answer yet" : trouble) +
                            "); start it or unset REDIS_URL: one server needs none");
}

}  // namespace

Exit check(const config::Loaded& loaded) {
  Report report;
  std::cout << config::describe(loaded) << '\n';
  report.good("configuration", "no mistakes");
  const config::Settings& settings = loaded.settings;
  check_directory(settings.data_dir, "data directory", report);
  check_directory(settings.media_root, "media directory", report);
  check_disk(settings.data_dir, report);
  check_secrets(settings, report);
  check_database(loaded, report);
  check_redis(settings.redis, report);
  check_sms(settings.sms, report);
  return report.exit();
}

}  // namespace kpa::app

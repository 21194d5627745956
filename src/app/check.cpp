#include <iostream>

#include <unistd.h>

#include "app/commands.hpp"
#include "app/installation.hpp"
#include "app/instance.hpp"
#include "core/config/secrets.hpp"
#include "core/db/blocking.hpp"
#include "core/http/message.hpp"
#include "features/service_info/service_info.hpp"

namespace kpa::app {
namespace {

/// One line a thing that was looked at.
class Report {
 public:
  void good(std::string_view what, std::string_view how) {
    std::cout << "  ok      " << what << ": " << how << '\n';
  }
  void bad(std::string_view what, std::string_view why) {
    std::cout << "  FAILED  " << what << ": " << why << '\n';
    exit_ = Exit::failed;
  }
  Exit exit() const { return exit_; }

 private:
  Exit exit_ = Exit::done;
};

void check_schema(const Installation& installation, Report& report) {
  db::BlockingConnection connection(installation.conninfo());
  report.good("PostgreSQL",
              connection.execute("SELECT current_setting('server_version')").value().value_or("answers"));
  const auto state = db::schema_state(connection, known_migrations());
  if (state.verdict == db::SchemaVerdict::up_to_date)
    report.good("schema", "up to date");
  else
    report.bad("schema", state.message);
}

void check_directory(const std::filesystem::path& directory, std::string_view name, Report& report) {
  std::error_code failed;
  std::filesystem::create_directories(directory, failed);
  if (failed || ::access(directory.c_str(), W_OK) != 0)
    report.bad(name,
               directory.string() + " cannot be written to; create it and give it to the user that runs kpa");
  else
    report.good(name, directory.string());
}

Task<void> check_redis(Instance& instance, Report& report) {
  if (co_await instance.redis_answers())
    report.good("Redis", "answers");
  else
    report.bad("Redis", "does not answer at REDIS_URL; start it or unset REDIS_URL: one server needs none");
}

}  // namespace

Exit check(const config::Loaded& loaded) {
  Report report;
  std::cout << config::describe(loaded) << '\n';
  report.good("configuration", "no mistakes");
  config::Settings settings = loaded.settings;
  config::complete_secrets(settings);
  check_directory(settings.data_dir, "data directory", report);
  check_directory(settings.media_root, "media directory", report);
  try {
    const Installation installation(settings, [](std::string_view) {});
    check_schema(installation, report);
    if (!settings.redis.url.empty())
      with_instance(settings, installation.conninfo(),
                    [&](Instance& instance) { return check_redis(instance, report); });
  } catch (const std::exception& error) {
    report.bad("PostgreSQL", error.what());
  }
  return report.exit();
}

}  // namespace kpa::app

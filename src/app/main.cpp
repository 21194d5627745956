#include <functional>
#include <iostream>

#include <CLI/CLI.hpp>

#include "app/commands.hpp"
#include "core/config/reference.hpp"
#include "core/db/error.hpp"
#include "core/time.hpp"

namespace {

using kpa::app::Exit;
namespace config = kpa::config;

/// Settings that can be given on the command line.
struct Options {
  std::string config_file;
  std::string host;
  std::string port;
  std::string data_dir;
};

config::Inputs inputs_of(const Options& options) {
  config::Inputs inputs;
  inputs.environment = config::process_environment();
  if (!options.config_file.empty()) inputs.file = options.config_file;
  const auto give = [&](const char* setting, const char* option, const std::string& text) {
    if (!text.empty()) inputs.options[setting] = {option, text};
  };
  give("server.host", "--host", options.host);
  give("server.port", "--port", options.port);
  give("data_dir", "--data-dir", options.data_dir);
  return inputs;
}

/// Loads the configuration and runs the command, or reports all mistakes in the configuration.
Exit with_configuration(const config::Inputs& inputs,
                        const std::function<Exit(const config::Loaded&)>& command) {
  const config::Loaded loaded = config::load(inputs);
  for (const auto& warning : loaded.warnings)
    std::cerr << "kpa: warning: " << config::to_string(warning) << '\n';
  for (const auto& mistake : loaded.mistakes) std::cerr << "kpa: " << config::to_string(mistake) << '\n';
  if (!loaded.ok()) return Exit::misconfigured;
  kpa::use_time_zone(loaded.settings.time_zone);
  return command(loaded);
}

Exit run(int count, char** arguments) {
  CLI::App app("KPA ERP: the maintenance records of a railway workshop", "kpa");
  app.require_subcommand(1);
  app.footer(
      "Settings come from the environment, else from the file of --config, else from defaults: "
      "docs/configuration.md.");
  Options options;
  app.add_option("--config", options.config_file, "TOML file with settings")->check(CLI::ExistingFile);
  app.fallthrough();
  app.add_option("--data-dir", options.data_dir,
                 "Directory of the embedded database and uploads (default: var)");
  Exit exit = Exit::done;
  const auto command = [&](CLI::App* sub, std::function<Exit(const config::Loaded&)> work) {
    sub->callback([&, work] { exit = with_configuration(inputs_of(options), work); });
  };
  /// For administrators of the database, who should not need the server's secret.
  const auto command_without_secret = [&](CLI::App* sub, std::function<Exit(const config::Loaded&)> work) {
    sub->callback([&, work] {
      config::Inputs inputs = inputs_of(options);
      inputs.secret_needed = false;
      exit = with_configuration(inputs, work);
    });
  };

  kpa::app::ServeOptions serving;
  auto* serve = app.add_subcommand("serve", "Serve the API until SIGINT or SIGTERM");
  serve->add_option("--host", options.host, "Address to listen on (default: 127.0.0.1, in prod 0.0.0.0)");
  serve->add_option("--port", options.port, "Port to listen on (default: 8000)");
  serve->add_flag("--demo", serving.demo, "Create demo people and forms first");
  command(serve, [&](const config::Loaded& loaded) { return kpa::app::serve(loaded, serving); });

  kpa::app::MigrateCommand migrating;
  auto* migrate = app.add_subcommand("migrate", "Bring the database's schema up to date");
  migrate->add_flag("--check", migrating.check, "Change nothing; exit 3 when migrations are pending");
  migrate->add_option("--to", migrating.to, "Stop after the migration with this number")
      ->check(CLI::PositiveNumber);
  command_without_secret(migrate,
                         [&](const config::Loaded& loaded) { return kpa::app::migrate(loaded, migrating); });

  kpa::app::SuperuserOptions person;
  auto* superuser = app.add_subcommand("createsuperuser", "Create a superuser, who may do everything");
  superuser->add_option("--phone", person.phone, "Phone number; the program asks for it when left out");
  superuser->add_option("--first-name", person.first_name, "First name");
  superuser->add_option("--last-name", person.last_name, "Last name");
  superuser->add_flag("--password-stdin", person.password_stdin,
                      "Read the password from standard input, without asking");
  command(superuser,
          [&](const config::Loaded& loaded) { return kpa::app::create_superuser(loaded, person); });

  kpa::app::AuditCommand auditing;
  auto* audit = app.add_subcommand("audit", "The audit log's hash chain");
  audit->require_subcommand(1);
  auto* head = audit->add_subcommand(
      "head", "Print the chain's end; keep it where nobody with access to this database can change it");
  command_without_secret(
      head, [&](const config::Loaded& loaded) { return kpa::app::audit_head(loaded, auditing); });
  auto* verify = audit->add_subcommand(
      "verify",
      "Find altered, removed and reordered events; exit 4 when there are any, 5 when there are none but "
      "the last events have waited for their seal for more than ten minutes");
  verify->add_option("--head", auditing.anchors,
                     "SEQUENCE:HASH as `kpa audit head` printed it earlier; may be repeated");
  verify
      ->add_option("--archive", auditing.archives,
                   "File made by `kpa audit archive`, to be checked too; may be repeated")
      ->check(CLI::ExistingFile);
  command_without_secret(
      verify, [&](const config::Loaded& loaded) { return kpa::app::audit_verify(loaded, auditing); });
  for (auto* one : {head, verify}) one->add_flag("--json", auditing.json, "Print JSON");
  kpa::app::ArchiveCommand archiving;
  auto* archive = audit->add_subcommand(
      "archive",
      "Move old events from the database to files, a million ids each; run it as the owner of the tables");
  auto* until = archive->add_option_group("Until when")->require_option(1);
  until->add_option("--before", archiving.before,
                    "Archive files in which all events happened before this date (YYYY-MM-DD, 00:00 UTC)");
  until->add_option("--keep", archiving.keep, "How long events are kept, e.g. 730d");
  archive->add_option("--to", archiving.to, "Directory for the files")
      ->required()
      ->check(CLI::ExistingDirectory);
  command_without_secret(
      archive, [&](const config::Loaded& loaded) { return kpa::app::audit_archive(loaded, archiving); });

  command(app.add_subcommand("demo", "Create demo people and forms"), kpa::app::demo);
  app.add_subcommand("openapi", "Print the OpenAPI document of the default settings")->callback([&exit] {
    exit = kpa::app::print_openapi();
  });
  command(
      app.add_subcommand(
          "check", "Check configuration, database, schema, Redis and disk: what would fail, and what to do"),
      kpa::app::check);
  app.add_subcommand("config-reference", "Print docs/configuration.md")->callback([] {
    std::cout << config::reference_markdown();
  });
  app.add_subcommand("permissions-reference", "Print docs/permissions.md")->callback([&exit] {
    exit = kpa::app::print_permissions();
  });
  app.add_subcommand("version", "Print the version")->callback([] { std::cout << "kpa " KPA_VERSION "\n"; });

  try {
    app.parse(count, arguments);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? Exit::done : Exit::usage;
  }
  return exit;
}

}  // namespace

int main(int count, char** arguments) {
  try {
    return static_cast<int>(run(count, arguments));
  } catch (const std::exception& error) {
    std::cerr << "kpa: " << error.what() << '\n';
    return static_cast<int>(Exit::failed);
  }
}

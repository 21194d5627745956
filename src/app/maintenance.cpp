#include <iostream>

#include <termios.h>
#include <unistd.h>

#include "app/commands.hpp"
#include "app/demo.hpp"
#include "app/features.hpp"
#include "app/installation.hpp"
#include "app/instance.hpp"
#include "app/tell.hpp"
#include "core/config/secrets.hpp"
#include "core/db/blocking.hpp"
#include "core/i18n/catalogue.hpp"
#include "core/time.hpp"
#include "features/permissions/permissions.hpp"
#include "features/service_info/service_info.hpp"

namespace kpa::app {
namespace {

void tell_problem(const Problem& problem) {
  tell(in_english(message_of(problem)));
  for (const auto& field : problem.fields)
    tell("  " + field.path + ": " + i18n::in_english(field.message, field.params));
}

/// Reads a line without echoing it.
std::string ask_secretly(const std::string& question) {
  std::cerr << question << std::flush;
  termios shown{};
  const bool terminal = tcgetattr(STDIN_FILENO, &shown) == 0;
  if (terminal) {
    termios hidden = shown;
    hidden.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    tcsetattr(STDIN_FILENO, TCSANOW, &hidden);
  }
  std::string line;
  std::getline(std::cin, line);
  if (terminal) tcsetattr(STDIN_FILENO, TCSANOW, &shown);
  std::cerr << std::endl;
  return line;
}

std::string ask(const std::string& question) {
  std::cerr << question << std::flush;
  std::string line;
  std::getline(std::cin, line);
  return line;
}

/// False when the two entries differ.
bool read_password(const SuperuserOptions& options, std::string& password) {
  if (options.password_stdin) {
    std::getline(std::cin, password);
    return true;
  }
  password = ask_secretly("Password: ");
  if (ask_secretly("Password again: ") == password) return true;
  tell("the two passwords differ");
  return false;
}

Task<void> enrol(Instance& instance, login::NewUser user, Exit& exit) {
  const auto made = co_await instance.features().logins().create_user(instance.database(), std::move(user));
  if (made) {
    tell("created superuser " + std::to_string(*made));
  } else {
    tell_problem(made.error());
    exit = Exit::failed;
  }
}

/// Prints what `write` makes of all routes under the default settings. Needs no database and no real secret,
/// so it works anywhere.
template <class Write>
void print_of_routes(Write write) {
  config::Settings settings = config::load({}).settings;
  use_time_zone(settings.time_zone);
  settings.auth.secret_key = settings.auth.jwt_secret_key = std::string(32, 'x');
  const LoneInstance lone(settings, "");
  std::cout << write(lone.instance.router(), settings);
}

}  // namespace

Exit migrate(const config::Loaded& loaded, const MigrateCommand& options) {
  if (options.check && !is_made(loaded.settings)) {
    tell("there is no database under " + loaded.settings.data_dir.string() + " yet: `kpa serve` makes it");
    return Exit::pending;
  }
  Installation installation(loaded.settings, tell);
  db::BlockingConnection connection(installation.conninfo());
  if (options.check) {
    const auto state = db::schema_state(connection, known_migrations());
    tell(schema_advice(state, loaded));
    switch (state.verdict) {
      case db::SchemaVerdict::up_to_date: return Exit::done;
      case db::SchemaVerdict::pending: return Exit::pending;
      default: return Exit::failed;
    }
  }
  const auto begins = [](const db::Migration& migration) { tell("migrating: " + migration.name); };
  const auto applied =
      db::migrate(connection, known_migrations(), {.to = options.to, .progress = begins, .waiting = tell});
  tell(applied.empty() ? "the schema was up to date"
                       : "applied " + std::to_string(applied.size()) + " migrations");
  return Exit::done;
}

Exit create_superuser(const config::Loaded& loaded, const SuperuserOptions& options) {
  config::Settings settings = loaded.settings;
  config::complete_secrets(settings);
  login::NewUser user{.phone_number = options.phone.empty() ? ask("Phone number: ") : options.phone,
                      .password = {},
                      .first_name = options.first_name,
                      .last_name = options.last_name,
                      .role = http::Role::superuser};
  if (!read_password(options, user.password)) return Exit::failed;
  const Installation installation(settings, tell);
  if (!prepare_schema(installation, loaded, tell)) return Exit::failed;
  Exit exit = Exit::done;
  with_instance(settings, installation.conninfo(),
                [&](Instance& instance) { return enrol(instance, std::move(user), exit); });
  return exit;
}

Exit demo(const config::Loaded& loaded) {
  config::Settings settings = loaded.settings;
  config::complete_secrets(settings);
  const Installation installation(settings, tell);
  if (!prepare_schema(installation, loaded, tell)) return Exit::failed;
  return make_demo(settings, installation.conninfo()) ? Exit::done : Exit::failed;
}

Exit print_openapi() {
  print_of_routes([](const http::Router& router, const config::Settings& settings) {
    return http::openapi_document(router, service_info::api_info(settings.api.title, settings.api.version));
  });
  return Exit::done;
}

Exit print_permissions() {
  print_of_routes([](const http::Router& router, const config::Settings&) {
    return permissions::reference_markdown(router);
  });
  return Exit::done;
}

}  // namespace kpa::app

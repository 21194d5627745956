#include "app/installation.hpp"

#include <algorithm>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include "app/instance.hpp"
#include "core/db/blocking.hpp"
#include "core/db/database.hpp"
#include "core/db/pool.hpp"
#include "core/jobs/schedule.hpp"
#include "core/worker_pool.hpp"
#include "embedded/migrations.hpp"

namespace kpa::app {
namespace {

/// The word quoted for a shell.
std::string quoted(const std::string& word) {
  constexpr std::string_view harmless =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._-+:@%";
  if (!word.empty() && word.find_first_not_of(harmless) == std::string::npos) return word;
  std::string result = "'";
  for (const char c : word) result += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return result + "'";
}

}  // namespace

const std::vector<db::Migration>& known_migrations() {
  static const std::vector<db::Migration> known = db::read_migrations(embedded::migrations());
  return known;
}

std::size_t embedded_connections(const config::Settings& settings) {
  constexpr std::size_t reserve = 28;
  constexpr std::size_t least = 60;
  const std::size_t requests = std::size_t{settings.server.io_threads} * settings.database.connections;
  return std::max(least, requests + jobs::most_at_once + reserve);
}

Installation::Installation(const config::Settings& settings, std::function<void(std::string_view)> progress,
                           std::function<bool()> given_up) {
  if (settings.database.embedded()) {
    const db::PostgresSettings sized{{"max_connections", std::to_string(embedded_connections(settings))}};
    embedded_.emplace(settings.data_dir / "postgres", db::PostgresOptions{.settings = sized,
                                                                          .progress = std::move(progress),
                                                                          .given_up = std::move(given_up)});
    conninfo_ = embedded_->conninfo();
  } else {
    conninfo_ = config::database_url(settings.database);
  }
}

db::SchemaState Installation::schema() const {
  db::BlockingConnection connection(conninfo_);
  return db::schema_state(connection, known_migrations());
}

void Installation::migrate(std::function<void(std::string_view)> progress) const {
  db::BlockingConnection connection(conninfo_);
  const auto begins = [&](const db::Migration& migration) { progress("migrating: " + migration.name); };
  db::migrate(connection, known_migrations(), {.progress = begins, .waiting = progress});
}

bool is_made(const config::Settings& settings) {
  if (!settings.database.embedded()) return true;
  std::error_code unseen;  // owned by another user: it exists, and using it will report whose it is
  return std::filesystem::exists(settings.data_dir / "postgres" / "data" / "PG_VERSION", unseen) || unseen;
}

std::string place_options(const config::Loaded& loaded) {
  std::string options;
  const auto add = [&options](std::string_view option, const std::filesystem::path& path) {
    options += " " + std::string(option) + " " + quoted(std::filesystem::absolute(path).string());
  };
  if (loaded.file) add("--config", *loaded.file);
  // Without a configuration file, ./dev has the same default; with one, the file decides.
  if (loaded.file || !loaded.sources.at("data_dir").starts_with("default"))
    add("--data-dir", loaded.settings.data_dir);
  return options;
}

std::string schema_advice(const db::SchemaState& state, const config::Loaded& loaded) {
  if (state.verdict != db::SchemaVerdict::pending) return state.message;
  return state.message + ": run `kpa migrate" + place_options(loaded) + "`";
}

bool prepare_schema(const Installation& installation, const config::Loaded& loaded,
                    const std::function<void(std::string_view)>& progress) {
  if (installation.is_embedded()) {
    installation.migrate(progress);
    return true;
  }
  const auto state = installation.schema();
  if (state.verdict == db::SchemaVerdict::up_to_date) return true;
  progress(schema_advice(state, loaded));
  return false;
}

void with_database(const std::string& conninfo, std::chrono::milliseconds statement_timeout,
                   std::function<Task<void>(db::Queries&)> work) {
  boost::asio::io_context io{1};
  const auto pool = std::make_shared<db::Pool>(
      io, db::PoolSettings{.conninfo = conninfo, .statement_timeout = statement_timeout});
  db::Database database(pool);
  pool->start();
  std::exception_ptr failure;
  boost::asio::co_spawn(
      io.get_executor(), [&] { return work(database); },
      [&](std::exception_ptr thrown) {
        failure = thrown;
        pool->stop();
      });
  io.run();
  if (failure) std::rethrow_exception(failure);
}

void with_instance(const config::Settings& settings, const std::string& conninfo,
                   std::function<Task<void>(Instance&)> work) {
  LoneInstance lone(settings, conninfo);
  lone.instance.start();
  std::exception_ptr failure;
  boost::asio::co_spawn(
      lone.io.get_executor(), [&] { return work(lone.instance); },
      [&](std::exception_ptr thrown) {
        failure = thrown;
        lone.instance.drain([&] { lone.instance.close([] {}); });
      });
  lone.io.run();
  if (failure) std::rethrow_exception(failure);
}

}  // namespace kpa::app

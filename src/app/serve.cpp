#include <csignal>
#include <cstdlib>
#include <iostream>
#include <system_error>

#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>

#include "app/application.hpp"
#include "app/commands.hpp"
#include "app/demo.hpp"
#include "app/installation.hpp"
#include "core/config/secrets.hpp"
#include "core/observe/log.hpp"

namespace kpa::app {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;
using Timer = asio::basic_waitable_timer<Clock, asio::wait_traits<Clock>, Executor>;

constexpr auto watch_period = 250ms;

void tell(std::string_view line) { std::cerr << "kpa: " << line << std::endl; }

/// Where a newcomer goes from here.
void tell_where_to_go(const config::Settings& settings, std::uint16_t port) {
  const std::string host = settings.server.host == "0.0.0.0" ? "127.0.0.1" : settings.server.host;
  const std::string base = "http://" + host + ":" + std::to_string(port);
  std::cerr
      << "\nKPA ERP " KPA_VERSION " is ready at " << base << "\n"
      << "  documentation    " << base << "/api/docs/\n"
      << "  first superuser  ./dev kpa createsuperuser --phone +919876543210\n"
      << "  register         curl -s " << base
      << "/api/users/register -H 'Content-Type: application/json' \\\n"
      << "                     -d '{\"phone_number\": \"+1234567890\", \"password\": \"securepass123\", "
         "\"confirm_password\": \"securepass123\", \"first_name\": \"John\", \"last_name\": \"Engineer\"}'\n"
      << "  stop             Ctrl-C\n"
      << std::endl;
}

/// Brings an own database up to date; one that others administer is only looked at. False when it cannot be
/// used.
bool prepare_schema(Installation& installation) {
  if (installation.embedded() != nullptr) {
    installation.migrate(tell);
    return true;
  }
  const auto state = installation.schema();
  if (state.verdict == db::SchemaVerdict::up_to_date) return true;
  tell(state.message);
  return false;
}

/// Waits for SIGINT or SIGTERM, and meanwhile brings an embedded PostgreSQL back that died.
void wait_for_signal(db::EmbeddedPostgres* postgres) {
  asio::io_context io;
  asio::basic_signal_set<Executor> signals(io, SIGINT, SIGTERM);
  signals.async_wait([&](boost::system::error_code, int) { io.stop(); });
  Timer timer(io);
  std::function<void()> watch = [&] {
    timer.expires_after(watch_period);
    timer.async_wait([&](boost::system::error_code stopped) {
      if (stopped) return;
      try {
        postgres->revive();
      } catch (const std::exception& error) {
        tell(std::string("PostgreSQL cannot be started again: ") + error.what());
      }
      watch();
    });
  };
  if (postgres != nullptr) watch();
  io.run();
  // Whoever asks a second time does not want to wait for the draining.
  std::signal(SIGINT, SIG_DFL);
  std::signal(SIGTERM, SIG_DFL);
}

}  // namespace

Exit serve(const config::Loaded& loaded, const ServeOptions& options) {
  config::Settings settings = loaded.settings;
  config::complete_secrets(settings);
  std::signal(SIGPIPE, SIG_IGN);
  Installation installation(settings, tell);
  if (!prepare_schema(installation)) return Exit::failed;
  if (options.demo) make_demo(settings, installation.conninfo());
  observe::start_logs(settings.log);
  try {
    Application application(settings, installation.conninfo());
    const std::uint16_t port = application.start();
    tell_where_to_go(settings, port);
    wait_for_signal(installation.embedded());
    tell("finishing the requests under way");
    application.stop();
  } catch (...) {
    observe::stop_logs();
    throw;
  }
  observe::stop_logs();
  if (auto* postgres = installation.embedded()) {
    tell("stopping PostgreSQL");
    postgres->leave();
  }
  tell("stopped");
  return Exit::done;
}

}  // namespace kpa::app

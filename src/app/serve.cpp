#include <csignal>
#include <functional>
#include <iostream>

#include <sys/resource.h>

#include "app/application.hpp"
#include "app/commands.hpp"
#include "app/demo.hpp"
#include "app/installation.hpp"
#include "app/stop_signals.hpp"
#include "app/tell.hpp"
#include "core/config/secrets.hpp"
#include "core/observe/log.hpp"

namespace kpa::app {
namespace {

using namespace std::chrono_literals;

constexpr auto watch_period = 250ms;
/// Files besides clients' connections: to the database, listening sockets, files being read.
constexpr std::size_t files_of_its_own = 500;

/// Raises the limit of open files: each connection is one, and the default limit is 1024.
void allow_open_files(std::size_t wanted) {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
  if (limit.rlim_cur < wanted)
    observe::Log("request").warning(
        "the system allows fewer open files than server.max_connections and its own need: raise LimitNOFILE",
        {{"allowed", limit.rlim_cur}, {"wanted", wanted}});
}

/// Tells a new user what to open next.
void tell_where_to_go(const config::Loaded& loaded, std::uint16_t port) {
  const config::Settings& settings = loaded.settings;
  std::string host = settings.server.host;
  if (host == "0.0.0.0") host = "127.0.0.1";
  if (host == "::") host = "::1";
  if (host.find(':') != host.npos) host = "[" + host + "]";
  const std::string base = "http://" + host + ":" + std::to_string(port);
  if (settings.profile == config::Profile::prod) return tell("KPA ERP " KPA_VERSION " is ready at " + base);
  std::cerr
      << "\nKPA ERP " KPA_VERSION " is ready at " << base << "\n"
      << "  documentation    " << base << "/api/docs/\n"
      << "  first superuser  ./dev kpa createsuperuser --phone +919876543210" << place_options(loaded) << "\n"
      << "  register         curl -s " << base
      << "/api/users/register -H 'Content-Type: application/json' \\\n"
      << "                     -d '{\"phone_number\": \"+1234567890\", \"password\": \"securepass123\", "
         "\"confirm_password\": \"securepass123\", \"first_name\": \"John\", \"last_name\": \"Engineer\"}'\n"
      << "  stop             Ctrl-C\n"
      << std::endl;
}

/// Serves until a signal comes; restarts an embedded PostgreSQL that died meanwhile.
void serve_until(StopSignals& stop, const config::Loaded& loaded, Installation& installation) {
  allow_open_files(loaded.settings.server.max_connections + files_of_its_own);
  Application application(loaded.settings, installation.conninfo());
  const std::uint16_t port = application.start();
  tell_where_to_go(loaded, port);
  std::function<void()> watch;
  if (auto* postgres = installation.embedded()) {
    watch = [postgres] {
      try {
        postgres->revive();
      } catch (const db::GivenUp&) {
        // Serving goes on; the signal ends it.
      } catch (const std::exception& error) {
        tell(std::string("PostgreSQL cannot be started again: ") + error.what());
      }
    };
  }
  stop.wait(watch_period, std::move(watch));
  tell("finishing the requests under way");
  application.stop();
}

/// All steps of serving, checking for a signal between them.
Exit serve_from(Installation& installation, const config::Loaded& loaded, const ServeOptions& options,
                StopSignals& stop) {
  if (stop.came()) return Exit::done;
  if (!prepare_schema(installation, loaded, tell)) return Exit::failed;
  if (options.demo && !stop.came()) make_demo(loaded.settings, installation.conninfo());
  if (stop.came()) return Exit::done;
  observe::start_logs(loaded.settings.log);
  try {
    serve_until(stop, loaded, installation);
  } catch (...) {
    observe::stop_logs();
    throw;
  }
  observe::stop_logs();
  return Exit::done;
}

}  // namespace

Exit serve(const config::Loaded& loaded, const ServeOptions& options) {
  config::Loaded complete = loaded;
  config::complete_secrets(complete.settings);
  std::signal(SIGPIPE, SIG_IGN);
  // Created before PostgreSQL is started, so that no signal leaves it running.
  StopSignals stop;
  Exit exit = Exit::done;
  try {
    Installation installation(complete.settings, tell, [&stop] { return stop.came(); });
    exit = serve_from(installation, complete, options, stop);
    if (auto* postgres = installation.embedded(); postgres != nullptr && exit == Exit::done) {
      tell("stopping PostgreSQL");
      postgres->leave();
    }
  } catch (const db::GivenUp&) {
    exit = Exit::done;
  }
  if (exit == Exit::done) tell("stopped");
  return exit;
}

}  // namespace kpa::app

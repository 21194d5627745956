#include "tests/faults/world.hpp"

#include <stdexcept>

#include <boost/json/object.hpp>

#include "app/installation.hpp"
#include "core/db/blocking.hpp"
#include "core/db/migrations.hpp"
#include "tests/support/eventually.hpp"

namespace kpa::test {
namespace {

ServerProcess::Environment with(ServerProcess::Environment environment, const std::string& conninfo) {
  environment.emplace_back("DATABASE_URL", conninfo);
  return environment;
}

}  // namespace

std::string registered(std::uint16_t port) {
  const auto answer = HttpClient(port).post("/api/users/register", {{"phone_number", "+919876543210"},
                                                                    {"password", "wheel-gauge-1676"},
                                                                    {"confirm_password", "wheel-gauge-1676"},
                                                                    {"first_name", "Meera"},
                                                                    {"last_name", "Das"}});
  if (answer.status != 201) throw std::runtime_error("registration failed: " + answer.text);
  return answer.at("access_token").as_string().c_str();
}

World::World(const Wishes& wishes)
    : postgres(wishes.postgres), server(with(wishes.environment, postgres.conninfo())) {
  db::BlockingConnection connection(conninfo());
  db::migrate(connection, app::known_migrations());
  server.start();
  token = registered(server.port());
}

std::string World::sql(const std::string& statement) const {
  return db::BlockingConnection(conninfo()).execute(statement).value().value_or("");
}

HttpClient World::client() const {
  HttpClient logged_in(server.port());
  logged_in.token = token;
  return logged_in;
}

bool World::answers() const {
  // The kernel distributes connections at random: eight reach every thread in 99 of 100 cases.
  for (int asked = 0; asked < 8; ++asked)
    if (client().get("/api/forms/wheel-specifications?per_page=1").status != 200) return false;
  return true;
}

int World::stop() {
  server.ask_to_stop();
  return server.exit_status(long_enough);
}

}  // namespace kpa::test

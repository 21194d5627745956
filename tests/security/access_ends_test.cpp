// Access ends within a second in every process that shares the database, whatever ended it and whichever
// process was told.
#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include <boost/json/object.hpp>
#include <gtest/gtest.h>

#include "core/db/blocking.hpp"
#include "tests/faults/server_process.hpp"
#include "tests/support/database.hpp"
#include "tests/support/eventually.hpp"
#include "tests/support/http_client.hpp"
#include "tests/support/redis_server.hpp"

namespace {

using namespace kpa::test;
namespace json = boost::json;
using Clock = std::chrono::steady_clock;

constexpr auto profile = "/api/users/profile";
constexpr auto password = "wheel-gauge-1676";

/// Two servers on one database.
struct Pair {
  explicit Pair(ServerProcess::Environment environment = {})
      : first(with(environment)), second(with(environment)) {
    first.start();
    second.start();
  }
  ServerProcess::Environment with(ServerProcess::Environment environment) const {
    environment.emplace_back("DATABASE_URL", database.conninfo());
    environment.emplace_back("SECRET_KEY", "nobody-else-signs-with-this-4f1b9c");
    return environment;
  }
  std::string sql(const std::string& statement) const {
    const auto result = kpa::db::BlockingConnection(database.conninfo()).execute(statement);
    return result.rows.empty() ? "" : result.value().value_or("");
  }

  TestDatabase database;
  ServerProcess first, second;
};

std::string token_of(const Answer& answer) { return std::string(answer.at("access_token").as_string()); }

/// Somebody who is logged in twice: `here`, where they act, and `there`, where access is to end.
struct Somebody {
  explicit Somebody(const Pair& pair, const std::string& number)
      : phone(number), here(pair.first.port()), there(pair.second.port()) {
    here.token = token_of(here.post("/api/users/register", {{"phone_number", phone},
                                                            {"password", password},
                                                            {"confirm_password", password},
                                                            {"first_name", "Meera"},
                                                            {"last_name", "Das"}}));
    there.token = token_of(here.post("/api/users/login", {{"phone_number", phone}, {"password", password}}));
  }
  std::string phone;
  HttpClient here, there;
};

struct Ending {
  std::string name;
  /// Acts on the first server, so that the token of `there` is good no longer; the answer's status.
  std::function<int(const Pair&, Somebody&)> act;
};

int logout(const Pair& pair, Somebody& person) {
  HttpClient same(pair.first.port());  // the same session, at the other server
  same.token = person.there.token;
  return same.ask("POST", "/api/users/logout", {}, {}).status;
}

int change_password(const Pair&, Somebody& person) {
  return person.here
      .post("/api/users/change-password", {{"current_password", password},
                                           {"new_password", "dry-bogie-bolster"},
                                           {"confirm_password", "dry-bogie-bolster"}})
      .status;
}

int end_from_the_list(const Pair&, Somebody& person) {
  const auto listed = person.here.get("/api/users/sessions");
  for (const auto& session : listed.at("data").as_array())
    if (!session.at("is_current").as_bool())
      return person.here
          .ask("DELETE", "/api/users/sessions/" + std::to_string(session.at("id").as_int64()), {}, {})
          .status;
  return 0;
}

int deactivate(const Pair& pair, Somebody& person) {
  const Somebody administrator(pair, "+919876520000");
  pair.sql("UPDATE users SET is_staff = true, is_superuser = true WHERE phone_number = '" +
           administrator.phone + "'");
  const std::string id = pair.sql("SELECT id FROM users WHERE phone_number = '" + person.phone + "'");
  return administrator.here.ask("DELETE", "/api/users/users/" + id, {}, {}).status;
}

/// With the code that the console sender of profile `test` writes.
int reset_password(const Pair& pair, Somebody& person) {
  HttpClient anyone(pair.first.port());
  if (const int sent = anyone.post("/api/users/password-reset", {{"phone_number", person.phone}}).status;
      sent >= 300)
    return sent;
  const std::string opening = "SMS to " + person.phone + ": ";
  std::string said;
  if (!eventually([&] { return (said = pair.first.output()).find(opening) != said.npos; })) return 0;
  const std::string code = said.substr(said.find(opening) + opening.size(), 6);
  return anyone
      .post("/api/users/password-reset/confirm", {{"phone_number", person.phone},
                                                  {"code", code},
                                                  {"new_password", "dry-bogie-bolster"},
                                                  {"confirm_password", "dry-bogie-bolster"}})
      .status;
}

const std::vector<Ending> endings = {{"logout", logout},
                                     {"change of password", change_password},
                                     {"the list of sessions", end_from_the_list},
                                     {"deactivation", deactivate},
                                     {"reset of the password", reset_password}};

void expect_access_ends_in_time(const Pair& pair) {
  int number = 10'000;
  for (const auto& [name, act] : endings) {
    Somebody person(pair, "+9198765" + std::to_string(number++));
    // Often enough that every thread of the second server has seen the session.
    for (int asked = 0; asked < 8; ++asked) ASSERT_EQ(person.there.get(profile).status, 200) << name;
    const int status = act(pair, person);
    ASSERT_TRUE(status == 200 || status == 204) << name << ' ' << status;
    const auto ended = Clock::now();
    EXPECT_TRUE(eventually([&] { return person.there.get(profile).status == 401; }, std::chrono::seconds(1)))
        << name;
    const auto took = Clock::now() - ended;
    EXPECT_LT(took, std::chrono::seconds(1)) << name;
    for (int asked = 0; asked < 8; ++asked) {
      std::this_thread::sleep_until(ended + std::chrono::seconds(1));
      EXPECT_EQ(person.there.get(profile).status, 401) << name << ": on every thread";
    }
  }
}

TEST(AccessEnds, WithinASecondInEveryProcess) { expect_access_ends_in_time(Pair()); }

TEST(AccessEnds, WithinASecondInEveryProcessWithRedisToo) {
  const RedisServer redis;
  expect_access_ends_in_time(Pair({{"REDIS_URL", redis.url()}}));
}

}  // namespace

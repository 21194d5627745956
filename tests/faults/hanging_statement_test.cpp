#include <csignal>
#include <fstream>
#include <future>
#include <iterator>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/db/blocking.hpp"
#include "tests/faults/workload.hpp"
#include "tests/faults/world.hpp"
#include "tests/support/eventually.hpp"
#include "tests/support/raw_client.hpp"

namespace {

using namespace kpa::test;
using namespace std::chrono_literals;
using kpa::db::BlockingConnection;

constexpr auto forms = "/api/forms/wheel-specifications";
constexpr auto other_forms = "/api/forms/bogie-checksheets";

/// Locks the table, so that nobody can read or write it, for its lifetime.
class LockedForms {
 public:
  explicit LockedForms(const std::string& conninfo) : connection_(conninfo) {
    connection_.execute("BEGIN");
    connection_.execute("LOCK TABLE wheel_specifications IN ACCESS EXCLUSIVE MODE");
  }

 private:
  BlockingConnection connection_;
};

/// The server's statements that wait for a lock.
int waiting_for_locks(const World& world) {
  return std::stoi(world.sql("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"));
}

std::future<Answer> in_background(std::function<Answer()> ask) {
  return std::async(std::launch::async, std::move(ask));
}

bool has_ended(const std::future<Answer>& answer) { return answer.wait_for(0s) == std::future_status::ready; }

void expect_unavailable(const Answer& answer) {
  EXPECT_EQ(answer.status, 503) << answer.text;
  EXPECT_EQ(answer.at("code"), "unavailable");
  EXPECT_NE(answer.header("Retry-After"), "");
}

TEST(HangingStatement, IsGivenUpWhileTheOthersGoOn) {
  World world({.environment = {{"KPA_DATABASE_STATEMENT_TIMEOUT", "8s"}}});
  {
    const LockedForms locked(world.conninfo());
    auto read = in_background([&] { return world.client().get(forms); });
    auto written = in_background([&] { return world.client().post(forms, distinct_form(1)); });
    auto repeatable = in_background(
        [&] { return world.client().post(forms, distinct_form(2), {{"Idempotency-Key", "two"}}); });
    ASSERT_TRUE(eventually([&] { return waiting_for_locks(world) == 3; }));
    for (int asked = 0; asked < 4; ++asked) {
      EXPECT_EQ(world.client().get("/health/").status, 200);
      EXPECT_EQ(world.client().get(other_forms).status, 200);
    }
    EXPECT_FALSE(has_ended(read) || has_ended(written) || has_ended(repeatable)) << "the others had to wait";
    expect_unavailable(read.get());
    expect_unavailable(written.get());
    expect_unavailable(repeatable.get());  // nobody else uses its key
  }
  EXPECT_TRUE(world.answers());
  EXPECT_EQ(world.sql("SELECT count(*) FROM wheel_specifications"), "0");
  EXPECT_EQ(world.client().post(forms, distinct_form(1)).status, 201);
  EXPECT_EQ(world.stop(), 0) << world.server.output();
}

/// This time no lock: the statement itself takes too long.
TEST(HangingStatement, IsCancelledByItsTimeLimitAndLeavesNothing) {
  World world({.environment = {{"KPA_DATABASE_STATEMENT_TIMEOUT", "1s"}}});
  world.sql(
      "CREATE FUNCTION hang() RETURNS trigger LANGUAGE plpgsql AS "
      "$$ BEGIN PERFORM pg_sleep(600); RETURN new; END $$;"
      "CREATE TRIGGER hang BEFORE INSERT ON wheel_specifications FOR EACH ROW EXECUTE FUNCTION hang()");
  expect_unavailable(world.client().post(forms, distinct_form(1)));
  expect_unavailable(world.client().post(forms, distinct_form(2), {{"Idempotency-Key", "two"}}));
  EXPECT_EQ(world.client().get(forms).at("pagination.total"), 0);
  world.sql("DROP TRIGGER hang ON wheel_specifications");
  // Failures are not kept under a key: the same request is processed again.
  EXPECT_EQ(world.client().post(forms, distinct_form(2), {{"Idempotency-Key", "two"}}).status, 201);
  EXPECT_EQ(world.sql("SELECT count(*) FROM wheel_specifications"), "1");
  EXPECT_EQ(world.stop(), 0) << world.server.output();
}

/// Stops (SIGSTOP) the PostgreSQL processes that serve our server, as a hanging disk would; kills them at the
/// end.
class Frozen {
 public:
  explicit Frozen(const World& world) {
    BlockingConnection connection(world.conninfo());
    for (const auto& row :
         connection
             .execute("SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend'"
                      " AND pid <> pg_backend_pid()")
             .rows) {
      pids_.push_back(std::stoi(row[0].value()));
      ::kill(pids_.back(), SIGSTOP);
    }
  }
  Frozen(const Frozen&) = delete;
  Frozen& operator=(const Frozen&) = delete;
  ~Frozen() {
    for (const pid_t pid : pids_) ::kill(pid, SIGCONT);
  }

 private:
  std::vector<pid_t> pids_;
};

TEST(HangingStatement, OnASilentConnectionCostsTheConnection) {
  World world({.environment = {{"KPA_DATABASE_STATEMENT_TIMEOUT", "1s"},
                               {"KPA_DATABASE_CONNECTIONS", "1"},
                               {"KPA_SERVER_IO_THREADS", "1"}}});
  const Frozen frozen(world);
  const auto answer = world.client().get(forms);  // repeated on a new connection, or given up
  EXPECT_TRUE(answer.status == 200 || answer.status == 503) << answer.text;
  EXPECT_TRUE(eventually([&] { return world.answers(); }));
  EXPECT_TRUE(eventually([&, form = 0]() mutable {  // a busy machine may take longer than the timeout again
    return world.client().post(forms, distinct_form(++form)).status == 201;
  }));
  EXPECT_EQ(world.stop(), 0) << world.server.output();
}

std::string postgres_log(const World& world) {
  std::ifstream file(world.postgres.directory() / "postgres.log");
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST(HangingStatement, IsCancelledWhenItsClientHasGone) {
  World world({.environment = {{"KPA_DATABASE_STATEMENT_TIMEOUT", "60s"}}});
  const std::string authorization = "Authorization: Bearer " + world.token + "\r\n";
  const LockedForms locked(world.conninfo());
  RawClient client(world.server.port());
  ASSERT_TRUE(client.send(get_request(forms, authorization)));
  ASSERT_TRUE(eventually([&] { return waiting_for_locks(world) == 1; }));
  client.close();
  EXPECT_TRUE(eventually([&] { return waiting_for_locks(world) == 0; }));
  EXPECT_THAT(postgres_log(world), testing::HasSubstr("canceling statement due to user request"));
  EXPECT_THAT(postgres_log(world), testing::Not(testing::HasSubstr("due to lock timeout")));
  EXPECT_EQ(world.client().get(other_forms).status, 200);
}

}  // namespace

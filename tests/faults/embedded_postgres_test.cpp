#include <csignal>
#include <iostream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/db/postgres_server.hpp"
#include "tests/faults/rounds.hpp"
#include "tests/faults/workload.hpp"
#include "tests/faults/world.hpp"
#include "tests/support/eventually.hpp"

namespace {

using namespace kpa::test;
using kpa::db::PostgresServer;
using testing::IsEmpty;

/// `kpa serve` with its embedded PostgreSQL, which survives a killed server and is stopped by this.
struct Installation {
  Installation() { server.start(); }
  Installation(const Installation&) = delete;
  Installation& operator=(const Installation&) = delete;
  ~Installation() {
    try {
      server.kill();
      postgres.crash();
    } catch (const std::exception& error) {
      std::cerr << error.what() << '\n';
    }
  }

  ServerProcess server{{}};
  PostgresServer postgres{server.data_directory() / "postgres", {}};
};

/// The next server must take over the PostgreSQL of a killed one, and not start a second.
void kill_server(Installation& here) {
  const pid_t postgres = here.postgres.pid();
  here.server.kill();
  EXPECT_EQ(here.postgres.pid(), postgres);
  here.server.start();
  EXPECT_EQ(here.postgres.pid(), postgres);
}

void kill_both(Installation& here) {
  here.server.kill();
  here.postgres.crash();
  ASSERT_EQ(here.postgres.pid(), 0);
  here.server.start();
}

/// The running server starts PostgreSQL again.
void kill_postgres(Installation& here) {
  const pid_t first = here.postgres.pid();
  ASSERT_NE(first, 0);
  ASSERT_EQ(::kill(first, SIGKILL), 0);
  EXPECT_TRUE(eventually([&] {
    const pid_t now = here.postgres.pid();
    return now != 0 && now != first;
  }));
}

TEST(EmbeddedPostgres, IsThereAgainWhicheverIsKilled) {
  Installation here;
  Workload load(here.server.port(), registered(here.server.port()));
  for (int round = 0; round < rounds(1, 20); ++round) {
    for (const auto& fault : {kill_server, kill_both, kill_postgres}) {
      ASSERT_TRUE(load.goes_on(5)) << here.server.output();
      fault(here);
    }
  }
  ASSERT_TRUE(load.goes_on(5)) << here.server.output();
  load.stop();
  EXPECT_THAT(load.wrong_answers(), IsEmpty());
  EXPECT_THAT(load.disagreements(here.postgres.conninfo("kpa")), IsEmpty());
  here.server.ask_to_stop();
  EXPECT_EQ(here.server.exit_status(long_enough), 0) << here.server.output();
  EXPECT_EQ(here.postgres.pid(), 0) << "the last one out stops it";
}

}  // namespace

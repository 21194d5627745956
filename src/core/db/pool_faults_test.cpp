#include <chrono>
#include <csignal>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/db/blocking.hpp"
#include "core/db/pool.hpp"
#include "core/db/pool_rig_for_test.hpp"
#include "core/db/resolve.hpp"
#include "tests/support/no_more_threads.hpp"

namespace kpa::db {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::HasSubstr;

const Query<std::int64_t()> nap{"pool_test_nap",
                                "SELECT 1::bigint FROM (SELECT pg_sleep(seconds) FROM naps) AS taken"};

TEST_F(PoolTest, AConnectionThatBreaksWhileItIsHeldBackIsReplaced) {
  Rig rig(settings(2));
  const auto slow = occupy(rig, 2);
  const auto transaction = test::start(rig.io, in_transaction(rig.database, 7));
  const auto reads = start_reads(rig, 4);
  end(slow);
  admin_.execute(
      "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity "
      "WHERE datname = current_database() AND pid <> pg_backend_pid()");
  EXPECT_EQ(test::finish(rig.io, transaction), 7);
  for (const auto& read : reads) EXPECT_EQ(state_after(rig, read), "");
}

TEST(ResolveTest, WithoutAThreadToLookUpANameIsAFailureLikeAnother) {
  boost::asio::io_context io;
  const test::NoMoreThreads none;
  EXPECT_THROW(test::await(io, with_addresses("host=localhost")), std::exception);
}

TEST(ResolveTest, AHostNameIsGivenToLibpqWithItsAddresses) {
  boost::asio::io_context io;
  const auto resolved = [&](std::string conninfo) { return test::await(io, with_addresses(conninfo)); };
  const auto local = resolved("host=localhost port=5 password='it\\'s a \\\\'");
  EXPECT_THAT(local, AllOf(HasSubstr("hostaddr='"), HasSubstr("127.0.0.1"), HasSubstr("host='localhost"),
                           HasSubstr("port='5'"), HasSubstr("password='it\\'s a \\\\'")));
  EXPECT_THAT(resolved("postgresql://somebody:secret@localhost/some"),
              AllOf(HasSubstr("127.0.0.1"), HasSubstr("user='somebody'"), HasSubstr("dbname='some'")));
  for (const auto* const same : {"host=/tmp dbname=x", "host=127.0.0.1", "host=::1", "host=a,b", "dbname=x",
                                 "host=name.invalid hostaddr=127.0.0.1", "not a connection string"})
    EXPECT_EQ(resolved(same), same);
  EXPECT_THROW(resolved("host=" + std::string(70, 'x')), Error) << "no label is as long";
}

class FaultTest : public testing::Test {
 protected:
  PoolSettings settings(std::size_t connections) {
    return {.conninfo = postgres_.conninfo(), .connections = connections, .statement_timeout = 10s};
  }

  test::PrivatePostgres postgres_{
      PostgresSettings{{"max_connections", "8"}, {"superuser_reserved_connections", "3"}}};
};

TEST_F(FaultTest, AKilledPostgresCostsOnlyTheWritesUnderWay) {
  BlockingConnection(postgres_.conninfo())
      .execute(
          "CREATE TABLE notes (id bigint PRIMARY KEY); CREATE TABLE naps (seconds float8); INSERT INTO naps VALUES (30)");
  Rig rig(settings(2));
  rig.run_until([&] { return rig.pool->connected() == 2; });
  const auto write = test::start(rig.io, rig.database.first(insert_slowly, 1, "30"));
  const auto read = test::start(rig.io, rig.database.first(nap));
  rig.run_until([&] {
    return BlockingConnection(postgres_.conninfo())
               .execute(
                   "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%pg_sleep%' AND state = 'active' AND "
                   "pid <> pg_backend_pid()")
               .value() == "2";
  });
  postgres_.crash();
  EXPECT_EQ(state_after(rig, write), "outcome_unknown");
  const auto waiting = test::start(rig.io, rig.database.first(echo, 5));
  const auto waiting_write = test::start(rig.io, rig.database.first(insert, 2));
  rig.io.restart();
  rig.io.run_for(300ms);
  EXPECT_FALSE(read->ended());
  EXPECT_FALSE(waiting->ended());
  postgres_.start();
  BlockingConnection(postgres_.conninfo()).execute("DELETE FROM naps");
  const auto back = std::chrono::steady_clock::now();
  EXPECT_EQ(state_after(rig, waiting), "");
  // Ten times the longest pause between attempts to connect, for a busy machine.
  EXPECT_LT(std::chrono::steady_clock::now() - back, 5s);
  EXPECT_EQ(state_after(rig, waiting_write), "");
  EXPECT_EQ(state_after(rig, read), "");
  EXPECT_EQ(
      BlockingConnection(postgres_.conninfo()).execute("SELECT string_agg(id::text, ',') FROM notes").value(),
      "2");
}

TEST_F(FaultTest, WithFewerConnectionsThanWantedItWorksOnAndTakesMoreWhenTheyAreFree) {
  std::vector<BlockingConnection> others;
  for (int number = 0; number < 5; ++number) others.emplace_back(postgres_.conninfo());
  Rig rig(settings(4));  // three are left, since ours is a superuser
  rig.run_until([&] { return rig.pool->connected() == 3 && !rig.pool->last_error().empty(); });
  for (int number = 0; number < 20; ++number) EXPECT_EQ(rig.await(rig.database.first(echo, number)), number);
  others.clear();
  rig.run_until([&] { return rig.pool->connected() == 4; });
}

TEST_F(FaultTest, AConnectionThatFallsSilentIsReplaced) {
  auto wanted = settings(1);
  wanted.statement_timeout = 100ms;
  Rig rig(wanted);
  const auto backend = rig.await(rig.database.first(my_backend));
  ASSERT_EQ(kill(static_cast<pid_t>(*backend), SIGSTOP), 0);
  EXPECT_NE(rig.await(rig.database.first(my_backend)), backend) << "asked again on another connection";
  kill(static_cast<pid_t>(*backend), SIGCONT);
}

TEST_F(FaultTest, APostgresThatIsDownIsSaidToBeUnavailableInTime) {
  ASSERT_TRUE(postgres_.stop());
  auto wanted = settings(1);
  wanted.acquire_timeout = 300ms;
  Rig rig(wanted);
  EXPECT_EQ(state_after(rig, test::start(rig.io, rig.database.first(echo, 1))), "unavailable");
  postgres_.start();
  rig.run_until([&] { return rig.pool->connected() == 1; });
  EXPECT_EQ(rig.await(rig.database.first(echo, 1)), 1);
}

TEST_F(FaultTest, APostgresThatNeverAnswersTheHandshakeIsGivenUp) {
  ASSERT_EQ(kill(postgres_.pid(), SIGSTOP), 0);
  auto wanted = settings(1);
  wanted.connect_timeout = 200ms;
  {
    Rig rig(wanted);
    rig.run_until([&] { return !rig.pool->last_error().empty(); });
    EXPECT_THAT(rig.pool->last_error(), testing::HasSubstr("in time"));
    kill(postgres_.pid(), SIGCONT);
    EXPECT_EQ(rig.await(rig.database.first(echo, 1)), 1);
  }
}

}  // namespace
}  // namespace kpa::db

#include "core/db/embedded.hpp"

#include <algorithm>
#include <csignal>
#include <exception>
#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/db/blocking.hpp"
#include "tests/support/database.hpp"
#include "tests/support/eventually.hpp"

namespace kpa::db {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;
using Departure = EmbeddedPostgres::Departure;

const PostgresOptions quick = {.durable = false};

std::string ask(const EmbeddedPostgres& postgres, const std::string& sql) {
  return BlockingConnection(postgres.conninfo()).execute(sql).value().value_or("NULL");
}

/// Runs `body` in a child process; the exit code is 0 unless `body` throws.
pid_t in_process(const std::function<void()>& body) {
  const pid_t child = fork();
  if (child != 0) return child;
  try {
    body();
  } catch (const std::exception& error) {
    fprintf(stderr, "%s\n", error.what());
    _exit(1);
  }
  _exit(0);
}

bool alive(pid_t process) {
  std::ifstream stat("/proc/" + std::to_string(process) + "/stat");
  std::string pid, name, state;
  return stat >> pid >> name >> state && state != "Z";
}

class Embedded : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    made_ = std::make_unique<test::TemporaryDirectory>();
    EmbeddedPostgres postgres(made_->path() / "postgres", quick);
  }
  static void TearDownTestSuite() { made_.reset(); }

  /// Copies a prepared cluster, so that not every test waits for initdb.
  fs::path existing(const fs::path& place = "postgres") const {
    const fs::path directory = temporary_.path() / place;
    fs::create_directories(directory.parent_path());
    const Finished copied =
        run({.arguments = {"/bin/cp", "-a", (made_->path() / "postgres").string(), directory}});
    if (copied.exit != 0) throw std::runtime_error(copied.output);
    return directory;
  }

  std::string failure(const fs::path& directory, const PostgresOptions& options = quick) const {
    try {
      EmbeddedPostgres postgres(directory, options);
    } catch (const std::exception& error) {
      return error.what();
    }
    return "no failure";
  }

  test::TemporaryDirectory temporary_;

 private:
  static std::unique_ptr<test::TemporaryDirectory> made_;
};

std::unique_ptr<test::TemporaryDirectory> Embedded::made_;

TEST_F(Embedded, IsMadeAtFirstUseSafeAndPrivate) {
  std::vector<std::string> told;
  const fs::path directory = temporary_.path() / "var" / "postgres";
  EmbeddedPostgres postgres(directory, {.progress = [&](std::string_view what) { told.emplace_back(what); }});
  EXPECT_THAT(told,
              testing::ElementsAre(HasSubstr("Creating the database"), HasSubstr("Starting PostgreSQL")));
  for (const auto& [setting, value] : {std::pair{"server_encoding", "UTF8"},
                                       {"data_checksums", "on"},
                                       {"fsync", "on"},
                                       {"full_page_writes", "on"},
                                       {"synchronous_commit", "on"},
                                       {"listen_addresses", ""}}) {
    EXPECT_EQ(ask(postgres, std::string("SELECT current_setting('") + setting + "')"), value) << setting;
  }
  EXPECT_EQ(ask(postgres,
                "SELECT datcollate || ' ' || datctype FROM pg_database WHERE datname = current_database()"),
            "C C.UTF-8");
  EXPECT_EQ(ask(postgres, "SELECT upper('é')"), "É");
  struct stat status{};
  for (const fs::path& closed : {directory, directory / "run", directory / "data"}) {
    ASSERT_EQ(stat(closed.c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777U, 0700U) << closed;
    EXPECT_NE(status.st_uid, 0U) << closed;
  }
  EXPECT_NE(getsid(postgres.pid()), getsid(0)) << "our Ctrl-C would reach it";
  EXPECT_EQ(postgres.leave(), Departure::stopped);
  EXPECT_EQ(postgres.pid(), 0);
}

TEST_F(Embedded, KeepsItsData) {
  const fs::path directory = existing();
  {
    EmbeddedPostgres postgres(directory, quick);
    ask(postgres, "CREATE TABLE kept AS SELECT 42 AS answer");
  }
  EmbeddedPostgres postgres(directory, quick);
  EXPECT_EQ(ask(postgres, "SELECT answer FROM kept"), "42");
}

TEST_F(Embedded, IsStoppedByTheLastToLeave) {
  const fs::path directory = existing();
  EmbeddedPostgres first(directory, quick);
  EmbeddedPostgres second(directory, quick);
  const pid_t postmaster = first.pid();
  EXPECT_EQ(second.pid(), postmaster);
  EXPECT_EQ(first.leave(), Departure::others_remain);
  EXPECT_EQ(ask(second, "SELECT 1"), "1");
  EXPECT_EQ(second.leave(), Departure::stopped);
  EXPECT_FALSE(alive(postmaster));
  EXPECT_EQ(second.leave(), Departure::others_remain) << "leaving twice does nothing";
}

TEST_F(Embedded, OutlivesAKilledUserAndIsTakenOver) {
  const fs::path directory = existing();
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  const pid_t user = in_process([&] {
    EmbeddedPostgres postgres(directory, quick);
    [[maybe_unused]] const auto said = write(ends[1], "!", 1);
    pause();
  });
  close(ends[1]);
  char ready = 0;
  ASSERT_EQ(read(ends[0], &ready, 1), 1);
  close(ends[0]);
  kill(user, SIGKILL);
  EXPECT_EQ(exit_of(user, true), 256 + SIGKILL);

  PostgresServer left(directory, quick);
  const pid_t postmaster = left.pid();
  ASSERT_NE(postmaster, 0);
  EmbeddedPostgres heir(directory, quick);
  EXPECT_EQ(heir.pid(), postmaster);
  EXPECT_EQ(heir.leave(), Departure::stopped);
  // It is not our child: its files, and so its lock, are closed a moment before the process is gone.
  EXPECT_TRUE(test::eventually([&] { return !alive(postmaster); }));
}

TEST_F(Embedded, ManyProcessesComeAndGoTogether) {
  const fs::path directory = temporary_.path() / "postgres";
  std::vector<pid_t> users;
  for (int i = 0; i < 6; ++i) {
    users.push_back(in_process([&] {
      for (int round = 0; round < 4; ++round) {
        EmbeddedPostgres postgres(directory, quick);
        if (ask(postgres, "SELECT 1") != "1") throw std::runtime_error("no answer");
        if (postgres.leave() == Departure::forced) throw std::runtime_error("not stopped in order");
      }
    }));
  }
  for (const pid_t user : users) EXPECT_EQ(exit_of(user, true), 0);
  EXPECT_FALSE(PostgresServer(directory, quick).running());
}

TEST_F(Embedded, ComesBackAfterItsPostmasterWasKilled) {
  const fs::path directory = existing();
  EmbeddedPostgres postgres(directory, quick);
  ask(postgres, "CREATE TABLE kept AS SELECT 42 AS answer");
  const pid_t killed = postgres.pid();
  postgres.revive();
  EXPECT_EQ(postgres.pid(), killed) << "nothing to revive yet";
  kill(killed, SIGKILL);
  EmbeddedPostgres another(directory, quick);
  postgres.revive();
  EXPECT_NE(postgres.pid(), killed);
  EXPECT_EQ(another.pid(), postgres.pid());
  EXPECT_EQ(ask(postgres, "SELECT answer FROM kept"), "42");
}

TEST_F(Embedded, AStalePidFileDoesNotStopItEvenWhenTheNumberIsTakenAgain) {
  const fs::path directory = existing();
  // PostgreSQL itself takes any process of the same account for a running postmaster.
  struct stat owner{};
  ASSERT_EQ(stat(directory.c_str(), &owner), 0);
  const auto account = geteuid() == 0 ? account_of(owner.st_uid) : std::nullopt;
  const pid_t innocent = launch({.arguments = {"/bin/sleep", "600"}, .account = account});
  std::ofstream(directory / "run" / ".s.PGSQL.5432.lock") << innocent << "\n";
  std::ofstream(directory / "data" / "postmaster.pid")
      << innocent << "\n/somewhere/data\n1700000000\n5432\n/somewhere\n\n  1234567         0\nready   \n";
  EmbeddedPostgres postgres(directory, quick);
  EXPECT_EQ(ask(postgres, "SELECT 1"), "1");
  EXPECT_NE(postgres.pid(), innocent);
  EXPECT_TRUE(alive(innocent));
  kill(innocent, SIGKILL);
  exit_of(innocent, true);
}

TEST_F(Embedded, AnInterruptedFirstUseIsBegunAgain) {
  const fs::path directory = temporary_.path() / "postgres";
  fs::create_directories(directory / "data.new" / "base");
  std::ofstream(directory / "door.lock");
  std::ofstream(directory / "data.new" / "PG_VERSION") << "15\n";
  EmbeddedPostgres postgres(directory, quick);
  EXPECT_EQ(ask(postgres, "SELECT 1"), "1");
  EXPECT_FALSE(fs::exists(directory / "data.new"));
}

TEST_F(Embedded, RefusesDataOfAnotherVersionAndNamesBoth) {
  const fs::path directory = existing();
  std::ofstream(directory / "data" / "PG_VERSION") << "9\n";
  const std::string installed = std::to_string(find_postgres({}).major);
  EXPECT_THAT(failure(directory), AllOf(HasSubstr("PostgreSQL 9,"), HasSubstr("PostgreSQL " + installed),
                                        HasSubstr("install postgresql-9"), HasSubstr("pg_upgrade")));
}

TEST_F(Embedded, LeavesADirectoryAloneThatIsNotItsOwn) {
  std::ofstream(temporary_.path() / "letters.txt") << "dear";
  EXPECT_THAT(failure(temporary_.path()), HasSubstr("holds something else"));
  struct stat status{};
  ASSERT_EQ(stat(temporary_.path().c_str(), &status), 0);
  EXPECT_EQ(status.st_uid, geteuid());
  EXPECT_EQ(status.st_mode & 0777U, 0755U);
}

TEST_F(Embedded, AFailedStartQuotesTheLogAndLeavesNothingRunning) {
  const fs::path directory = existing();
  EXPECT_THAT(failure(directory, {.settings = {{"shared_buffers", "a lot"}}}),
              AllOf(HasSubstr("invalid value for parameter \"shared_buffers\""), HasSubstr("postgres.log")));
  EXPECT_FALSE(PostgresServer(directory, quick).running());
  EXPECT_EQ(failure(directory), "no failure");
}

TEST_F(Embedded, WorksWhereASocketPathCannot) {
  for (const fs::path& place :
       {fs::path(std::string(120, 'x')) / "postgres", fs::path("a, b'c \"d\" \\e") / "postgres"}) {
    EmbeddedPostgres postgres(existing(place), quick);
    EXPECT_EQ(ask(postgres, "SELECT 1"), "1") << place;
    const std::string sockets = ask(postgres, "SELECT current_setting('unix_socket_directories')");
    EXPECT_THAT(sockets, testing::StartsWith("/tmp/kpa-postgres-"));
    struct stat status{};
    ASSERT_EQ(stat(sockets.c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777U, 0700U);
    EXPECT_EQ(postgres.leave(), Departure::stopped);
    EXPECT_FALSE(fs::exists(sockets));
  }
}

TEST_F(Embedded, WorksBelowADirectoryThatIsClosedToItsAccount) {
  if (geteuid() != 0) GTEST_SKIP() << "only root's server runs as somebody else";
  const fs::path closed = temporary_.path() / "root";
  fs::create_directory(closed);
  fs::permissions(closed, fs::perms::owner_all);
  {
    EmbeddedPostgres fresh(closed / "fresh", quick);
    EXPECT_EQ(ask(fresh, "SELECT 1"), "1");
  }
  EmbeddedPostgres postgres(existing("root/postgres"), quick);
  EXPECT_EQ(ask(postgres, "SELECT 1"), "1");
}

TEST(PrivatePostgresServer, CanBeCrashedStoppedAndStartedAgain) {
  test::PrivatePostgres postgres(PostgresSettings{{"max_connections", "7"}});
  BlockingConnection connection(postgres.conninfo());
  EXPECT_EQ(connection.execute("SHOW max_connections").value(), "7");
  postgres.crash();
  EXPECT_EQ(postgres.pid(), 0);
  EXPECT_THROW(connection.execute("SELECT 1"), Error);
  postgres.start();
  EXPECT_EQ(BlockingConnection(postgres.conninfo()).execute("SELECT 1").value(), "1");
  EXPECT_TRUE(postgres.stop());
  EXPECT_EQ(postgres.pid(), 0);
}

}  // namespace
}  // namespace kpa::db

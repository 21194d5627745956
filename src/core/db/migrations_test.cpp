#include "core/db/migrations.hpp"

#include <chrono>
#include <exception>
#include <future>
#include <optional>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/db/blocking.hpp"
#include "embedded/migrations.hpp"
#include "tests/support/database.hpp"

namespace kpa::db {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

using Files = std::vector<EmbeddedFile>;

const Files two_tables = {{"0001_create_wheels.sql", "CREATE TABLE wheels (id int PRIMARY KEY);"},
                          {"0002_create_bogies.sql", "CREATE TABLE bogies (id int PRIMARY KEY);"}};

template <class Action>
std::string failure_of(Action action) {
  try {
    action();
  } catch (const std::exception& error) {
    return error.what();
  }
  return "no failure";
}

class Migrations : public testing::Test {
 protected:
  std::vector<std::string> run(const Files& files, const MigrateOptions& options = {}) {
    return migrate(connection_, read_migrations(files), options);
  }
  SchemaState state(const Files& files) { return schema_state(connection_, read_migrations(files)); }
  bool exists(const std::string& relation) {
    return connection_.execute("SELECT to_regclass($1)", {relation}).value().has_value();
  }
  std::string count(const std::string& sql) { return connection_.execute(sql).value().value(); }

  test::TestDatabase database_{test::TestDatabase::Starts::empty};
  BlockingConnection connection_{database_.conninfo()};
};

TEST_F(Migrations, AreAppliedInOrderAndRecorded) {
  EXPECT_THAT(run({two_tables[1], two_tables[0]}), ElementsAre("0001_create_wheels", "0002_create_bogies"));
  EXPECT_TRUE(exists("wheels"));
  EXPECT_TRUE(exists("bogies"));
  const auto rows = connection_.execute(
      "SELECT version, name, length(checksum), applied_at <= clock_timestamp(), duration > interval '0' "
      "FROM schema_migrations ORDER BY version");
  EXPECT_THAT(rows.rows, ElementsAre(ElementsAre("1", "0001_create_wheels", "64", "t", "t"),
                                     ElementsAre("2", "0002_create_bogies", "64", "t", "t")));
}

TEST_F(Migrations, AreAppliedOnce) {
  run(two_tables);
  EXPECT_THAT(run(two_tables), ElementsAre());
  EXPECT_EQ(state(two_tables).verdict, SchemaVerdict::up_to_date);
}

TEST_F(Migrations, StopWhereTold) {
  EXPECT_THAT(run(two_tables, {.to = 1}), ElementsAre("0001_create_wheels"));
  EXPECT_FALSE(exists("bogies"));
  const SchemaState behind = state(two_tables);
  EXPECT_EQ(behind.verdict, SchemaVerdict::pending);
  EXPECT_THAT(behind.pending, ElementsAre("0002_create_bogies"));
  EXPECT_THAT(behind.message, HasSubstr("1 of 2"));
  EXPECT_THAT(run(two_tables), ElementsAre("0002_create_bogies"));
}

TEST_F(Migrations, RefuseToGoBackOrToANumberThatIsNotThere) {
  run(two_tables);
  EXPECT_THAT(failure_of([&] { run(two_tables, {.to = 1}); }), HasSubstr("restore a backup"));
  EXPECT_THAT(failure_of([&] { run(two_tables, {.to = 3}); }), HasSubstr("no migration 3"));
}

TEST_F(Migrations, CheckOnlyChangesNothing) {
  EXPECT_THAT(run(two_tables, {.check_only = true}), ElementsAre("0001_create_wheels", "0002_create_bogies"));
  EXPECT_FALSE(exists("wheels"));
  EXPECT_FALSE(exists("schema_migrations"));
  EXPECT_EQ(state(two_tables).verdict, SchemaVerdict::pending);
}

TEST_F(Migrations, AFailureNamesFileLineStatementAndStateAndKeepsTheEarlierOnes) {
  const Files files = {two_tables[0],
                       {"0002_break_things.sql",
                        "CREATE TABLE half (id int);\n\n-- the bad one: é\nSELECT 'é',\n  nonsense;"}};
  EXPECT_THAT(failure_of([&] { run(files); }),
              AllOf(HasSubstr("0002_break_things.sql, line 5"), HasSubstr("statement 2"), HasSubstr("42703"),
                    HasSubstr("column \"nonsense\" does not exist")));
  EXPECT_TRUE(exists("wheels"));
  EXPECT_FALSE(exists("half"));
  EXPECT_EQ(count("SELECT count(*) FROM schema_migrations"), "1");
  EXPECT_THAT(run(two_tables), ElementsAre("0002_create_bogies"));
}

TEST_F(Migrations, AFailureWithoutAPositionNamesTheStatementsLine) {
  const Files files = {{"0001_divide.sql", "SELECT 1;\n\nSELECT 1 /\n  (SELECT 0 FROM pg_class LIMIT 1);"}};
  EXPECT_THAT(failure_of([&] { run(files); }), AllOf(HasSubstr("line 3"), HasSubstr("22012")));
}

TEST_F(Migrations, ADeferredConstraintThatFailsAtCommitIsReported) {
  const Files files = {{"0001_defer.sql",
                        "CREATE TABLE a (id int PRIMARY KEY);\n"
                        "CREATE TABLE b (a int REFERENCES a DEFERRABLE INITIALLY DEFERRED);\n"
                        "INSERT INTO b VALUES (1);"}};
  EXPECT_THAT(failure_of([&] { run(files); }), AllOf(HasSubstr("0001_defer.sql"), HasSubstr("23503")));
  EXPECT_FALSE(exists("a"));
}

TEST_F(Migrations, RefuseTransactionControlInside) {
  const Files files = {{"0001_commit.sql", "CREATE TABLE a (id int);\nCOMMIT;"}};
  EXPECT_THAT(failure_of([&] { run(files); }), AllOf(HasSubstr("line 2"), HasSubstr("leave out commit")));
  EXPECT_FALSE(exists("a"));
}

TEST_F(Migrations, TheMarkerAllowsStatementsThatRefuseATransaction) {
  Files files = {two_tables[0],
                 {"0002_index_wheels.sql",
                  "-- kpa: no-transaction\nDROP INDEX CONCURRENTLY IF EXISTS idx_wheels;\n"
                  "CREATE INDEX CONCURRENTLY idx_wheels ON wheels (id);"}};
  run(files);
  EXPECT_TRUE(exists("idx_wheels"));
  EXPECT_EQ(state(files).verdict, SchemaVerdict::up_to_date);
}

/// A transaction of another session that has locked the table.
class Locked {
 public:
  Locked(const std::string& conninfo, const std::string& table) : connection_(conninfo) {
    connection_.execute("BEGIN");
    connection_.execute("LOCK TABLE " + table + " IN SHARE MODE");
  }
  void end() { connection_.execute("COMMIT"); }
  int pid() const { return connection_.backend_pid(); }

 private:
  BlockingConnection connection_;
};

const Files altered = {
    two_tables[0], {"0002_add_size.sql", "CREATE TABLE half (id int);\nALTER TABLE wheels ADD size int;"}};

TEST_F(Migrations, GiveWayToWhoHoldsALockAndTryAgain) {
  run({altered[0]});
  Locked other(database_.conninfo(), "wheels");
  std::vector<std::string> told;
  const auto waiting = [&](const std::string& what) {
    told.push_back(what);
    BlockingConnection request(database_.conninfo());
    EXPECT_NO_THROW(request.execute("SET statement_timeout = '5s'; SELECT count(*) FROM wheels"))
        << "it passes in between";
    if (told.size() == 2) other.end();
  };
  const MigrateOptions options{.waiting = waiting,
                               .lock_timeout = std::chrono::milliseconds(50),
                               .first_pause = std::chrono::milliseconds(1)};
  EXPECT_THAT(run(altered, options), ElementsAre("0002_add_size"));
  EXPECT_THAT(told, testing::SizeIs(2));
  EXPECT_THAT(told[0],
              AllOf(HasSubstr("0002_add_size"), HasSubstr("line 2"), HasSubstr("ALTER TABLE wheels"),
                    HasSubstr("process " + std::to_string(other.pid())), HasSubstr("Attempt 2 of 10")));
}

TEST_F(Migrations, GiveUpWhenALockIsNeverToBeHad) {
  run({altered[0]});
  const Locked other(database_.conninfo(), "wheels");
  const MigrateOptions options{.lock_timeout = std::chrono::milliseconds(20),
                               .first_pause = std::chrono::milliseconds(1),
                               .most_attempts = 3};
  EXPECT_THAT(failure_of([&] { run(altered, options); }),
              AllOf(HasSubstr("0002_add_size"), HasSubstr("55P03"), HasSubstr("tried 3 times"),
                    HasSubstr("Nothing of this migration was kept")));
  EXPECT_FALSE(exists("half"));
}

TEST_F(Migrations, TryAgainAfterADeadlock) {
  connection_.execute("CREATE SEQUENCE attempts");  // no rollback undoes what it counted
  const Files files = {{"0001_lose.sql",
                        "DO $$ BEGIN IF nextval('attempts') < 3 THEN RAISE EXCEPTION 'on purpose' "
                        "USING ERRCODE = '40P01'; END IF; END $$;"}};
  EXPECT_THAT(run(files, {.first_pause = std::chrono::milliseconds(1)}), ElementsAre("0001_lose"));
}

TEST_F(Migrations, WithoutATransactionWaitForOldOnesAsLongAsTheyTake) {
  const Files files = {
      two_tables[0],
      {"0002_index_wheels.sql",
       "-- kpa: no-transaction\nCREATE INDEX CONCURRENTLY IF NOT EXISTS idx_wheels ON wheels (id);"}};
  run({files[0]});
  std::optional<BlockingConnection> old(database_.conninfo());
  old->execute("BEGIN");
  old->execute("INSERT INTO wheels VALUES (1)");
  auto migrated = std::async(std::launch::async, [&] {
    BlockingConnection own(database_.conninfo());
    return migrate(own, read_migrations(files), {.lock_timeout = std::chrono::milliseconds(20)}).size();
  });
  EXPECT_EQ(migrated.wait_for(std::chrono::milliseconds(300)), std::future_status::timeout);
  old.reset();
  EXPECT_EQ(migrated.get(), 1U);
}

TEST_F(Migrations, TwoProgramsAtOnceApplyEachOnce) {
  const Files files = {two_tables[0],
                       {"0002_slow.sql", "SELECT pg_sleep(0.2);"},
                       {"0003_index_wheels.sql",
                        "-- kpa: no-transaction\nCREATE INDEX CONCURRENTLY idx_wheels ON wheels (id);"}};
  const auto program = [&] {
    BlockingConnection own(database_.conninfo());
    return migrate(own, read_migrations(files)).size();
  };
  auto first = std::async(std::launch::async, program);
  auto second = std::async(std::launch::async, program);
  EXPECT_EQ(first.get() + second.get(), 3U);
  EXPECT_EQ(count("SELECT count(*) FROM schema_migrations"), "3");
  EXPECT_EQ(count("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND "
                  "database = (SELECT oid FROM pg_database WHERE datname = current_database())"),
            "0");
}

TEST_F(Migrations, AChangedFileIsDrift) {
  run(two_tables);
  const Files changed = {two_tables[0], {"0002_create_bogies.sql", "CREATE TABLE bogies (id bigint);"}};
  EXPECT_EQ(state(changed).verdict, SchemaVerdict::drifted);
  EXPECT_THAT(failure_of([&] { run(changed); }),
              AllOf(HasSubstr("0002_create_bogies was changed"), HasSubstr("put the old text back")));
}

TEST_F(Migrations, AGapInWhatWasAppliedIsDrift) {
  run(two_tables);
  connection_.execute("DELETE FROM schema_migrations WHERE version = 1");
  EXPECT_EQ(state(two_tables).verdict, SchemaVerdict::drifted);
  EXPECT_THAT(failure_of([&] { run(two_tables); }), HasSubstr("not number 1"));
}

TEST_F(Migrations, ADatabaseOfANewerProgramIsRefused) {
  run(two_tables);
  const Files older = {two_tables[0]};
  EXPECT_EQ(state(older).verdict, SchemaVerdict::newer);
  EXPECT_THAT(failure_of([&] { run(older); }),
              AllOf(HasSubstr("0002_create_bogies"), HasSubstr("newer version of the program")));
}

TEST(MigrationFiles, WithABadNameAGapOrADuplicateAreRefused) {
  const auto reading = [](const Files& files) { return failure_of([&] { read_migrations(files); }); };
  for (const char* name : {"create.sql", "1_create.sql", "0001_Create.sql", "0001_create.txt",
                           "0001-create.sql", "0001_.sql", "00001_create.sql", "0001_cre ate.sql"}) {
    EXPECT_THAT(reading({{name, ""}}), AllOf(HasSubstr(name), HasSubstr("NNNN_verb_noun.sql")));
  }
  EXPECT_THAT(reading({{"0001_a.sql", ""}, {"0003_c.sql", ""}}), HasSubstr("number 2 is missing"));
  EXPECT_THAT(reading({{"0002_b.sql", ""}}), HasSubstr("number 1 is missing"));
  EXPECT_THAT(reading({{"0001_a.sql", ""}, {"0001_b.sql", ""}}), HasSubstr("same number"));
}

TEST(TestDatabases, AreClonesOfTheMigratedTemplate) {
  const test::TestDatabase one;
  const test::TestDatabase other;
  BlockingConnection connection(one.conninfo());
  connection.execute("CREATE TABLE only_here (id int)");
  BlockingConnection elsewhere(other.conninfo());
  EXPECT_FALSE(elsewhere.execute("SELECT to_regclass('only_here')").value());
  const auto state = schema_state(elsewhere, read_migrations(embedded::migrations()));
  EXPECT_EQ(state.verdict, SchemaVerdict::up_to_date) << state.message;
}

TEST(BlockingConnections, GiveValuesNullsAndErrors) {
  const test::TestDatabase database(test::TestDatabase::Starts::empty);
  BlockingConnection connection(database.conninfo());
  EXPECT_THAT(connection.execute("SELECT $1::text, $2::int, $3", {"a'b", std::nullopt, ""}).rows,
              ElementsAre(ElementsAre("a'b", std::nullopt, "")));
  connection.execute("CREATE TABLE t (id int CONSTRAINT once UNIQUE); INSERT INTO t VALUES (1), (2)");
  EXPECT_EQ(connection.execute("UPDATE t SET id = id + 10").affected, 2);
  try {
    connection.execute("INSERT INTO t VALUES ($1)", {"11"});
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.sqlstate, "23505");
    EXPECT_EQ(error.constraint, "once");
    EXPECT_THAT(error.message, HasSubstr("duplicate key"));
  }
  EXPECT_THROW(connection.execute("SELECT $1", {std::string("a\0b", 3)}), Error);
  try {
    BlockingConnection("host=/nowhere dbname=x");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.sqlstate, "08001");
  }
}

}  // namespace
}  // namespace kpa::db

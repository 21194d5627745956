#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/installation.hpp"
#include "core/db/blocking.hpp"
#include "core/db/postgres_programs.hpp"
#include "core/db/process.hpp"
#include "features/audit/audit.hpp"
#include "tests/support/coroutine.hpp"
#include "tests/support/database.hpp"

namespace kpa::app {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

constexpr const char* nobody_listens = "postgresql://kpa@127.0.0.1:1/kpa";

/// Runs the real program, one command at a time, in a data directory of its own.
struct Program : testing::Test {
  db::Finished kpa(const std::vector<std::string>& command,
                   const std::vector<std::string>& environment) const {
    db::Launch launch{.arguments = {"/usr/bin/env", "KPA_PROFILE=test", "KPA_DATA_DIR=" + data.string()}};
    launch.arguments.insert(launch.arguments.end(), environment.begin(), environment.end());
    launch.arguments.emplace_back(KPA_PROGRAM);
    launch.arguments.insert(launch.arguments.end(), command.begin(), command.end());
    return db::run(launch);
  }

  test::TemporaryDirectory directory;
  std::filesystem::path data = directory.path() / "var";
};

TEST_F(Program, ChecksEverythingAlthoughMuchIsWrong) {
  std::filesystem::create_directories(data);
  std::ofstream(data / "secret") << "half\n";
  std::filesystem::permissions(data / "secret", std::filesystem::perms(0644));
  const auto checked =
      kpa({"check"}, {std::string("DATABASE_URL=") + nobody_listens, "REDIS_URL=redis://127.0.0.1:1"});
  EXPECT_EQ(checked.exit, 1);
  EXPECT_THAT(checked.output,
              AllOf(HasSubstr("ok      data directory"), HasSubstr("ok      media directory"),
                    HasSubstr("MiB free in " + data.string()), HasSubstr("FAILED  secret: "),
                    HasSubstr("FAILED  PostgreSQL: "), HasSubstr("ok      text messages: "),
                    HasSubstr("FAILED  Redis: does not answer at REDIS_URL (Connection refused)")));
}

TEST_F(Program, SaysThatARedisAddressIsWrongBeforeItDoesAnything) {
  const auto refused = kpa({"check"}, {"REDIS_URL=redis://localhost:abc"});
  EXPECT_EQ(refused.exit, 78);
  EXPECT_THAT(refused.output,
              AllOf(HasSubstr("redis.url (environment variable REDIS_URL)"),
                    HasSubstr("such as redis://localhost:6379/1"), Not(HasSubstr("PostgreSQL"))));
  EXPECT_FALSE(std::filesystem::exists(data));
}

TEST_F(Program, PrintsTheSameDocumentWhateverIsConfigured) {
  const auto usual = kpa({"openapi"}, {});
  const auto configured =
      kpa({"openapi"}, {"KPA_PROFILE=prod", "API_TITLE=Another", "SECRET_KEY=short", "PORT=none"});
  EXPECT_EQ(usual.exit, 0);
  EXPECT_EQ(configured.exit, 0);
  EXPECT_EQ(configured.output, usual.output);
}

TEST_F(Program, TellsWhetherMigrationsArePendingAndHowToApplyThem) {
  const test::TestDatabase database(test::TestDatabase::Starts::empty);
  const auto file = directory.path() / "kpa.toml";
  std::ofstream(file) << "[database]\nurl = \"" << database.conninfo() << "\"\n";
  const std::vector<std::string> place = {"--config", file.string()};
  const auto migrate = [&](std::vector<std::string> options) {
    options.insert(options.begin(), "migrate");
    options.insert(options.end(), place.begin(), place.end());
    return kpa(options, {});
  };
  const auto pending = migrate({"--check"});
  EXPECT_EQ(pending.exit, 3) << pending.output;
  EXPECT_THAT(pending.output, HasSubstr("run `kpa migrate --config " + file.string()));
  EXPECT_EQ(migrate({}).exit, 0);
  const auto current = migrate({"--check"});
  EXPECT_EQ(current.exit, 0);
  EXPECT_THAT(current.output, HasSubstr("the schema is up to date"));
  EXPECT_EQ(kpa({"migrate", "--check"}, {std::string("DATABASE_URL=") + nobody_listens}).exit, 1);
}

TEST_F(Program, NeedsTheSecretOnlyWhereItSigns) {
  const test::TestDatabase database;
  const std::vector<std::string> prod{"KPA_PROFILE=prod", "DATABASE_URL=" + database.conninfo()};
  for (const std::vector<std::string>& command : {std::vector<std::string>{"migrate"},
                                                  {"migrate", "--check"},
                                                  {"audit", "head"},
                                                  {"audit", "verify"}}) {
    const auto done = kpa(command, prod);
    EXPECT_EQ(done.exit, 0) << done.output;
  }
  for (const std::string command : {"check", "serve", "createsuperuser"}) {
    const auto refused = kpa({command}, prod);
    EXPECT_EQ(refused.exit, 78) << command;
    EXPECT_THAT(refused.output, HasSubstr("auth.secret_key")) << command;
  }
}

TEST_F(Program, TellsWhichTablesItsRoleMayNotUse) {
  const test::TestDatabase database;
  const std::string role = "checking_" + database.name();
  db::BlockingConnection owner(database.conninfo());
  owner.execute("CREATE ROLE " + role + " LOGIN");
  const auto check = [&] {
    return kpa({"check"}, {"DATABASE_URL=" + database.conninfo() + " user=" + role});
  };
  const auto before = check();
  owner.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO " + role);
  const auto too_much = check();
  owner.execute("REVOKE INSERT, UPDATE, DELETE ON schema_migrations, event_archives, events FROM " + role);
  owner.execute("SELECT keep_from_event_partitions('" + role + "')");
  owner.execute("REVOKE UPDATE, DELETE ON event_seals FROM " + role);
  owner.execute("GRANT INSERT (actor_id) ON events TO " + role);
  const auto granted = check();
  owner.execute("REVOKE SELECT ON depots FROM " + role);
  owner.execute("REVOKE INSERT ON zones FROM " + role);
  owner.execute("REVOKE UPDATE ON users FROM " + role);
  const auto revoked = check();
  owner.execute("REVOKE USAGE ON SCHEMA public FROM public");
  const auto outside = check();
  owner.execute("GRANT USAGE ON SCHEMA public TO public");
  owner.execute("DROP OWNED BY " + role);
  owner.execute("DROP ROLE " + role);

  EXPECT_EQ(before.exit, 1);
  EXPECT_THAT(before.output, AllOf(HasSubstr("FAILED  rights: " + role), HasSubstr("schema_migrations")));
  EXPECT_EQ(too_much.exit, 1);
  EXPECT_THAT(too_much.output,
              HasSubstr(role + " may rewrite history in event_archives, event_seals, events, events_0, "
                               "events_1000000, events_2000000, events_3000000, schema_migrations;"));
  EXPECT_EQ(granted.exit, 0) << granted.output;
  EXPECT_THAT(granted.output, AllOf(HasSubstr("ok      rights"), HasSubstr("ok      schema")));
  EXPECT_EQ(revoked.exit, 1);
  EXPECT_THAT(revoked.output, HasSubstr(role + " may not read or not write depots, users, zones;"));
  EXPECT_EQ(outside.exit, 1);
  EXPECT_THAT(outside.output, HasSubstr(role + " may use no schema;"));
}

TEST_F(Program, OnlyLooksWhenItIsAskedToLook) {
  const auto checked = kpa({"check"}, {});
  EXPECT_EQ(checked.exit, 0) << checked.output;
  EXPECT_THAT(checked.output, HasSubstr("not there yet: the first start makes it"));
  const auto migrations = kpa({"migrate", "--check"}, {});
  EXPECT_EQ(migrations.exit, 3) << migrations.output;
  EXPECT_THAT(migrations.output, HasSubstr("there is no database under " + data.string() + " yet"));
  EXPECT_FALSE(std::filesystem::exists(data));
}

TEST_F(Program, MakesTheFirstSuperuserOfAnEmbeddedDatabaseThatDoesNotExistYet) {
  const std::string script = std::string("echo 'Longer-than-a-guess-77' | ") + KPA_PROGRAM +
                             " createsuperuser --phone +919876543210 --password-stdin";
  const auto made = db::run({.arguments = {"/usr/bin/env", "KPA_PROFILE=test",
                                           "KPA_DATA_DIR=" + data.string(), "sh", "-c", script}});
  EXPECT_EQ(made.exit, 0) << made.output;
  EXPECT_THAT(made.output, HasSubstr("created superuser"));
}

// The steps of docs/how-to/audit.md, on a database that somebody with all rights then alters.
TEST_F(Program, TellsWhetherTheAuditLogIsWhole) {
  const test::TestDatabase database;
  const std::vector<std::string> place{"DATABASE_URL=" + database.conninfo()};
  db::BlockingConnection sql(database.conninfo());
  const auto append = [&] {
    sql.execute(
        "INSERT INTO events (occurred_at, entity_type, action) "
        "VALUES (now() - interval '15 minutes', 'wheel', 'made')");
  };
  with_database(database.conninfo(), test::patience, [&](db::Queries& queries) -> Task<void> {
    append();
    append();
    co_await audit::seal_events(queries, 10);
  });
  const auto head = kpa({"audit", "head"}, place);
  ASSERT_EQ(head.exit, 0) << head.output;
  ASSERT_THAT(head.output, StartsWith("2:"));
  const std::string anchor = head.output.substr(0, head.output.find(' '));
  const auto whole = kpa({"audit", "verify", "--head", anchor}, place);
  EXPECT_EQ(whole.exit, 0) << whole.output;
  EXPECT_THAT(whole.output, AllOf(HasSubstr("whole: 2 events are sealed"), HasSubstr("head " + anchor)));

  append();
  const auto waits = kpa({"audit", "verify", "--head", anchor}, place);
  EXPECT_EQ(waits.exit, 5) << waits.output;
  EXPECT_THAT(waits.output, AllOf(HasSubstr("WAITS: 2 events are sealed, 1 wait for their seal"),
                                  HasSubstr("event 3 is the first of 1 that wait")));
  const auto waits_as_json = kpa({"audit", "verify", "--json"}, place);
  EXPECT_EQ(waits_as_json.exit, 5) << waits_as_json.output;
  EXPECT_THAT(waits_as_json.output,
              AllOf(HasSubstr(R"("verdict":"waits","whole":false)"),
                    HasSubstr(R"("waiting":1,"overdue":1,"first_overdue":3)"), HasSubstr(R"("flaws":0)")));

  sql.execute("SET session_replication_role = replica; UPDATE events SET action = 'forged' WHERE id = 2");
  const auto broken = kpa({"audit", "verify", "--json"}, place);
  EXPECT_EQ(broken.exit, 4) << broken.output;
  EXPECT_THAT(broken.output, AllOf(HasSubstr(R"("verdict":"broken","whole":false,"compared_heads":0)"),
                                   HasSubstr(R"("flaw":"altered","sequence":2,"event_id":2)")));
  EXPECT_EQ(kpa({"audit", "verify", "--head", "2"}, place).exit, 2);
  EXPECT_EQ(kpa({"audit", "verify"}, {std::string("DATABASE_URL=") + nobody_listens}).exit, 1);
}

// The steps of docs/how-to/audit.md.
TEST_F(Program, ArchivesWhatIsOld) {
  const test::TestDatabase database;
  const test::TemporaryDirectory archives;
  const std::vector<std::string> place{"DATABASE_URL=" + database.conninfo()};
  db::BlockingConnection sql(database.conninfo());
  const auto append = [&] {
    sql.execute(
        "INSERT INTO events (occurred_at, entity_type, action) "
        "VALUES (now() - interval '800 days', 'wheel', 'made')");
  };
  append();
  sql.execute("SELECT setval('events_id_seq', 1000000)");
  append();
  with_database(database.conninfo(), test::patience,
                [&](db::Queries& queries) -> Task<void> { co_await audit::seal_events(queries, 10); });
  // Like a large partition: counting it takes longer than the service's statement time limit.
  sql.execute(
      "DO $$ BEGIN EXECUTE 'CREATE OR REPLACE VIEW event_partitions AS SELECT p.* FROM (' || "
      "rtrim(pg_get_viewdef('event_partitions'), ';') || ') AS p, pg_sleep(0.15)'; END $$");
  const auto archive = [&](std::vector<std::string> until) {
    std::vector<std::string> command{"audit", "archive", "--to", archives.path().string()};
    command.insert(command.end(), until.begin(), until.end());
    auto hasty = place;
    hasty.emplace_back("KPA_DATABASE_STATEMENT_TIMEOUT=100ms");
    return kpa(command, hasty);
  };
  {
    const audit::ArchiveLock other(database.conninfo());
    const auto second = archive({"--keep", "730d"});
    EXPECT_EQ(second.exit, 1) << second.output;
    EXPECT_THAT(second.output, HasSubstr("another archive is running"));
  }
  const auto early = archive({"--keep", "900d"});
  EXPECT_EQ(early.exit, 0) << early.output;
  EXPECT_THAT(early.output, HasSubstr("did not all happen before"));
  const auto archived = archive({"--keep", "730d"});
  EXPECT_EQ(archived.exit, 0) << archived.output;
  EXPECT_THAT(archived.output, HasSubstr("archived 1 events, those before 1000000, in "));
  EXPECT_THAT(archived.output, HasSubstr("the oldest events, those before 2000000, are still being written"));
  const std::string file = (archives.path() / "events_0.jsonl.gz").string();
  const auto whole = kpa({"audit", "verify", "--archive", file}, place);
  EXPECT_EQ(whole.exit, 0) << whole.output;
  EXPECT_THAT(whole.output, HasSubstr("1 of the sealed are archived in 1 files, 1 of which were compared"));
  const auto as_json = kpa({"audit", "verify", "--json"}, place);
  EXPECT_THAT(as_json.output, HasSubstr(R"("archived":1,"archives":1,"archives_read":0)"));
  std::ofstream(file) << "x\n";
  EXPECT_EQ(kpa({"audit", "verify", "--archive", file}, place).exit, 4);

  for (const auto& wrong : std::vector<std::vector<std::string>>{{},
                                                                 {"--before", "soon"},
                                                                 {"--keep", "long"},
                                                                 {"--keep", "1h"},
                                                                 {"--before", "2025-01-01", "--keep", "730d"},
                                                                 {"--before", "2999-01-01"}})
    EXPECT_EQ(archive(wrong).exit, 2) << testing::PrintToString(wrong);
}

}  // namespace
}  // namespace kpa::app

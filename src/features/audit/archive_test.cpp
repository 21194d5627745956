#include "features/audit/archive.hpp"

#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "features/audit/archive_file.hpp"
#include "features/audit/chain_for_test.hpp"

namespace kpa::audit {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using End = ArchiveStep::End;

/// Eleven events in the first partition, a month old, and some in the next. The last one of the first
/// partition was committed after events of the second, and so has a later seal.
class ArchiveTest : public ChainTest {
 protected:
  ArchiveTest() {
    forge("UPDATE events SET occurred_at = now() - interval '30 days'");
    seal_all();
    db::BlockingConnection late(place_.conninfo());
    late.execute("BEGIN");
    late.execute(
        "INSERT INTO events (occurred_at, entity_type, action) VALUES (now() - interval '30 days', 'wheel', 'late')");
    sql_.execute("SELECT setval('events_id_seq', 999999)");
    sql_.execute(
        "INSERT INTO events (occurred_at, entity_type, action) "
        "SELECT now() - interval '30 days', 'wheel', 'made' FROM generate_series(1, 3)");
    seal_all();
    late.execute("COMMIT");
    seal_all();
  }
  ArchiveStep archive(const std::string& age = "29 days") {
    const Instant before = parse_instant(value("SELECT now() - interval '" + age + "'")).value();
    return await(archive_oldest(database_, directory_.path(), before, [](const std::string&) {}));
  }
  /// Output of `kpa audit verify` with this archive.
  std::vector<std::string> told_of(const std::filesystem::path& archive) {
    const auto both = [](db::Queries& queries, std::filesystem::path file) -> Task<Verification> {
      std::vector<Anchor> none;
      Progress untold;
      auto result = co_await audit::verify(queries, std::move(none), std::move(untold));
      co_await verify_archive(queries, file, result);
      co_return result;
    };
    std::vector<std::string> told;
    for (const auto& finding : await(both(database_, archive)).findings) told.push_back(finding.told);
    return told;
  }
  std::string partitions() {
    return value("SELECT string_agg(name, ' ' ORDER BY ends_before) FROM event_partitions");
  }
  std::vector<std::string> lines_of(const std::filesystem::path& file) {
    std::vector<std::string> lines;
    lines::Reader reader(file);
    for (std::string line; reader.next(line);) lines.push_back(line);
    return lines;
  }
  std::filesystem::path written(const std::vector<std::string>& lines) {
    const auto other = directory_.path() / "other.jsonl.gz";
    lines::Writer writer(other);
    for (const auto& line : lines) writer.add(line);
    writer.finish();
    return other;
  }

  test::TemporaryDirectory directory_;
  const std::filesystem::path file_ = directory_.path() / "events_0.jsonl.gz";
};

TEST_F(ArchiveTest, TakesTheOldestPartitionOutAndTheChainGoesOn) {
  const Anchor kept = end();
  const auto step = archive();
  ASSERT_EQ(step.end, End::archived) << step.told;
  EXPECT_EQ(partitions(), "events_1000000 events_2000000 events_3000000");
  EXPECT_EQ(value("SELECT count(*) FROM events WHERE id < 1000000"), "0");
  EXPECT_EQ(
      value(
          "SELECT events || ' ' || first_id || ' ' || last_id || ' ' || first_sequence || ' ' || last_sequence "
          "FROM event_archives"),
      "11 1 11 1 14");
  EXPECT_EQ(
      value("SELECT after ->> 'sha256' = (SELECT encode(sha256, 'hex') FROM event_archives) FROM events "
            "WHERE action = 'archived'"),
      "t");
  append(2);
  seal_all();
  auto result = verify({kept, end()});
  EXPECT_TRUE(result.whole()) << result.findings.front().told;
  EXPECT_EQ(result.sealed, 17);
  EXPECT_EQ(result.archived, 11);
  EXPECT_EQ(result.archives, 1);
  EXPECT_THAT(told_of(file_), IsEmpty());
  EXPECT_EQ(archive().end, End::too_young) << "the next is still being written";
}

TEST_F(ArchiveTest, LeavesWhatIsNotOldOrNotWhole) {
  const auto forge_gone = [&] { forge("DELETE FROM events WHERE id = 4"); };
  EXPECT_EQ(archive("31 days").end, End::too_young);
  sql_.execute("SELECT setval('events_id_seq', 11)");
  EXPECT_EQ(archive().end, End::too_young);
  append(1);
  sql_.execute("SELECT setval('events_id_seq', 1000009)");
  EXPECT_EQ(archive().end, End::too_young) << "one of them happened just now";
  forge("UPDATE events SET occurred_at = now() - interval '30 days' WHERE id = 12");
  EXPECT_THAT(archive().told, HasSubstr("are 12, with 11 seals"));
  seal_all();
  forge_gone();
  EXPECT_THAT(archive().told, HasSubstr("are 11, with 12 seals"));
  EXPECT_THAT(partitions(), HasSubstr("events_0 "));
  EXPECT_TRUE(std::filesystem::is_empty(directory_.path()));
}

TEST_F(ArchiveTest, DropsNothingThatIsNotInTheFile) {
  forge("UPDATE events SET action = 'forged' WHERE id = 4");
  EXPECT_THAT(archive().told, HasSubstr("event 4 in " + file_.string() + " was altered"));
  EXPECT_THAT(archive().told, HasSubstr("event 4 in")) << "nor the second time, when the file is there";
  EXPECT_THAT(partitions(), HasSubstr("events_0 "));
}

// One event was removed and another added, so that there are still as many events as seals.
TEST_F(ArchiveTest, WritesNoFileOfEventsThatAreGone) {
  forge(
      "DELETE FROM events WHERE id = 4; INSERT INTO events (id, occurred_at, entity_type, action) "
      "OVERRIDING SYSTEM VALUE VALUES (500, now() - interval '30 days', 'wheel', 'made')");
  const auto step = archive();
  EXPECT_EQ(step.end, End::refused);
  EXPECT_THAT(step.told, HasSubstr("event 4 is gone, of which there is seal 4"));
  EXPECT_THAT(partitions(), HasSubstr("events_0 "));
  EXPECT_TRUE(std::filesystem::is_empty(directory_.path()));
}

TEST_F(ArchiveTest, OneArchivesAtATime) {
  {
    const ArchiveLock first(place_.conninfo()), second(place_.conninfo());
    EXPECT_TRUE(first.is_ours());
    EXPECT_FALSE(second.is_ours());
  }
  EXPECT_TRUE(ArchiveLock(place_.conninfo()).is_ours());
}

TEST_F(ArchiveTest, TakesAFileOfAnotherForNone) {
  std::ofstream(file_) << "somebody's\n";
  EXPECT_THAT(archive().told, HasSubstr("is no archive of events"));
  EXPECT_THAT(partitions(), HasSubstr("events_0 "));
}

// Ended between writing the file and dropping the partition, as by kill -9 or a lost connection.
TEST_F(ArchiveTest, GoesOnWhereACallWasCutOff) {
  sql_.execute("ALTER TABLE event_archives RENAME COLUMN told_by TO elsewhere");
  EXPECT_THROW(archive(), db::Error);
  EXPECT_THAT(partitions(), HasSubstr("events_0 "));
  EXPECT_EQ(value("SELECT count(*) FROM events WHERE id < 1000000"), "11");
  sql_.execute("ALTER TABLE event_archives RENAME COLUMN elsewhere TO told_by");
  const auto before = std::filesystem::last_write_time(file_);
  EXPECT_EQ(archive().end, End::archived);
  EXPECT_EQ(std::filesystem::last_write_time(file_), before);
  EXPECT_THAT(told_of(file_), IsEmpty());
}

TEST_F(ArchiveTest, WaitsForAMomentInWhichNobodyReads) {
  db::BlockingConnection reader(place_.conninfo());
  reader.execute("BEGIN");
  reader.execute("SELECT count(*) FROM events");
  bool waits = false;
  const auto running =
      test::start(io_, archive_oldest(database_, directory_.path(), now() - std::chrono::days(29),
                                      [&](const std::string&) { waits = true; }));
  test::run_until(io_, [&] { return waits; });
  EXPECT_EQ(value("SELECT count(*) FROM events WHERE id < 1000000"), "11")
      << "who comes later is not held up for long";
  reader.execute("COMMIT");
  EXPECT_EQ(test::finish(io_, running).end, End::archived);
}

TEST_F(ArchiveTest, AFileThatWasAlteredIsFound) {
  ASSERT_EQ(archive().end, End::archived);
  const auto lines = lines_of(file_);
  ASSERT_EQ(lines.size(), 13U);
  const auto with = [&](std::size_t line, const std::string& text) {
    auto altered = lines;
    altered[line] = text;
    return altered;
  };
  const auto replaced = [&](std::size_t line, const std::string& what, const std::string& by) {
    std::string text = lines[line];
    text.replace(text.find(what), what.size(), by);
    return with(line, text);
  };
  auto shorter = lines, without_end = lines, longer = lines;
  shorter.erase(shorter.begin() + 3);
  without_end.pop_back();
  longer.push_back("{}");
  auto with_nothing = lines;
  with_nothing.emplace_back(1, '\0');
  const std::vector<std::pair<std::vector<std::string>, std::string>> rows = {
      {replaced(4, "created", "removed"), "event 4 in"},
      {replaced(4, "created", "creät"), "event 4 in"},
      {replaced(4, "\"after\"", "\"afte\""), "line 5, is no event"},
      {with(4, "{"), "line 5, is no event"},
      {with(4, lines[5]), "event 5 in"},
      {with(4, std::string(1, '\0') + lines[4]), "has a NUL"},
      {with(0, std::string(1, '\0')), "has a NUL"},
      {with(4, std::string(lines::longest_line + 1, ' ')), "a line of it is longer than"},
      {with_nothing, "has a NUL"},
      {shorter, "event 4 in"},
      {without_end, "cut off"},
      {longer, "was altered"},
      {replaced(0, "\"events\":11", "\"events\":10"), "was altered"},
      {replaced(0, "archive-1", "archive-2"), "no archive"},
      {replaced(0, "1000000", "2000000"), "no archive"},
      {replaced(0, "\"last_sequence\":14", "\"last_sequence\":99"), "was altered"},
      {{}, "is empty"},
  };
  for (const auto& [altered, told] : rows)
    EXPECT_THAT(told_of(written(altered)), ElementsAre(HasSubstr(told))) << told;
  EXPECT_THAT(told_of(directory_.path() / "nothing"), ElementsAre(HasSubstr("No such file")));

  // A forger who recomputes the file's own checksums.
  const auto other = directory_.path() / "other.jsonl.gz";
  {
    ArchiveReader reader(file_);
    ArchiveWriter writer(other, reader.header());
    while (auto event = reader.next()) {
      if (event->event.id == 4) {
        event->event.action = "removed";
        event->seal = seal(event->previous, event->event, event->sealed_at);
      }
      writer.add(*event);
    }
    writer.finish();
  }
  EXPECT_THAT(told_of(other), ElementsAre(HasSubstr("is not what the chain has at its place")));
}

TEST_F(ArchiveTest, WhatIsSaidOfAnArchiveIsCompared) {
  ASSERT_EQ(archive().end, End::archived);
  seal_all();
  EXPECT_THAT(found(), IsEmpty());
  struct Row {
    std::string forgery;
    std::vector<std::string> found;
  };
  for (
      const auto& row : std::vector<Row>{
          {"UPDATE event_archives SET events = 12", {"archive_differs 0/0", "archive_differs 0/0"}},
          {"UPDATE event_archives SET sha256 = sha256('x')", {"archive_differs 0/0"}},
          {"DELETE FROM event_seals WHERE sequence = 4", {"seal_gone 4/0", "archive_differs 0/0"}},
          {"UPDATE event_seals SET hash = sha256('x') WHERE sequence = 10", {"altered 11/1000000"}},
          // A partition is dropped without the program.
          {"DROP TABLE events_1000000; INSERT INTO event_archives SELECT 2000000, 4, 1000000, 1000003, 11, 15, first_at, "
           "last_at, file, sha256, 1000003 FROM event_archives",
           {"archive_differs 0/0"}}}) {
    sql_.execute(
        "CREATE TABLE kept_seals AS TABLE event_seals; CREATE TABLE kept_archives AS TABLE event_archives");
    forge(row.forgery);
    EXPECT_EQ(found(), row.found) << row.forgery;
    forge(
        "DELETE FROM event_seals; DELETE FROM event_archives; INSERT INTO event_seals TABLE kept_seals; "
        "INSERT INTO event_archives TABLE kept_archives; DROP TABLE kept_seals, kept_archives");
  }
}

}  // namespace
}  // namespace kpa::audit

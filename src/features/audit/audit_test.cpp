#include "features/audit/audit.hpp"

#include <map>
#include <memory>
#include <string>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/json/parse.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/db/blocking.hpp"
#include "core/db/pool.hpp"
#include "core/db/statement.hpp"
#include "core/time.hpp"
#include "features/audit/chain_for_test.hpp"

namespace kpa::audit {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Chain, ASealIsMadeOfEveryValueAndOfTheSealBefore) {
  const SealedEvent event{.id = 7,
                          .occurred_at = 1'705'312'800'000'001,
                          .actor_id = std::nullopt,
                          .entity_type = "user",
                          .entity_id = 3,
                          .entity_version = 1,
                          .action = "created",
                          .before = std::nullopt,
                          .after = R"({"a": 1})",
                          .request_id = "",
                          .client_address = "::1"};
  // Existing databases have seals of this form, so it must never change.
  EXPECT_EQ(
      canonical({}, event, 1'705'312'801'000'000),
      "10:kpa-seal-1,1:1,64:" + std::string(no_hash) +
          ",16:1705312801000000,1:7,16:1705312800000001,-,4:user,1:3,1:1,7:created,-,8:{\"a\": 1},0:,3:::1,");
  EXPECT_EQ(format(seal({}, event, 1'705'312'801'000'000)),
            "1:d2518029d292034bf5aa1d0e0a35bd7de8a2c368b287e5078ce2868d5429c901");
}

TEST(Chain, AnAnchorIsReadAsItIsWritten) {
  const Anchor anchor{.sequence = 12, .hash = std::string(64, 'a')};
  EXPECT_EQ(parse_anchor(format(anchor)), anchor);
  EXPECT_EQ(parse_anchor("12:" + std::string(64, 'A')), anchor);
  for (const std::string wrong : {"", "12", "12:", ":", "12:abc", "-1:", "x:", "12 :"})
    EXPECT_EQ(parse_anchor(wrong.ends_with(':') ? wrong + std::string(64, 'g') : wrong), std::nullopt)
        << wrong;
  EXPECT_EQ(parse_anchor("-1:" + std::string(64, 'a')), std::nullopt);
  EXPECT_EQ(parse_anchor("1 :" + std::string(64, 'a')), std::nullopt);
}

TEST_F(ChainTest, SealsWhatWaitsOnceAndIsWhole) {
  EXPECT_EQ(await(seal_events(database_, 4)), 4);
  EXPECT_EQ(verify().waiting, 6);
  EXPECT_EQ(seal_all(), 6);
  EXPECT_EQ(seal_all(), 0);
  const auto result = verify({end(), Anchor{}});
  EXPECT_TRUE(result.whole());
  EXPECT_EQ(result.sealed, 10);
  EXPECT_EQ(result.waiting, 0);
  EXPECT_EQ(result.head.anchor, end());
  EXPECT_EQ(end().sequence, 10);
}

TEST_F(ChainTest, AnEmptyChainIsWhole) {
  EXPECT_TRUE(verify().whole());
  EXPECT_EQ(end(), Anchor{});
}

// The event's transaction takes an id first and commits last.
TEST_F(ChainTest, AnEventThatIsCommittedLateIsSealedLate) {
  commit_late();
  EXPECT_EQ(seal_all(), 1);
  EXPECT_EQ(
      value("SELECT action FROM events JOIN event_seals ON event_id = id ORDER BY sequence DESC LIMIT 1"),
      "late");
  EXPECT_THAT(found(), IsEmpty());
}

// The job searches from the id that it found last.
TEST_F(ChainTest, WhatIsCommittedLateIsFoundByALookAtAll) {
  const auto seal_by = [&](Sealing& sealing) {
    const bool waits = await(sealing.look(database_));
    if (waits) await(sealing.run(database_));
    return waits;
  };
  Sealing patient(std::chrono::hours(1)), eager(std::chrono::milliseconds(0));
  EXPECT_TRUE(seal_by(patient));
  db::BlockingConnection late(place_.conninfo());
  late.execute("BEGIN");
  late.execute("SELECT append_event(NULL, 'wheel', 1, 1, 'late', NULL, NULL, '', '')");
  append(1);
  EXPECT_TRUE(seal_by(patient));
  late.execute("COMMIT");
  EXPECT_FALSE(await(patient.look(database_)));
  EXPECT_EQ(verify().waiting, 1);
  EXPECT_TRUE(seal_by(eager));
  EXPECT_EQ(verify().waiting, 0);
  append(1);
  EXPECT_TRUE(seal_by(patient)) << "it goes on all the same";
  EXPECT_EQ(verify().sealed, 13);
  EXPECT_THAT(found(), IsEmpty());
}

// Otherwise an idle server would step over all sealed events each second.
TEST_F(ChainTest, ALookAtAllThatFindsNothingLeavesThePlaceToGoOnFrom) {
  Sealing sealing(std::chrono::hours(1));
  const auto start = Clock::now();
  const auto waits_after = [&](std::chrono::minutes time) {
    return await(sealing.look(database_, start + time));
  };
  db::BlockingConnection late(place_.conninfo());
  late.execute("BEGIN");
  late.execute("SELECT append_event(NULL, 'wheel', 1, 1, 'late', NULL, NULL, '', '')");
  seal_all();
  append(1);
  EXPECT_TRUE(waits_after(std::chrono::minutes(0)));
  await(sealing.run(database_));
  EXPECT_FALSE(waits_after(std::chrono::minutes(61))) << "at all";
  late.execute("COMMIT");
  EXPECT_FALSE(waits_after(std::chrono::minutes(62))) << "from the place, which is behind the late one";
  EXPECT_TRUE(waits_after(std::chrono::minutes(122))) << "at all";
  await(sealing.run(database_));
  EXPECT_EQ(verify().sealed, 12);
}

/// How many pages one of our statements reads, with a generic and with a custom plan.
std::vector<std::int64_t> pages_of(db::BlockingConnection& sql, std::string_view name,
                                   const std::string& values) {
  std::vector<std::int64_t> pages;
  for (const auto* statement : db::AnyStatement::all()) {
    if (statement->name != name) continue;
    sql.execute("PREPARE looked_at AS " + std::string(statement->sql));
    for (const std::string mode : {"force_generic_plan", "force_custom_plan"}) {
      sql.execute("SET plan_cache_mode = " + mode);
      const auto explained =
          sql.execute("EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) EXECUTE looked_at (" + values + ")");
      const auto plan = boost::json::parse(explained.value().value()).at(0).at("Plan");
      pages.push_back(plan.at("Shared Hit Blocks").to_number<std::int64_t>() +
                      plan.at("Shared Read Blocks").to_number<std::int64_t>());
    }
    sql.execute("DEALLOCATE looked_at");
  }
  return pages;
}

// PostgreSQL cannot remove the rows of sealed events while somebody reads an old snapshot. A search from the
// last place does not step over them.
TEST_F(ChainTest, AnOldSnapshotDoesNotSlowTheSealing) {
  constexpr int many = 20'000;
  db::BlockingConnection reader(place_.conninfo());
  reader.execute("BEGIN ISOLATION LEVEL REPEATABLE READ");
  reader.execute("SELECT count(*) FROM events");
  append(many);
  Sealing sealing(std::chrono::hours(1));
  while (await(sealing.look(database_))) await(sealing.run(database_));
  append(1);
  const std::string last = value("SELECT event_id FROM unsealed_events");
  EXPECT_THAT(pages_of(sql_, "unsealed_events_first", std::to_string(std::stoll(last) - most_at_once)),
              testing::Each(testing::Lt(40)));
  EXPECT_THAT(pages_of(sql_, "unsealed_events_take", last + ", " + std::to_string(most_at_once)),
              testing::ElementsAre(testing::Lt(60), testing::Lt(60)));
  EXPECT_THAT(pages_of(sql_, "unsealed_events_first", "0"), testing::Each(testing::Gt(100)))
      << "or else the dead are not there";
}

TEST_F(ChainTest, PartitionsAreMadeAheadOfTheEvents) {
  const std::string ends = "SELECT max(ends_before) FROM event_partitions";
  EXPECT_EQ(await(store::make_partitions(database_)), 0) << "the migration made them";
  EXPECT_EQ(value(ends), "4000000");
  sql_.execute("SELECT setval('events_id_seq', 1999999)");
  append(1);
  EXPECT_EQ(await(store::make_partitions(database_)), 1);
  EXPECT_EQ(value(ends), "5000000");
  // A locked table makes nobody wait.
  sql_.execute("SELECT setval('events_id_seq', 2999999)");
  db::BlockingConnection holder(place_.conninfo());
  holder.execute("BEGIN");
  holder.execute("LOCK TABLE events IN SHARE UPDATE EXCLUSIVE MODE");
  EXPECT_THROW(await(store::make_partitions(database_)), db::Error);
  holder.execute("COMMIT");
  EXPECT_EQ(await(store::make_partitions(database_)), 1);
  append(1);
  seal_all();
  EXPECT_THAT(found(), IsEmpty());
  EXPECT_THROW(sql_.execute("UPDATE events_5000000 SET action = 'x'"), db::Error) << "as in all others";
}

// They are created with the rights of the owner, so search_path must not matter.
TEST_F(ChainTest, PartitionsAreMadeByNoFunctionOfSomebodyElse) {
  sql_.execute(
      "CREATE FUNCTION format(text, bigint) RETURNS text LANGUAGE plpgsql AS $$BEGIN RAISE 'not ours'; END$$;"
      "CREATE FUNCTION format(text, bigint, bigint, bigint) RETURNS text LANGUAGE plpgsql "
      "AS $$BEGIN RAISE 'not ours'; END$$");
  EXPECT_THROW(sql_.execute("SELECT format('%s', 1::bigint)"), db::Error);
  sql_.execute("SELECT setval('events_id_seq', 1999999)");
  append(1);
  EXPECT_EQ(await(store::make_partitions(database_)), 1);
}

TEST_F(ChainTest, NeitherEventsNorSealsCanBeChangedByTheService) {
  seal_all();
  for (const auto* statement :
       {"UPDATE event_seals SET event_id = 1", "DELETE FROM event_seals", "TRUNCATE event_seals",
        "UPDATE events SET action = 'x'", "DELETE FROM events", "TRUNCATE events", "DELETE FROM events_0",
        "UPDATE events_0 SET action = 'x'", "TRUNCATE events_0",
        "INSERT INTO events_0 (id, entity_type, action) VALUES (500, 'user', 'x')"})
    EXPECT_THROW(sql_.execute(statement), db::Error) << statement;
}

TEST_F(ChainTest, TwoWhoSealAtTheSameMomentMakeOneChain) {
  append(500);
  const auto first = test::start(io_, seal_events(database_, 1'000));
  const auto second = test::start(io_, seal_events(database_, 1'000));
  test::run_until(io_, [&] { return first->ended() && second->ended(); });
  seal_all();
  EXPECT_EQ(verify().sealed, 510);
  EXPECT_THAT(found(), IsEmpty());
}

TEST_F(ChainTest, FindsWhatWasForged) {
  seal_all();
  const Anchor kept = end();
  struct Row {
    std::string forgery;
    std::vector<std::string> found;
  };
  std::vector<Row> rows;
  // A changed value for every column of an event.
  const std::map<std::string, std::string> others = {
      {"occurred_at", "occurred_at - interval '1 microsecond'"},
      {"actor_id", "(SELECT id FROM users)"},
      {"entity_type", "'bogie'"},
      {"entity_id", "NULL"},
      {"entity_version", "2"},
      {"action", "'updated'"},
      {"before", "'null'"},
      {"after", "after || '{\"gauge\": 0}'"},
      {"request_id", "''"},
      {"client_address", "'::2'"}};
  for (const auto& [column, other] : others)
    rows.push_back({"UPDATE events SET " + column + " = " + other + " WHERE id = 3", {"altered 3/3"}});
  for (const char* end_of_time : {"infinity", "294276-12-31"})
    rows.push_back(
        {"UPDATE events SET occurred_at = '" + std::string(end_of_time) + "' WHERE id = 3", {"altered 3/3"}});
  rows.push_back(
      {"UPDATE event_seals SET sealed_at = now() - interval '1 day' WHERE sequence = 3", {"altered 3/3"}});
  rows.push_back(
      {"UPDATE event_seals SET hash = sha256('x') WHERE sequence = 3", {"altered 3/3", "altered 4/4"}});
  rows.push_back({"DELETE FROM events WHERE id = 3", {"event_gone 3/3"}});
  rows.push_back({"DELETE FROM event_seals WHERE sequence = 3", {"seal_gone 3/0", "not_sealed 0/3"}});
  rows.push_back(
      {"DELETE FROM events WHERE id = 3; DELETE FROM event_seals WHERE event_id = 3", {"seal_gone 3/0"}});
  // Two events exchanged, and two seals.
  rows.push_back(
      {"UPDATE events e SET after = o.after FROM events o WHERE e.id IN (3, 5) AND o.id = 8 - e.id",
       {"altered 3/3", "altered 5/5"}});
  rows.push_back(
      {"ALTER TABLE event_seals DROP CONSTRAINT event_seals_event_id_key; "
       "UPDATE event_seals SET event_id = 8 - event_id WHERE event_id IN (3, 5); "
       "ALTER TABLE event_seals ADD UNIQUE (event_id)",
       {"altered 3/5", "altered 5/3"}});
  // An event for a seal outside the chain, and one far away.
  rows.push_back(
      {"ALTER TABLE event_seals DROP CONSTRAINT event_seals_sequence_check; "
       "INSERT INTO events (id, entity_type, action) OVERRIDING SYSTEM VALUE VALUES (500, 'user', 'x'); "
       "INSERT INTO event_seals VALUES (-1, 500, sha256('x'), now())",
       {"seal_added -1/500"}});
  rows.push_back(
      {"CREATE TABLE far PARTITION OF events FOR VALUES FROM (9000000000000000000) TO (MAXVALUE); "
       "INSERT INTO events (id, entity_type, action) OVERRIDING SYSTEM VALUE "
       "VALUES (9223372036854775807, 'user', 'x')",
       {"not_sealed 0/9223372036854775807"}});
  // An event that was never to be sealed, and a removed end without a trace, which only an anchor reveals.
  rows.push_back({"INSERT INTO events (entity_type, action) VALUES ('user', 'x')", {"not_sealed 0/11"}});
  rows.push_back(
      {"DELETE FROM events WHERE id > 8; DELETE FROM event_seals WHERE sequence > 8", {"cut_off 10/0"}});
  rows.push_back(
      {"DELETE FROM event_seals WHERE sequence > 8", {"cut_off 10/0", "not_sealed 0/9", "not_sealed 0/10"}});
  for (const auto& row : rows) {
    sql_.execute("CREATE TABLE kept_events AS TABLE events; CREATE TABLE kept_seals AS TABLE event_seals");
    forge(row.forgery);
    EXPECT_EQ(found({kept}), row.found) << row.forgery;
    forge(
        "DELETE FROM events; DELETE FROM event_seals; INSERT INTO events OVERRIDING SYSTEM VALUE TABLE kept_events; "
        "INSERT INTO event_seals TABLE kept_seals; DROP TABLE kept_events, kept_seals");
    EXPECT_THAT(found({kept}), IsEmpty()) << "restored after: " << row.forgery;
  }
}

// Whoever knows the form of seals can recompute all later ones. Only an anchor kept elsewhere reveals it.
TEST_F(ChainTest, AChainThatWasMadeAnewIsToldByItsAnchor) {
  seal_all();
  const Anchor kept = end();
  forge(
      "UPDATE events SET action = 'forged' WHERE id = 5; DELETE FROM event_seals WHERE sequence >= 5; "
      "INSERT INTO unsealed_events SELECT id FROM events WHERE id >= 5");
  EXPECT_EQ(seal_all(), 6);
  EXPECT_THAT(found(), IsEmpty());
  EXPECT_THAT(found({kept}), ElementsAre("other_anchor 10/0"));
}

TEST_F(ChainTest, EventsThatNobodySealsOnlyWait) {
  pass_an_hour();
  EXPECT_EQ(verify().verdict(), Verdict::waits) << "from the first on";
  EXPECT_EQ(await(seal_events(database_, 7)), 7);
  append(1);
  const auto result = verify();
  EXPECT_EQ(result.verdict(), Verdict::waits);
  EXPECT_FALSE(result.whole());
  EXPECT_EQ(result.flaws, 0);
  EXPECT_EQ(result.waiting, 4);
  EXPECT_EQ(result.overdue, 3) << "one was written just now";
  EXPECT_EQ(result.first_overdue, 8);
  seal_all();
  EXPECT_EQ(verify().verdict(), Verdict::whole);
}

TEST_F(ChainTest, WhatIsLeftAtTheEndOfAProcessIsSealed) {
  append(static_cast<int>(most_at_once));
  const auto sealing = [](db::Queries& queries) -> Task<bool> {
    co_await seal_rest(queries);
    co_return true;
  };
  EXPECT_TRUE(await(sealing(database_)));
  EXPECT_EQ(verify().sealed, most_at_once + 10);
  append(1);
  sql_.execute("ALTER TABLE event_seals RENAME TO elsewhere");
  EXPECT_TRUE(await(sealing(database_))) << "an outage holds nobody up";
  sql_.execute("ALTER TABLE elsewhere RENAME TO event_seals");
  EXPECT_EQ(verify().waiting, 1);
}

// The service was killed, or a backup made, between the two commits.
TEST_F(ChainTest, AnEventThatWasCommittedAfterALaterOneWasSealedOnlyWaits) {
  commit_late();
  pass_an_hour();
  EXPECT_THAT(found(), IsEmpty());
  EXPECT_EQ(verify().first_overdue, 11);
  EXPECT_EQ(verify().verdict(), Verdict::waits);
}

// Sealing went on, and passed by this event, which was there.
TEST_F(ChainTest, AnEventThatWasLeftOutIsFound) {
  pass_an_hour();
  forge("DELETE FROM unsealed_events WHERE event_id = 9");
  seal_all();
  forge("INSERT INTO unsealed_events VALUES (9)");
  EXPECT_THAT(found(), ElementsAre("not_sealed 0/9"));
  EXPECT_EQ(verify().verdict(), Verdict::broken);
  EXPECT_EQ(verify().overdue, 0);
}

TEST_F(ChainTest, AnEventIsLeftOutWhateverWasSealedLast) {
  pass_an_hour();
  forge("DELETE FROM unsealed_events WHERE event_id IN (5, 9)");
  seal_all();
  forge("INSERT INTO unsealed_events VALUES (5)");
  seal_all();
  forge("INSERT INTO unsealed_events VALUES (9)");
  EXPECT_THAT(found(), ElementsAre("not_sealed 0/9")) << "5 was sealed last, 10 long after 9 had happened";
}

TEST_F(ChainTest, AnEventAtTheEndIsFoundWhereItTellsATimeBeforeWhatIsSealed) {
  seal_all();
  for (const char* time : {"now() - interval '11 minutes'", "'-infinity'"})
    sql_.execute("INSERT INTO events (occurred_at, entity_type, action) VALUES (" + std::string(time) +
                 ", 'user', 'x')");
  EXPECT_THAT(found(), ElementsAre("not_sealed 0/11", "not_sealed 0/12"));
}

// A rebuilt end looks like events that nobody has sealed yet.
TEST_F(ChainTest, AnEndThatWasPutBackToWaitIsToldByItsAnchor) {
  seal_all();
  pass_an_hour();
  const Anchor kept = end();
  EXPECT_EQ(verify({kept}).verdict(), Verdict::whole);
  forge("DELETE FROM event_seals WHERE sequence > 8; INSERT INTO unsealed_events VALUES (9), (10)");
  EXPECT_EQ(verify().verdict(), Verdict::waits);
  EXPECT_EQ(verify({kept}).verdict(), Verdict::broken);
  EXPECT_THAT(found({kept}), ElementsAre("cut_off 10/0"));
}

TEST_F(ChainTest, AnEventThatWasRemovedBeforeItsSealIsFound) {
  forge("DELETE FROM events WHERE id = 4");
  seal_all();
  EXPECT_THAT(found(), ElementsAre("event_gone 0/4"));
}

TEST_F(ChainTest, AnEventWithAnotherTimeThanThoseAroundItIsFound) {
  seal_all();
  for (const char* time : {"now() - interval '5 minutes'", "now() - interval '11 minutes'",
                           "now() + interval '1 day'", "now()", "'infinity'"})
    sql_.execute("INSERT INTO events (occurred_at, entity_type, action) VALUES (" + std::string(time) +
                 ", 'user', 'x')");
  seal_all();
  EXPECT_THAT(found(), ElementsAre("misdated 12/12", "misdated 13/13", "misdated 15/15"));
}

TEST_F(ChainTest, TellsTheFirstOfManyFlawsAndCountsAll) {
  append(100);
  seal_all();
  forge("UPDATE events SET action = 'x'");
  const auto result = verify();
  EXPECT_EQ(result.flaws, 110);
  EXPECT_EQ(result.findings.size(), most_told);
  EXPECT_EQ(result.findings.front().sequence, 1);
}

}  // namespace
}  // namespace kpa::audit

#include "core/db/database.hpp"

#include <limits>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/db/blocking.hpp"
#include "core/db/pool_for_test.hpp"
#include "tests/support/coroutine.hpp"
#include "tests/support/database.hpp"

namespace kpa::db {
namespace {

using testing::ElementsAre;

enum class Colour { red, green };

struct Everything {
  bool flag = false;
  std::int64_t number = 0;
  std::string words;
  RawJson json;
  Date day{};
  Instant moment{};
  Colour colour = Colour::red;
  friend bool operator==(const Everything&, const Everything&) = default;
};

struct Nothing {
  std::optional<bool> flag = true;
  std::optional<std::int64_t> number = 1;
  std::optional<std::string> words = "there";
  std::optional<RawJson> json = RawJson{"1"};
  std::optional<Date> day = Date();
  std::optional<Instant> moment = Instant();
  std::optional<Colour> colour = Colour::green;
};

}  // namespace
}  // namespace kpa::db

template <>
struct kpa::EnumNames<kpa::db::Colour> {
  static constexpr std::array<std::pair<db::Colour, std::string_view>, 2> table = {
      {{db::Colour::red, "red"}, {db::Colour::green, "green"}}};
};

namespace kpa::db {
namespace {

template <class Row>
Columns<Row> columns_of_everything() {
  return Columns<Row>()
      .column("flag", &Row::flag)
      .column("number", &Row::number)
      .column("words", &Row::words)
      .column("json", &Row::json)
      .column("day", &Row::day)
      .column("moment", &Row::moment)
      .column("colour", &Row::colour);
}

}  // namespace

template <>
const Columns<Everything>& columns() {
  static const auto made = columns_of_everything<Everything>();
  return made;
}
template <>
const Columns<Nothing>& columns() {
  static const auto made = columns_of_everything<Nothing>();
  return made;
}

namespace {

constexpr const char* echo_sql =
    "SELECT $1::boolean, $2::bigint, $3::text, $4::jsonb, $5::date, $6::timestamptz, $7::text";
const Query<Everything(Everything)> echo_everything{"test_echo", echo_sql};
const Query<Nothing(Nothing)> echo_nothing{"test_echo_nothing", echo_sql};
const Query<std::int64_t(std::int64_t)> narrow{"test_narrow", "SELECT $1::bigint::smallint"};
const Query<std::int64_t(std::vector<std::int64_t>)> sum{"test_sum",
                                                         "SELECT sum(n)::bigint FROM unnest($1::bigint[]) n"};
const Query<std::string(std::vector<std::string>)> joined{"test_joined",
                                                          "SELECT array_to_string($1::text[], '|')"};
const Query<std::int64_t(std::string)> length_of{"test_length", "SELECT length($1::text)::bigint"};
const Change<void(std::int64_t, std::string)> insert_note{"test_insert",
                                                          "INSERT INTO notes (id, words) VALUES ($1, $2)"};
const Change<void(std::string)> rename{"test_rename", "UPDATE notes SET words = $1"};
const Change<std::string(std::int64_t, std::string)> set_words{
    "test_set_words", "UPDATE notes SET words = $2 WHERE id = $1 RETURNING words"};
const Query<std::int64_t()> all_ids{"test_all_ids", "SELECT id FROM notes ORDER BY id"};
const Query<std::string(std::int64_t)> words_of{"test_words_of", "SELECT words FROM notes WHERE id = $1"};
const Query<std::int64_t(std::int64_t)> lock_note{"test_lock_note",
                                                  "SELECT id FROM notes WHERE id = $1 FOR UPDATE"};
const Query<std::int64_t()> long_one{"test_long_one", "SELECT 1::bigint FROM pg_sleep(30)"};
const Query<std::int64_t()> broken{"test_broken", "SELECT no_such_column FROM notes"};
const Query<std::int64_t()> this_backend{"test_this_backend", "SELECT pg_backend_pid()"};
const Query<bool()> end_of_this_backend{"test_end_of_this_backend",
                                        "SELECT pg_terminate_backend(pg_backend_pid(), 0)"};
const Change<std::int64_t(std::int64_t)> loses{"test_loses", "SELECT loses($1)"};
const Query<std::int64_t(std::string)> throws_state{"test_throws_state", "SELECT throws($1)"};

class DatabaseTest : public PoolFixture {
 protected:
  DatabaseTest()
      : PoolFixture({.conninfo = {}, .connections = 2, .statement_timeout = std::chrono::seconds(8)}) {
    admin_.execute("CREATE TABLE notes (id bigint PRIMARY KEY, words text NOT NULL)");
    admin_.execute(
        "CREATE FUNCTION throws(state text) RETURNS bigint LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'on purpose' "
        "USING ERRCODE = state; END $$");
    pool_->start();
  }
  /// SQLSTATE of the coroutine's error, or "".
  template <class T>
  std::string state_of(Task<T> task) {
    try {
      await(std::move(task));
    } catch (const Error& error) {
      return error.sqlstate;
    }
    return "";
  }
  std::vector<std::int64_t> ids() { return await(database_.all(all_ids)); }
  void end_backend(std::int64_t pid) {
    admin_.execute("SELECT pg_terminate_backend($1::int, 10000)", {std::to_string(pid)});
  }

  /// Waits until a connection of the pool matches the condition on pg_stat_activity.
  void run_until_one_is(const std::string& condition) {
    BlockingConnection look(test_database_.conninfo());
    test::run_until(io_, [&] {
      return look.execute("SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND " + condition +
                          " AND pid <> pg_backend_pid() AND datname = current_database()")
                 .value() == "1";
    });
  }
  void run_until_somebody_waits_for_a_lock() { run_until_one_is("wait_event_type = 'Lock'"); }
  void run_until_at_long_one() { run_until_one_is("query LIKE '%pg_sleep(30)%'"); }

  BlockingConnection admin_{test_database_.conninfo()};
  Database database_{pool_};
};

TEST_F(DatabaseTest, AStatementGoesAheadOfTheNextOne) {
  std::vector<std::string> heard;
  const auto body = [&](Queries& unit) -> Task<std::int64_t> {
    unit.ahead([&](const Rows& rows) { heard.push_back(std::to_string(rows.affected())); }, insert_note, 1,
               "one");
    unit.ahead([&](const Rows& rows) { heard.push_back(read_row<std::string>(rows, 0)); }, set_words, 1,
               "two");
    const auto words = co_await unit.first(words_of, 1);
    heard.push_back("then " + *words);
    unit.ahead({}, insert_note, 2, "with the commit");
    co_return 1;
  };
  EXPECT_EQ(await(database_.transaction(body)), 1);
  EXPECT_THAT(heard, ElementsAre("1", "two", "then two"));
  EXPECT_THAT(ids(), ElementsAre(1, 2));
}

TEST_F(DatabaseTest, WhatGoesAheadMayGiveTheTransactionUp) {
  struct GivenUp {};
  const auto body = [&](Queries& unit) -> Task<int> {
    unit.ahead([](const Rows&) { throw GivenUp(); }, all_ids);
    co_await unit.run(insert_note, 1, "one");
    ADD_FAILURE() << "was answered";
    co_return 1;
  };
  EXPECT_THROW(await(database_.transaction(body)), GivenUp);
  const auto settled = [&](Queries& unit) -> Task<int> {
    unit.ahead([](const Rows&) { throw GivenUp(); }, insert_note, 1, "one");
    co_await unit.settle();
    co_return 1;
  };
  EXPECT_THROW(await(database_.transaction(settled)), GivenUp);
  EXPECT_THAT(ids(), ElementsAre());
}

TEST_F(DatabaseTest, WhatFailsAheadFailsTheNextStatementOrTheCommit) {
  await(database_.run(insert_note, 1, "one"));
  const auto next = [&](Queries& unit) -> Task<int> {
    unit.ahead({}, insert_note, 1, "again");
    co_await unit.run(insert_note, 2, "two");
    co_return 1;
  };
  const auto commit = [&](Queries& unit) -> Task<int> {
    co_await unit.run(insert_note, 2, "two");
    unit.ahead({}, insert_note, 1, "again");
    co_return 1;
  };
  const auto fresh = [&](Queries& unit) -> Task<int> {
    unit.ahead({}, broken);                                 // cannot be prepared,
    co_await unit.first(length_of, std::string("a text"));  // nor is this one then
    co_return 1;
  };
  for (int repeat = 0; repeat < 3; ++repeat) {  // on both connections, and with statements that are prepared
    EXPECT_EQ(state_of(database_.transaction(next)), "23505");
    EXPECT_EQ(state_of(database_.transaction(commit)), "23505");
    EXPECT_EQ(state_of(database_.transaction(fresh)), "42703");
    EXPECT_EQ(await(database_.first(length_of, std::string("a text"))), 6);
  }
  EXPECT_THAT(ids(), ElementsAre(1));
}

TEST_F(DatabaseTest, OutsideOfATransactionNothingGoesAhead) {
  EXPECT_THROW(database_.ahead({}, insert_note, 1, "one"), std::logic_error);
}

TEST_F(DatabaseTest, ValuesOfEveryTypeComeBackAsTheyWereSent) {
  const Everything some{
      .flag = true,
      .number = std::numeric_limits<std::int64_t>::min(),
      .words = "quote ' back\\slash, newline\n, \u0928\u092e\u0938\u094d\u0924\u0947 \U0001F600",
      .json = {R"({"a": [1, null, "x"]})"},
      .day = *parse_date("0001-02-03"),
      .moment = *parse_instant("9999-12-31T23:59:59.999999Z"),
      .colour = Colour::green};
  EXPECT_EQ(await(database_.first(echo_everything, some)), some);
  const Everything plain{.number = std::numeric_limits<std::int64_t>::max(),
                         .words = "",
                         .json = {"null"},
                         .day = *parse_date("2024-02-29"),
                         .moment = *parse_instant("1969-12-31T23:59:59.5Z")};
  EXPECT_EQ(await(database_.first(echo_everything, plain)), plain);
}

TEST_F(DatabaseTest, NullsOfEveryTypeComeBackAsNothing) {
  const Nothing nothing{std::nullopt, std::nullopt, std::nullopt, std::nullopt,
                        std::nullopt, std::nullopt, std::nullopt};
  const auto row = await(database_.first(echo_nothing, nothing));
  ASSERT_TRUE(row);
  EXPECT_FALSE(row->flag || row->number || row->words || row->json || row->day || row->moment || row->colour);
}

TEST_F(DatabaseTest, ANullWhereNoneWasDeclaredIsAnError) {
  EXPECT_THROW(await(database_.first(echo_everything, Everything{})), std::exception)
      << "an empty date is no date";
  const Query<std::string()> null_text{"test_null_text", "SELECT NULL::text"};
  EXPECT_THROW(await(database_.first(null_text)), std::runtime_error);
}

TEST_F(DatabaseTest, SmallIntegersAndArraysAreUnderstood) {
  EXPECT_EQ(await(database_.first(narrow, -32768)), -32768);
  EXPECT_EQ(await(database_.first(sum, std::vector<std::int64_t>{1, -2, 40})), 39);
  EXPECT_EQ(await(database_.first(joined, std::vector<std::string>{"a", "", "b\"\\,{} c", "NULL"})),
            "a||b\"\\,{} c|NULL");
  EXPECT_EQ(await(database_.first(joined, std::vector<std::string>{})), "");
}

TEST_F(DatabaseTest, ATextWithANulIsRefusedRatherThanCutOff) {
  EXPECT_THROW(await(database_.first(length_of, std::string("a\0b", 3))), std::invalid_argument);
  EXPECT_EQ(await(database_.first(length_of, std::string(1'000'000, 'x'))), 1'000'000);
}

TEST_F(DatabaseTest, GivesTheFirstRowOrNothingAllRowsAndTheNumberOfWrittenOnes) {
  EXPECT_EQ(await(database_.first(words_of, 1)), std::nullopt);
  EXPECT_EQ(await(database_.run(insert_note, 1, "one")), 1);
  EXPECT_EQ(await(database_.run(insert_note, 2, "two")), 1);
  EXPECT_EQ(await(database_.run(rename, "three")), 2);
  EXPECT_EQ(await(database_.first(words_of, 2)), "three");
  EXPECT_THAT(ids(), ElementsAre(1, 2));
}

TEST_F(DatabaseTest, AStatementThatFailsTheFirstTimeItRunsIsGoodAfterwards) {
  admin_.execute("INSERT INTO notes VALUES (1, 'there')");
  for (int round = 0; round < 4; ++round)
    EXPECT_EQ(state_of(database_.run(insert_note, 1, "again")), "23505");
  EXPECT_EQ(await(database_.run(insert_note, 2, "new")), 1);
}

TEST_F(DatabaseTest, AnErrorTellsStateAndConstraint) {
  admin_.execute("INSERT INTO notes VALUES (1, 'there')");
  try {
    await(database_.run(insert_note, 1, "again"));
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.sqlstate, "23505");
    EXPECT_EQ(error.constraint, "notes_pkey");
    EXPECT_EQ(error.message.find("(id)=("), std::string::npos) << "no value of the row: " << error.message;
  }
}

TEST_F(DatabaseTest, AStatementThatCannotBePreparedSaysTheSameEveryTime) {
  for (int round = 0; round < 4; ++round) EXPECT_EQ(state_of(database_.all(broken)), "42703");
  admin_.execute("ALTER TABLE notes ADD no_such_column bigint");
  EXPECT_EQ(state_of(database_.all(broken)), "") << "and works as soon as it can";
}

TEST_F(DatabaseTest, APreparedStatementThatTheServerForgotIsPreparedAgain) {
  ids();
  ids();
  for (int connection = 0; connection < 4; ++connection) {
    const Change<void()> deallocate{"test_deallocate", "DEALLOCATE ALL"};
    await(database_.run(deallocate));
  }
  EXPECT_THAT(ids(), ElementsAre());
  EXPECT_THAT(ids(), ElementsAre());
}

TEST_F(DatabaseTest, ATransactionIsCommittedWhenItsBodyReturns) {
  EXPECT_EQ(await(database_.transaction([](Queries& unit) -> Task<int> {
              co_await unit.run(insert_note, 1, "one");
              co_await unit.run(insert_note, 2, "two");
              co_return 7;
            })),
            7);
  EXPECT_THAT(ids(), ElementsAre(1, 2));
}

TEST_F(DatabaseTest, ATransactionIsRolledBackWhenItsOutcomeFailed) {
  const auto outcome = await(database_.transaction([](Queries& unit) -> Task<Outcome<int>> {
    co_await unit.run(insert_note, 1, "one");
    co_return Problem{.code = Code::conflict};
  }));
  EXPECT_FALSE(outcome.has_value());
  EXPECT_THAT(ids(), ElementsAre());
}

TEST_F(DatabaseTest, ATransactionIsRolledBackWhenItsBodyThrows) {
  EXPECT_THROW(await(database_.transaction([](Queries& unit) -> Task<int> {
                 co_await unit.run(insert_note, 1, "one");
                 throw std::domain_error("on purpose");
               })),
               std::domain_error);
  EXPECT_THAT(ids(), ElementsAre());
}

TEST_F(DatabaseTest, ATransactionWithoutStatementsLeavesItsConnectionUsable) {
  for (int round = 0; round < 5; ++round)
    EXPECT_EQ(await(database_.transaction([](Queries&) -> Task<int> { co_return 1; })), 1);
  EXPECT_EQ(await(database_.run(insert_note, 1, "one")), 1);
  EXPECT_EQ(admin_.execute("SELECT count(*) FROM notes").value(), "1") << "outside of any transaction";
}

TEST_F(DatabaseTest, AnErrorThatTheBodySwallowedIsNotCommitted) {
  EXPECT_THROW(await(database_.transaction([](Queries& unit) -> Task<int> {
                 co_await unit.run(insert_note, 1, "one");
                 try {
                   co_await unit.run(insert_note, 1, "one again");
                 } catch (const Error&) {
                 }
                 co_return 1;
               })),
               std::logic_error);
  EXPECT_THAT(ids(), ElementsAre());
}

TEST_F(DatabaseTest, AFirstStatementThatCannotBePreparedStillLeavesATransaction) {
  EXPECT_ANY_THROW(await(database_.transaction([](Queries& unit) -> Task<int> {
    try {
      co_await unit.all(broken);
    } catch (const Error&) {
    }
    co_await unit.run(insert_note, 1, "must not be committed on its own");
    co_return 1;
  })));
  EXPECT_THAT(ids(), ElementsAre());
}

TEST_F(DatabaseTest, WhatIsForAfterTheCommitIsDoneThenAndOnce) {
  std::string done;
  const auto insert_and_tell = [&](std::int64_t id, bool well) {
    return database_.transaction([&done, this, id, well](Queries& unit) -> Task<int> {
      co_await unit.run(insert_note, id, "told");
      unit.after_commit(
          [&done, this] { done += admin_.execute("SELECT count(*) FROM notes").value().value(); });
      if (!well) throw std::domain_error("changed my mind");
      EXPECT_EQ(done, "");
      co_return 1;
    });
  };
  EXPECT_THROW(await(insert_and_tell(1, false)), std::domain_error);
  EXPECT_EQ(done, "") << "it was rolled back";
  await(insert_and_tell(2, true));
  EXPECT_EQ(done, "1");
  database_.after_commit([&] { done += "!"; });
  EXPECT_EQ(done, "1!") << "where there is no transaction, everything is committed";
}

TEST_F(DatabaseTest, AnAttemptThatIsRepeatedIsFollowedByNothing) {
  int attempts = 0, told = 0;
  await(database_.transaction([&](Queries& unit) -> Task<int> {
    unit.after_commit([&told] { ++told; });
    co_await unit.run(insert_note, ++attempts, "attempt");
    if (attempts < 3) co_await unit.first(throws_state, "40001");
    co_return attempts;
  }));
  EXPECT_EQ(attempts, 3);
  EXPECT_EQ(told, 1);
}

TEST_F(DatabaseTest, ASerialisationFailureRunsTheBodyAgain) {
  int attempts = 0;
  EXPECT_EQ(await(database_.transaction([&](Queries& unit) -> Task<int> {
              ++attempts;
              co_await unit.run(insert_note, attempts, "attempt");
              if (attempts < 3) co_await unit.first(throws_state, "40001");
              co_return attempts;
            })),
            3);
  EXPECT_THAT(ids(), ElementsAre(3)) << "the attempts before left nothing";
}

TEST_F(DatabaseTest, ATransactionThatNeverSerialisesFailsInTheEnd) {
  int attempts = 0;
  EXPECT_EQ(state_of(database_.transaction([&](Queries& unit) -> Task<int> {
              ++attempts;
              co_await unit.first(throws_state, "40001");
              co_return 1;
            })),
            "40001");
  EXPECT_EQ(attempts, 4);
}

TEST_F(DatabaseTest, TwoTransactionsThatDeadlockBothSucceed) {
  admin_.execute("INSERT INTO notes VALUES (1, ''), (2, '')");
  int at_second = 0;
  const auto cross = [&](std::int64_t first, std::int64_t second, std::string words) {
    return database_.transaction([&at_second, first, second, words](Queries& unit) -> Task<int> {
      co_await unit.first(set_words, first, words);
      ++at_second;
      // Each locks its first row before either asks for its second: a deadlock.
      while (at_second < 2) co_await unit.first(words_of, first);
      co_await unit.first(set_words, second, words);
      co_return 1;
    });
  };
  const auto one = test::start(io_, cross(1, 2, "one"));
  const auto two = test::start(io_, cross(2, 1, "two"));
  EXPECT_EQ(test::finish(io_, one), 1);
  EXPECT_EQ(test::finish(io_, two), 1);
  // It may be chosen as victim twice, because it locks its first row again while the other still waits.
  EXPECT_GE(at_second, 3) << "one of them was run again";
  EXPECT_EQ(await(database_.first(words_of, 1)), await(database_.first(words_of, 2)));
}

TEST_F(DatabaseTest, AStatementThatLosesADeadlockIsRunAgain) {
  admin_.execute("CREATE SEQUENCE attempts");  // no rollback undoes what it counted
  admin_.execute(
      "CREATE FUNCTION loses(times bigint) RETURNS bigint LANGUAGE plpgsql AS $$ BEGIN "
      "IF nextval('attempts') <= times THEN PERFORM throws('40P01'); END IF; RETURN currval('attempts'); END $$");
  EXPECT_EQ(await(database_.first(loses, 2)), 3);
  EXPECT_EQ(state_of(database_.first(loses, 100)), "40P01") << "not for ever";
  EXPECT_EQ(admin_.execute("SELECT last_value FROM attempts").value(), "6");
}

TEST_F(DatabaseTest, ATransactionInsideAnotherJoinsIt) {
  const auto inner = [](Queries& unit) -> Task<int> {
    co_await unit.run(insert_note, 2, "inner");
    co_return 1;
  };
  EXPECT_THROW(await(database_.transaction([&](Queries& unit) -> Task<int> {
                 co_await unit.run(insert_note, 1, "outer");
                 co_await unit.transaction(inner);
                 throw std::domain_error("on purpose");
               })),
               std::domain_error);
  EXPECT_THAT(ids(), ElementsAre());
  await(
      database_.transaction([&](Queries& unit) -> Task<int> { co_return co_await unit.transaction(inner); }));
  EXPECT_THAT(ids(), ElementsAre(2));
}

TEST_F(DatabaseTest, ATransactionWhoseConnectionIsLostBeforeTheCommitRunsAgain) {
  int attempts = 0;
  await(database_.transaction([&](Queries& unit) -> Task<int> {
    ++attempts;
    co_await unit.run(insert_note, attempts, "attempt");
    const auto backend = co_await unit.first(this_backend);
    if (attempts == 1) end_backend(*backend);
    co_await unit.first(words_of, 1);
    co_return 1;
  }));
  EXPECT_EQ(attempts, 2);
  EXPECT_THAT(ids(), ElementsAre(2));
}

TEST_F(DatabaseTest, ATransactionThatEndsWithItsBackendWhileAStatementGoesAheadRunsAgain) {
  int attempts = 0;
  await(database_.transaction([&](Queries& unit) -> Task<int> {
    if (++attempts == 1) unit.ahead({}, end_of_this_backend);
    co_await unit.run(insert_note, attempts, "attempt");
    co_return 1;
  }));
  EXPECT_EQ(attempts, 2);
  EXPECT_THAT(ids(), ElementsAre(2));
}

TEST_F(DatabaseTest, AConnectionLostWhileTheBodyDoesSomethingElseIsNoticed) {
  int attempts = 0;
  const auto elsewhere = [&](Queries& unit) -> Task<int> {
    ++attempts;
    const auto backend = co_await unit.first(this_backend);
    if (attempts == 1) {
      end_backend(*backend);
      // Runs on another connection until the loss has been noticed; the lost one may be replaced between two
      // looks.
      for (int look = 0; look < 100 && pool_->connected() == 2; ++look) co_await database_.all(all_ids);
    }
    co_await unit.run(insert_note, attempts, "attempt");
    co_return 1;
  };
  await(database_.transaction(elsewhere));
  EXPECT_THAT(ids(), ElementsAre(2));
}

TEST_F(DatabaseTest, ACommitWithoutAnAnswerHasAnUnknownOutcome) {
  admin_.execute(
      "CREATE FUNCTION end_me() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM "
      "pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$");
  admin_.execute(
      "CREATE CONSTRAINT TRIGGER end_me AFTER INSERT ON notes DEFERRABLE INITIALLY DEFERRED FOR EACH ROW "
      "EXECUTE FUNCTION end_me()");
  int attempts = 0;
  try {
    await(database_.transaction([&](Queries& unit) -> Task<int> {
      ++attempts;
      co_await unit.run(insert_note, 1, "one");
      co_return 1;
    }));
    FAIL();
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.problem.code, Code::outcome_unknown);
  }
  EXPECT_EQ(attempts, 1) << "it may have been committed, so it must not run twice";
}

TEST_F(DatabaseTest, ATransactionWhoseClientIsGoneGoesOnToItsCommit) {
  admin_.execute("INSERT INTO notes VALUES (1, 'before'), (2, 'before')");
  admin_.execute("BEGIN");
  admin_.execute("SELECT 1 FROM notes WHERE id = 1 FOR UPDATE");
  const auto running = test::start(io_, database_.transaction([&](Queries& unit) -> Task<int> {
    co_await unit.first(lock_note, 1);
    co_await unit.first(words_of, 1);
    co_await unit.run(rename, "after");
    co_return 1;
  }));
  run_until_somebody_waits_for_a_lock();
  running->cancel.emit(boost::asio::cancellation_type::terminal);
  io_.restart();
  io_.poll();
  EXPECT_FALSE(running->ended());
  admin_.execute("COMMIT");
  EXPECT_EQ(test::finish(io_, running), 1);
  EXPECT_EQ(admin_.execute("SELECT count(*) FROM notes WHERE words = 'after'").value(), "2");
}

TEST_F(DatabaseTest, AReadAfterATransactionCanBeCancelledAgain) {
  const auto write_and_read = [this]() -> Task<int> {
    co_await database_.transaction([](Queries& unit) -> Task<int> {
      co_await unit.run(insert_note, 1, "one");
      co_return 1;
    });
    co_await database_.first(long_one);
    co_return 1;
  };
  const auto running = test::start(io_, write_and_read());
  run_until_at_long_one();
  running->cancel.emit(boost::asio::cancellation_type::terminal);
  test::run_until(io_, [&] { return running->ended(); });
  EXPECT_NE(running->failure, nullptr);
  EXPECT_THAT(ids(), ElementsAre(1)) << "what was committed stays";
}

TEST_F(DatabaseTest, ATransactionThatWaitsForAConnectionWhenItsClientGoesIsNotBegun) {
  bool release = false;
  const auto hold = [&](Queries& unit) -> Task<int> {
    while (!release) co_await unit.all(all_ids);
    co_return 1;
  };
  const auto one = test::start(io_, database_.transaction(hold));
  const auto two = test::start(io_, database_.transaction(hold));
  const auto waiting = test::start(io_, database_.transaction([](Queries& unit) -> Task<int> {
    co_await unit.run(insert_note, 1, "one");
    co_return 1;
  }));
  test::run_until(io_, [&] { return pool_->connected() == 2 && pool_->waiting() == 1; });
  waiting->cancel.emit(boost::asio::cancellation_type::terminal);
  release = true;
  EXPECT_EQ(test::finish(io_, one), 1);
  EXPECT_EQ(test::finish(io_, two), 1);
  EXPECT_THROW(test::finish(io_, waiting), boost::system::system_error);
  EXPECT_THAT(ids(), ElementsAre());
}

}  // namespace
}  // namespace kpa::db

#include "core/incidents/incidents.hpp"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/db/blocking.hpp"
#include "core/db/pool.hpp"
#include "core/incidents/count_writer.hpp"
#include "core/time.hpp"
#include "tests/support/coroutine.hpp"
#include "tests/support/database.hpp"

namespace kpa::incidents {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

std::int64_t admitted(Bound& bound, std::string_view action, std::string_view address, int times) {
  std::int64_t count = 0;
  for (int n = 0; n < times; ++n)
    count += bound.admits(action, {Bound::Kind::stranger, std::string(address)}) ? 1 : 0;
  return count;
}

TEST(IncidentBound, WritesAFewOfAnAddressAndCountsTheOthers) {
  Bound bound;
  EXPECT_EQ(admitted(bound, "login_refused", "192.0.2.1", 100), Bound::most_of_source);
  EXPECT_EQ(admitted(bound, "login_refused", "192.0.2.2", 1), 1) << "another address is not hidden by it";
  EXPECT_EQ(admitted(bound, "request_refused", "192.0.2.1", 1), 1) << "nor is another action";
  const auto counted = bound.take(Clock::now());
  ASSERT_EQ(counted.size(), 1U);
  EXPECT_EQ(counted[0].action, "login_refused");
  EXPECT_EQ(counted[0].count, 90);
  EXPECT_THAT(counted[0].by_source, ElementsAre(Pair("192.0.2.1", 90)));
}

TEST(IncidentBound, BeginsAnewWhenItsMinuteIsOver) {
  Bound bound;
  const auto begin = Clock::now();
  bound.take(begin);
  EXPECT_EQ(admitted(bound, "login_refused", "192.0.2.1", 11), 10);
  EXPECT_THAT(bound.take(begin + 59s), IsEmpty());
  EXPECT_EQ(bound.take(begin + 60s).size(), 1U);
  EXPECT_THAT(bound.take(begin + 120s), IsEmpty()) << "told once";
  EXPECT_EQ(admitted(bound, "login_refused", "192.0.2.1", 11), 10);
  EXPECT_EQ(bound.take(begin + 121s, true).size(), 1U);
}

TEST(IncidentBound, HoldsAgainstAnyNumberOfAddresses) {
  Bound bound;
  std::int64_t written = 0;
  for (int n = 0; n < 10'000; ++n) written += admitted(bound, "login_refused", std::to_string(n), 1);
  EXPECT_LE(written, Bound::most_of_action);
  const auto counted = bound.take(Clock::now());
  EXPECT_EQ(counted.at(0).count, 10'000 - written);
  EXPECT_LE(counted.at(0).by_source.size(), Bound::most_sources + 1);
}

TEST(IncidentBound, LetsNoStrangersHideWhatAUserDoes) {
  Bound bound;
  for (int n = 0; n < 10'000; ++n) admitted(bound, "request_refused", std::to_string(n), 1);
  EXPECT_TRUE(bound.admits("request_refused", {Bound::Kind::user, "u7"}));
  for (int n = 0; n < 100; ++n) bound.admits("request_refused", {Bound::Kind::user, "u8"});
  EXPECT_TRUE(bound.admits("request_refused", {Bound::Kind::user, "u7"})) << "nor does one user";
}

TEST(IncidentBound, CountsOnWhatWasPutBack) {
  Bound bound;
  admitted(bound, "login_refused", "192.0.2.1", 12);
  const auto taken = bound.take(Clock::now(), true);
  ASSERT_EQ(taken.size(), 1U);
  EXPECT_EQ(admitted(bound, "login_refused", "192.0.2.1", 13), Bound::most_of_source);
  EXPECT_EQ(admitted(bound, "login_refused", "192.0.2.2", 11), Bound::most_of_source);
  bound.put_back(taken[0]);
  const auto counted = bound.take(Clock::now(), true);
  ASSERT_EQ(counted.size(), 1U);
  EXPECT_EQ(counted[0].action, "login_refused");
  EXPECT_EQ(counted[0].count, 2 + 3 + 1);
  EXPECT_THAT(counted[0].by_source, ElementsAre(Pair("192.0.2.1", 2 + 3), Pair("192.0.2.2", 1)));
}

TEST(IncidentBound, TellsNoMoreSourcesApartHoweverOftenTheyArePutBack) {
  Bound bound;
  std::int64_t total = 0;
  for (int round = 0; round < 5; ++round) {
    const auto taken = bound.take(Clock::now(), true);
    for (int n = 0; n < 1'000; ++n)
      total += 1 - admitted(bound, "login_refused", std::to_string(round * 1'000 + n), 1);
    for (const auto& one : taken) bound.put_back(one);
  }
  const auto counted = bound.take(Clock::now(), true);
  ASSERT_EQ(counted.size(), 1U);
  EXPECT_EQ(counted[0].count, total);
  EXPECT_LE(counted[0].by_source.size(), Bound::most_sources + 1);
  std::int64_t of_sources = 0;
  for (const auto& [source, count] : counted[0].by_source) of_sources += count;
  EXPECT_EQ(of_sources, total);
}

class IncidentsTest : public testing::Test {
 public:
  IncidentsTest() { pool_->start(); }
  ~IncidentsTest() override {
    pool_->stop();
    io_.restart();
    io_.run_for(test::patience);
  }

 protected:
  void wait(Task<void> task) {
    const auto whole = [](Task<void> work) -> Task<bool> {
      co_await std::move(work);
      co_return true;
    };
    test::await(io_, whole(std::move(task)));
  }
  std::string value(const std::string& query) { return sql_.execute(query).value().value_or("NULL"); }
  /// Causes refused logins from one address.
  void flood(int count) {
    const events::Origin origin{.actor_id = {}, .request_id = "r-1", .client_address = "192.0.2.7"};
    for (int n = 0; n < count; ++n)
      wait(incidents_.note(database_, {.action = "login_refused", .details = {{"reason", "unknown_phone"}}},
                           origin));
  }
  /// The sum over all events that report how many more there were.
  std::string further() { return value("SELECT sum((after->>'further')::int) FROM events"); }

  test::TestDatabase place_;
  db::BlockingConnection sql_{place_.conninfo()};
  boost::asio::io_context io_{1};
  std::shared_ptr<db::Pool> pool_ =
      std::make_shared<db::Pool>(io_, db::PoolSettings{.conninfo = place_.conninfo()});
  db::Database database_{pool_};
  Incidents incidents_;
};

TEST_F(IncidentsTest, AFloodBecomesAFewEventsAndTheirNumber) {
  wait(incidents_.write_counts(database_));  // a new minute begins
  flood(500);
  EXPECT_EQ(value("SELECT count(*) FROM events"), "10");
  EXPECT_EQ(
      value(
          "SELECT concat_ws(' ', entity_type, entity_id, entity_version, action, after, request_id, client_address)"
          " FROM events LIMIT 1"),
      R"(incident login_refused {"reason": "unknown_phone"} r-1 192.0.2.7)");
  wait(incidents_.write_counts(database_));
  EXPECT_EQ(value("SELECT count(*) FROM events"), "10") << "its minute is not over";
  wait(incidents_.write_counts(database_, true));
  EXPECT_EQ(value("SELECT after FROM events ORDER BY id DESC LIMIT 1"),
            R"({"further": 490, "addresses": {"192.0.2.7": 490}})");
  const events::Origin user{.actor_id = 1, .request_id = "r-2", .client_address = "192.0.2.7"};
  for (int n = 0; n < 11; ++n) wait(incidents_.note(database_, {.action = "request_refused"}, user));
  wait(incidents_.write_counts(database_, true));
  EXPECT_EQ(value("SELECT after FROM events ORDER BY id DESC LIMIT 1"),
            R"({"users": {"1": 1}, "further": 1})");
}

TEST_F(IncidentsTest, WhatCannotBeWrittenIsCountedOn) {
  flood(12);
  sql_.execute("ALTER TABLE events RENAME TO elsewhere");
  wait(incidents_.write_counts(database_, true));
  sql_.execute("ALTER TABLE elsewhere RENAME TO events");
  EXPECT_EQ(further(), "NULL");
  flood(13);
  wait(incidents_.write_counts(database_, true));
  EXPECT_EQ(further(), "5");
  EXPECT_EQ(value("SELECT count(*) FROM events WHERE after->>'reason' = 'unknown_phone'"), "20");
  wait(incidents_.write_counts(database_, true));
  EXPECT_EQ(further(), "5") << "told once";
}

// The request's client may leave at any moment, and the counts would be lost.
TEST_F(IncidentsTest, NoRequestWritesWhatOthersCounted) {
  flood(12);
  flood(1);
  EXPECT_EQ(further(), "NULL");
  wait(incidents_.write_counts(database_));
  EXPECT_EQ(further(), "3") << "no request begins a new minute either";
}

TEST_F(IncidentsTest, TheWriterWritesWhatIsLeftWheneverItIsStopped) {
  for (const bool waiting : {false, true}) {
    CountWriter writer(io_, incidents_, database_);
    flood(11);
    writer.start();
    if (waiting) flood(1);  // meanwhile it reaches its pause
    bool stopped = false;
    writer.stop([&] { stopped = true; });
    test::run_until(io_, [&] { return stopped; });
    EXPECT_EQ(further(), waiting ? "3" : "1");
  }
}

TEST_F(IncidentsTest, AnOutageDoesNotFailTheRequest) {
  sql_.execute("ALTER TABLE events ADD CHECK (action <> 'login_refused')");
  wait(incidents_.note(database_, {.action = "login_refused"}, {}));
  EXPECT_EQ(value("SELECT count(*) FROM events"), "0");
}

TEST_F(IncidentsTest, OnlyRefusalsThatAnHonestClientSeldomMeetsAreNoted) {
  struct NoHeaders final : http::Headers {
    std::string_view find(std::string_view) const override { return {}; }
    std::size_t count(std::string_view) const override { return 0; }
  };
  const NoHeaders headers;
  const std::string path = "/" + std::string(5'000, '\xff');
  const http::Request request{http::Method::delete_, path, "token=secret", headers, "", "192.0.2.7", "r-2"};
  const auto tell = incidents_.refusals(database_);
  for (const Code code : {Code::forbidden, Code::not_found, Code::validation_failed, Code::unauthenticated,
                          Code::too_many_requests})
    wait(tell(request, {}, code));
  EXPECT_EQ(value("SELECT string_agg(action || ' ' || (after->>'code'), ', ' ORDER BY id) FROM events"),
            "request_refused forbidden, limit_reached too_many_requests");
  EXPECT_EQ(value("SELECT max(length(after->>'path')) FROM events"), "200");
  EXPECT_EQ(value("SELECT count(*) FROM events WHERE after::text LIKE '%secret%'"), "0");
}

}  // namespace
}  // namespace kpa::incidents

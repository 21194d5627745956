#include "core/events/incidents.hpp"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/db/blocking.hpp"
#include "core/db/pool.hpp"
#include "tests/support/coroutine.hpp"
#include "tests/support/database.hpp"

namespace kpa::events {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

using Bound = IncidentBound;

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
  const auto counted = bound.take(Bound::Clock::now());
  ASSERT_EQ(counted.size(), 1U);
  EXPECT_EQ(counted[0].action, "login_refused");
  EXPECT_EQ(counted[0].count, 90);
  EXPECT_THAT(counted[0].by_source, ElementsAre(Pair("192.0.2.1", 90)));
}

TEST(IncidentBound, BeginsAnewWhenItsMinuteIsOver) {
  Bound bound;
  const auto begin = Bound::Clock::now();
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
  const auto counted = bound.take(Bound::Clock::now());
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

  test::TestDatabase place_;
  db::BlockingConnection sql_{place_.conninfo()};
  boost::asio::io_context io_{1};
  std::shared_ptr<db::Pool> pool_ =
      std::make_shared<db::Pool>(io_, db::PoolSettings{.conninfo = place_.conninfo()});
  db::Database database_{pool_};
  Incidents incidents_;
};

TEST_F(IncidentsTest, AFloodBecomesAFewEventsAndTheirNumber) {
  const Origin origin{.actor_id = {}, .request_id = "r-1", .client_address = "192.0.2.7"};
  for (int n = 0; n < 500; ++n)
    wait(incidents_.note(database_, {.action = "login_refused", .details = {{"reason", "unknown_phone"}}},
                         origin));
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
  const Origin user{.actor_id = 1, .request_id = "r-2", .client_address = "192.0.2.7"};
  for (int n = 0; n < 11; ++n) wait(incidents_.note(database_, {.action = "request_refused"}, user));
  wait(incidents_.write_counts(database_, true));
  EXPECT_EQ(value("SELECT after FROM events ORDER BY id DESC LIMIT 1"),
            R"({"users": {"1": 1}, "further": 1})");
}

TEST_F(IncidentsTest, AnOutageDoesNotFailTheRequest) {
  sql_.execute("ALTER TABLE events ADD CHECK (action <> 'login_refused')");
  wait(incidents_.note(database_, {.action = "login_refused"}, {}));
  EXPECT_EQ(value("SELECT count(*) FROM events"), "0");
}

TEST_F(IncidentsTest, OnlyRefusalsThatAnHonestClientSeldomMeetsAreNoted) {
  struct NoHeaders final : http::Headers {
    std::string_view find(std::string_view) const override { return {}; }
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
}  // namespace kpa::events

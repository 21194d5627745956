#include "core/outbox/outbox.hpp"

#include <algorithm>
#include <map>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/observe/metrics.hpp"
#include "core/outbox/relay_for_test.hpp"
#include "core/outbox/store.hpp"
#include "tests/support/eventually.hpp"

namespace kpa::outbox {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using End = Attempt::End;

/// Records the attempts of all processes of a test.
class Receiver {
 public:
  using Answer = std::function<Attempt(const Due&, const std::atomic<bool>&)>;

  /// A kind whose attempts are recorded here, and end as `answer` says.
  Kind kind(Answer answer = {}) {
    return {.name = "letter",
            .attempt =
                [this, answer = std::move(answer)](const Due& due, const std::atomic<bool>& stopping) {
                  const Arrival arrival(*this, due);
                  return answer ? answer(due, stopping) : Attempt{};
                },
            .first_pause = 1ms};
  }
  std::vector<Due> all() const {
    const std::scoped_lock lock(mutex_);
    return all_;
  }
  /// Recorded payloads, of one target or all.
  std::vector<std::string> payloads(const std::string& target = {}) const {
    std::vector<std::string> some;
    for (const auto& due : all())
      if (target.empty() || due.target == target) some.push_back(due.payload);
    return some;
  }
  /// Whether there were ever two attempts for one target at the same time.
  bool overlapped() const { return overlapped_; }

 private:
  struct Arrival {
    Arrival(Receiver& receiver, const Due& due) : of(receiver), target(due.target) {
      const std::scoped_lock lock(of.mutex_);
      of.all_.push_back(due);
      if (++of.at_once_[target] > 1) of.overlapped_ = true;
    }
    ~Arrival() {
      const std::scoped_lock lock(of.mutex_);
      --of.at_once_[target];
    }
    Receiver& of;
    const std::string target;
  };

  mutable std::mutex mutex_;
  std::vector<Due> all_;
  std::map<std::string, int> at_once_;
  std::atomic<bool> overlapped_{false};
};

/// Shared by all tests, because creating it takes longer than most of them.
std::string conninfo() {
  static const test::TestDatabase shared;
  return shared.conninfo();
}

class OutboxTest : public testing::Test {
 protected:
  OutboxTest() { sql_.execute("TRUNCATE deliveries RESTART IDENTITY"); }
  ~OutboxTest() override {
    process_.stop(0ms);
    io_.restart();
    io_.run_for(50ms);
  }

  void start(Kind kind) {
    process_.outbox.add(std::move(kind));
    process_.start();
  }
  void put(const std::string& target, const std::string& payload, std::chrono::milliseconds good_for = 1min) {
    test::await(io_, process_.database.transaction([&](db::Queries& unit) -> Task<int> {
      Delivery delivery{"letter", target, payload, good_for};
      co_await process_.outbox.put(unit, std::move(delivery));
      co_return 1;
    }));
  }
  template <class Condition>
  void run_until(Condition condition) {
    test::run_until(io_, condition);
  }
  std::string value(const std::string& sql) { return sql_.execute(sql).value().value_or("NULL"); }
  bool is_empty() { return value("SELECT count(*) FROM deliveries") == "0"; }

  db::BlockingConnection sql_{conninfo()};
  boost::asio::io_context io_{1};
  Receiver receiver_;
  TestProcess process_{io_, conninfo()};
};

TEST_F(OutboxTest, DoesWhatWasCommittedAndForgetsIt) {
  start(receiver_.kind());
  put("a", "Dear a");
  run_until([&] { return is_empty(); });
  EXPECT_THAT(receiver_.payloads("a"), ElementsAre("Dear a"));
  EXPECT_EQ(receiver_.all().at(0).attempt, 1);
}

TEST_F(OutboxTest, BeginsAtTheCommit) {
  start(receiver_.kind());
  put("a", "first");
  run_until([&] { return is_empty(); });
  io_.restart();
  io_.run_for(50ms);  // its first check found nothing, and the next would be in ten seconds
  const auto began = std::chrono::steady_clock::now();
  put("a", "second");
  run_until([&] { return receiver_.all().size() == 2; });
  EXPECT_LT(std::chrono::steady_clock::now() - began, 5s);
}

TEST_F(OutboxTest, DoesNothingOfWhatWasRolledBack) {
  start(receiver_.kind());
  EXPECT_THROW(test::await(io_, process_.database.transaction([&](db::Queries& unit) -> Task<int> {
                 Delivery delivery{"letter", "a", "never", 1min};
                 co_await process_.outbox.put(unit, std::move(delivery));
                 throw std::domain_error("changed my mind");
               })),
               std::domain_error);
  put("a", "committed");
  run_until([&] { return is_empty(); });
  EXPECT_THAT(receiver_.payloads(), ElementsAre("committed"));
}

TEST_F(OutboxTest, FindsWhatWasPutBeforeItsTime) {
  put("a", "left behind");
  start(receiver_.kind());
  run_until([&] { return is_empty(); });
  EXPECT_THAT(receiver_.payloads(), ElementsAre("left behind"));
}

TEST_F(OutboxTest, AttemptsAgainWhatFailed) {
  start(receiver_.kind([](const Due& due, const std::atomic<bool>&) {
    return due.attempt < 3 ? Attempt{End::again, "busy"} : Attempt{};
  }));
  put("a", "Dear a");
  run_until([&] { return is_empty(); });
  const auto all = receiver_.all();
  ASSERT_EQ(all.size(), 3U);
  for (std::size_t at = 0; at < all.size(); ++at) {
    EXPECT_EQ(all[at].attempt, static_cast<std::int64_t>(at + 1));
    EXPECT_EQ(all[at].id, all[0].id);
  }
}

TEST_F(OutboxTest, GivesUpForAllToSee) {
  Kind kind = receiver_.kind([](const Due& due, const std::atomic<bool>&) -> Attempt {
    if (due.target == "bug") throw std::logic_error("a null letter");
    return {due.target == "refuses" ? End::give_up : End::again, "no such house"};
  });
  kind.most_attempts = 3;
  start(std::move(kind));
  auto& counted = observe::metrics().counter("kpa_delivery_attempts_total", "",
                                             {{"kind", "letter"}, {"result", "given_up"}});
  const auto before = counted.value();
  put("refuses", "Dear b");
  put("fails", "Dear c");
  put("bug", "Dear d");
  run_until([&] { return value("SELECT count(*) FROM deliveries WHERE given_up IS NULL") == "0"; });
  EXPECT_EQ(
      value(
          "SELECT string_agg(concat_ws(' ', target, attempts, given_up, payload IS NULL), '; ' ORDER BY id) "
          "FROM deliveries"),
      "refuses 1 no such house t; fails 3 no such house t; bug 1 a bug t");
  EXPECT_EQ(counted.value() - before, 3U);
}

TEST_F(OutboxTest, KeepsTheOrderOfATarget) {
  start(receiver_.kind([](const Due& due, const std::atomic<bool>&) {
    return due.payload == "first" && due.attempt < 4 ? Attempt{End::again, "busy"} : Attempt{};
  }));
  for (const char* payload : {"first", "second", "third"}) put("a", payload);
  put("b", "other");
  run_until([&] { return is_empty(); });
  EXPECT_THAT(receiver_.payloads("a"), ElementsAre("first", "first", "first", "first", "second", "third"));
  EXPECT_THAT(receiver_.payloads("b"), ElementsAre("other"));
  EXPECT_FALSE(receiver_.overlapped());
}

TEST_F(OutboxTest, KeepsAWaitingTargetFromHoldingUpOthers) {
  Kind kind = receiver_.kind([](const Due& due, const std::atomic<bool>&) {
    return due.target == "a" ? Attempt{End::again, "busy"} : Attempt{};
  });
  kind.first_pause = kind.longest_pause = 1h;
  start(std::move(kind));
  put("a", "first");
  put("a", "second");
  run_until([&] { return receiver_.payloads("a").size() == 1; });
  put("b", "other");
  run_until([&] { return receiver_.payloads("b").size() == 1; });
  EXPECT_THAT(receiver_.payloads("a"), ElementsAre("first"));
}

TEST_F(OutboxTest, OfTwoProcessesDoesEverythingOnceAndInOrder) {
  constexpr int targets = 7, letters = 12;
  std::map<std::string, std::vector<std::string>> expected;
  for (int letter = 0; letter < letters; ++letter)
    for (int target = 0; target < targets; ++target) {
      const std::string to = "t" + std::to_string(target), payload = std::to_string(letter);
      put(to, payload);
      expected[to].push_back(payload);
    }
  TestProcess other(io_, conninfo());
  other.outbox.add(receiver_.kind());
  other.start();
  start(receiver_.kind());
  run_until([&] { return is_empty(); });
  other.stop();
  for (const auto& [target, payloads] : expected) EXPECT_EQ(receiver_.payloads(target), payloads) << target;
  EXPECT_FALSE(receiver_.overlapped());
}

// The state that kill -9 leaves in tests/faults.
TEST_F(OutboxTest, DoesAgainWhatACrashedProcessWasAt) {
  put("a", "Dear a");
  value("UPDATE deliveries SET attempts = 1, due_at = now() + interval '300 ms' RETURNING id");
  start(receiver_.kind());
  io_.restart();
  io_.run_for(100ms);
  EXPECT_THAT(receiver_.all(), IsEmpty()) << "its lease is not over";
  run_until([&] { return is_empty(); });
  EXPECT_EQ(receiver_.all().at(0).attempt, 2);
}

TEST_F(OutboxTest, HeedsNoProcessWhoseLeaseIsOver) {
  std::atomic<bool> goes_on{false};
  start(receiver_.kind([&](const Due& due, const std::atomic<bool>&) -> Attempt {
    if (due.attempt == 1) test::eventually([&] { return goes_on.load(); });
    return due.attempt == 1 ? Attempt{End::give_up, "too late to say so"} : Attempt{};
  }));
  put("a", "Dear a");
  run_until([&] { return receiver_.all().size() == 1; });
  // Another process has leased it for a moment.
  value("UPDATE deliveries SET attempts = 2, due_at = now() + interval '300 ms' RETURNING id");
  goes_on = true;
  run_until([&] { return is_empty(); });
  EXPECT_EQ(receiver_.all().at(1).attempt, 3);
}

TEST_F(OutboxTest, DoesNothingThatHasExpired) {
  put("a", "of yesterday", 0ms);
  put("a", "of today");
  start(receiver_.kind());
  run_until([&] { return value("SELECT count(*) FROM deliveries WHERE given_up IS NULL") == "0"; });
  EXPECT_THAT(receiver_.payloads(), ElementsAre("of today"));
  EXPECT_EQ(value("SELECT concat_ws(' ', given_up, payload IS NULL) FROM deliveries"), "expired t");
}

TEST_F(OutboxTest, GivesUpWhatExpiresBetweenTwoAttempts) {
  Kind kind =
      receiver_.kind([](const Due&, const std::atomic<bool>&) { return Attempt{End::again, "busy"}; });
  kind.first_pause = kind.longest_pause = 1h;
  start(std::move(kind));
  put("a", "Dear a", 500ms);
  run_until([&] { return value("SELECT given_up FROM deliveries") == "expired"; });
  EXPECT_EQ(receiver_.all().size(), 1U);
}

TEST_F(OutboxTest, KeepsPayloadsSealed) {
  put("a", "482913 is the secret");
  put("a", "482913 is the secret");
  EXPECT_THAT(value("SELECT string_agg(deliveries::text, ' ') FROM deliveries"), Not(HasSubstr("482913")));
  EXPECT_EQ(value("SELECT count(DISTINCT payload) FROM deliveries"), "2")
      << "nobody can tell that they are equal";
  TestProcess other(io_, conninfo(), {1, 2, 3});
  other.outbox.add(receiver_.kind());
  other.start();
  run_until([&] { return value("SELECT count(*) FROM deliveries WHERE given_up IS NULL") == "0"; });
  EXPECT_EQ(value("SELECT DISTINCT given_up FROM deliveries"), "sealed with another secret_key");
  EXPECT_THAT(receiver_.all(), IsEmpty());
}

TEST_F(OutboxTest, KeepsAPayloadToItsTarget) {
  put("a", "for a alone");
  value("UPDATE deliveries SET target = 'b' RETURNING id");
  start(receiver_.kind());
  run_until([&] { return value("SELECT count(*) FROM deliveries WHERE given_up IS NULL") == "0"; });
  EXPECT_THAT(receiver_.all(), IsEmpty());
}

TEST_F(OutboxTest, LeavesWhatIsBrokenOffAtTheStopToTheNextProcess) {
  start(receiver_.kind([](const Due& due, const std::atomic<bool>& stopping) -> Attempt {
    if (due.attempt > 1) return {};
    test::eventually([&] { return stopping.load(); });
    return {End::give_up, "broken off"};
  }));
  put("a", "Dear a");
  run_until([&] { return receiver_.all().size() == 1; });
  process_.stop(0ms);
  EXPECT_EQ(value("SELECT given_up IS NULL AND due_at <= now() FROM deliveries"), "t");
  process_.start();
  run_until([&] { return is_empty(); });
  EXPECT_THAT(receiver_.payloads(), ElementsAre("Dear a", "Dear a"));
}

TEST_F(OutboxTest, BeginsAtTheStopWhatTheLastHavePut) {
  start(receiver_.kind());
  put("a", "last words");
  process_.stop();
  EXPECT_TRUE(is_empty());
  EXPECT_THAT(receiver_.payloads(), ElementsAre("last words"));
}

TEST_F(OutboxTest, SitsOutAnOutageOfTheDatabase) {
  std::atomic<bool> goes_on{false};
  start(receiver_.kind([&](const Due&, const std::atomic<bool>&) -> Attempt {
    test::eventually([&] { return goes_on.load(); });
    return {};
  }));
  put("a", "Dear a");
  run_until([&] { return receiver_.all().size() == 1; });
  value(
      "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() "
      "AND pid <> pg_backend_pid()");
  goes_on = true;
  run_until([&] { return is_empty(); });
  EXPECT_EQ(receiver_.all().size(), 1U) << "it was done, and only could not be written down at first";
}

TEST_F(OutboxTest, LeavesKindsThatNobodyKnowsUntilTheyExpire) {
  put("a", "Dear a");
  put("b", "Dear b");
  value("UPDATE deliveries SET expires_at = now() - interval '2 hours' WHERE target = 'a' RETURNING id");
  process_.start();
  EXPECT_EQ(test::await(io_, forget_old(process_.database, 10)), 1);
  EXPECT_EQ(
      value(
          "SELECT string_agg(concat_ws(' ', target, given_up, payload IS NULL), '; ' ORDER BY id) FROM deliveries"),
      "a expired t; b f");
  value("UPDATE deliveries SET updated_at = now() - interval '8 days' RETURNING id");
  EXPECT_EQ(test::await(io_, forget_old(process_.database, 10)), 1);
  EXPECT_EQ(value("SELECT string_agg(target, ' ') FROM deliveries"), "b");
  EXPECT_EQ(test::await(io_, forget_old(process_.database, 10)), 0);
}

TEST(PauseAfter, IsRandomUpToALimitThatDoubles) {
  const Kind kind{.name = "letter", .attempt = {}, .first_pause = 1s, .longest_pause = 30s};
  EXPECT_EQ(pause_after(kind, 1, 1), 1s);
  EXPECT_EQ(pause_after(kind, 1, 0), 0s);
  EXPECT_EQ(pause_after(kind, 2, 0.5), 1s);
  EXPECT_EQ(pause_after(kind, 5, 1), 16s);
  EXPECT_EQ(pause_after(kind, 6, 1), 30s);
  EXPECT_EQ(pause_after(kind, 1'000'000'000, 1), 30s);
}

}  // namespace
}  // namespace kpa::outbox

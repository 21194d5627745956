#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <thread>

#include <boost/json/serialize.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/db/blocking.hpp"
#include "tests/faults/rounds.hpp"
#include "tests/faults/workload.hpp"
#include "tests/faults/world.hpp"
#include "tests/support/eventually.hpp"

namespace {

using namespace kpa::test;
using kpa::Clock;
using kpa::db::BlockingConnection;
using testing::IsEmpty;

TEST(ServerKilled, LosesAndDoublesNothingThatWasAcknowledged) {
  World world;
  Workload load(world.server.port(), world.token);
  for (int cycle = 0; cycle < rounds(5, 100); ++cycle) {
    // Killed at a different stage of running requests each time.
    ASSERT_TRUE(load.goes_on(5 + cycle % 7)) << world.server.output();
    world.server.kill();
    world.server.start();
  }
  ASSERT_TRUE(load.goes_on(10));
  load.stop();
  EXPECT_THAT(load.wrong_answers(), IsEmpty());
  EXPECT_THAT(load.disagreements(world.conninfo()), IsEmpty());
  EXPECT_EQ(world.stop(), 0) << world.server.output();
}

/// Fifty clients that repeat the same request with the same key until it is answered.
class Repeaters {
 public:
  static constexpr int count = 50;

  Repeaters(const World& world, int form) {
    for (int client = 0; client < count; ++client)
      threads_.emplace_back([this, &world, form] { repeat(world.client(), form); });
  }
  Repeaters(const Repeaters&) = delete;
  Repeaters& operator=(const Repeaters&) = delete;
  ~Repeaters() { finish(); }

  void finish() {
    for (auto& thread : threads_)
      if (thread.joinable()) thread.join();
  }
  int sent() const { return sent_; }
  int answered() const { return answered_; }
  /// Requests that got no answer.
  int lost() const { return lost_; }

  // Call it after finish(): the answers, and how many clients got each.
  const std::map<std::string, int>& answers() const { return answers_; }
  const std::vector<std::string>& wrong() const { return wrong_; }

 private:
  void repeat(const HttpClient& client, int form) {
    const std::string key = "once-" + std::to_string(form);
    const auto deadline = Clock::now() + long_enough;
    while (Clock::now() < deadline) {
      ++sent_;
      try {
        const auto answer =
            client.post("/api/forms/wheel-specifications", distinct_form(form), {{"Idempotency-Key", key}});
        if (answer.status == 201) return note(answer.text);
        const bool come_back =
            answer.status == 503 || (answer.status == 409 && answer.at("code") == "idempotency_in_flight");
        if (!come_back) return note_wrong(answer.text);
      } catch (const std::exception&) {
        ++lost_;  // refused, or closed without an answer: the server was killed
      }
      // A client's pause before it tries again.
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    note_wrong("no answer in time");
  }
  void note(const std::string& text) {
    const std::lock_guard lock(mutex_);
    ++answers_[text];
    ++answered_;
  }
  void note_wrong(const std::string& what) {
    const std::lock_guard lock(mutex_);
    wrong_.push_back(what);
  }

  std::vector<std::thread> threads_;
  std::atomic<int> sent_ = 0;
  std::atomic<int> answered_ = 0;
  std::atomic<int> lost_ = 0;
  std::mutex mutex_;
  std::map<std::string, int> answers_;
  std::vector<std::string> wrong_;
};

void expect_once(const World& world, Repeaters& repeaters, int form) {
  repeaters.finish();
  EXPECT_THAT(repeaters.wrong(), IsEmpty());
  ASSERT_EQ(repeaters.answers().size(), 1U) << "the answers differ";
  EXPECT_EQ(repeaters.answers().begin()->second, Repeaters::count);
  EXPECT_EQ(world.sql("SELECT count(*) FROM wheel_specifications WHERE wheel_profile = '" +
                      profile_of(distinct_form(form)) + "'"),
            "1");
}

TEST(ServerKilled, AfterSomeAnswersGivesTheOthersTheSame) {
  World world;
  const int times = rounds(2, 25);
  int lost = 0;
  for (int form = 1; form <= times; ++form) {
    Repeaters repeaters(world, form);
    const int some = 1 + form * 7 % 20;
    ASSERT_TRUE(eventually([&] { return repeaters.answered() >= some; }));
    world.server.kill();
    world.server.start();
    expect_once(world, repeaters, form);
    lost += repeaters.lost();
  }
  EXPECT_GT(lost, 0) << "the server was always killed too late";
  EXPECT_EQ(world.sql("SELECT count(*) FROM wheel_specifications"), std::to_string(times));
}

TEST(ServerKilled, BetweenTheClaimOfAKeyAndTheCommitLeavesNothingBehind) {
  World world;
  auto locked = std::make_unique<BlockingConnection>(world.conninfo());
  locked->execute("BEGIN; LOCK TABLE wheel_specifications IN ACCESS EXCLUSIVE MODE");
  Repeaters repeaters(world, 1);
  const auto waits_inside = [&] {
    return world.sql(
               "SELECT count(*) FROM pg_locks WHERE NOT granted"
               " AND relation = 'wheel_specifications'::regclass") != "0";
  };
  ASSERT_TRUE(eventually([&] { return repeaters.sent() >= Repeaters::count && waits_inside(); }));
  world.server.kill();
  EXPECT_EQ(repeaters.answered(), 0);
  locked.reset();
  ASSERT_TRUE(eventually([&] { return !waits_inside(); }));
  EXPECT_EQ(world.sql("SELECT count(*) FROM wheel_specifications"), "0");
  world.server.start();
  expect_once(world, repeaters, 1);
}

}  // namespace

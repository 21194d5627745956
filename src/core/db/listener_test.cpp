#include "core/db/listener.hpp"

#include <atomic>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <boost/asio/executor_work_guard.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/db/blocking.hpp"
#include "core/db/pool_for_test.hpp"

namespace kpa::db {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

/// Everything that one subscriber received; `missed` stands for may_have_missed.
struct Ear {
  std::vector<std::string> heard;
  Listener::Hear hear() {
    return [this](const Heard& what) { heard.push_back(what.may_have_missed ? "missed" : what.payload); };
  }
};

class ListenerTest : public PoolFixture {
 protected:
  ListenerTest() : PoolFixture({.conninfo = {}, .connections = 1}) { pool_->start(); }
  ~ListenerTest() override {
    listener_.stop();
    subscription_ = {};
  }

  template <class Condition>
  void run_until(Condition condition) {
    test::run_until(io_, condition);
  }
  void subscribe(const std::string& channel = "news") {
    subscription_ = listener_.subscribe(channel, io_.get_executor(), ear_.hear());
    run_until([&] { return !ear_.heard.empty(); });
  }
  std::string value(const std::string& sql) { return admin_.execute(sql).value().value_or(""); }
  /// Connections other than ours and the pool's.
  std::string listening() {
    return value(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() "
        "AND query ~ '^(LISTEN|UNLISTEN|SELECT 1$)'");
  }
  void cut_off() {
    value(
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() "
        "AND query ~ '^(LISTEN|UNLISTEN|SELECT 1$)' AND pid <> pg_backend_pid()");
  }

  Ear ear_;
  BlockingConnection admin_{test_database_.conninfo()};
  Database database_{pool_};
  Listener listener_{io_, test_database_.conninfo(), 5s};
  Listener::Subscription subscription_;
};

TEST_F(ListenerTest, HearsWhatIsNotifiedInItsOrder) {
  subscribe();
  admin_.execute("NOTIFY news, 'one'");
  admin_.execute("NOTIFY others, 'not for us'");
  admin_.execute("BEGIN");
  admin_.execute("NOTIFY news, 'two'");
  admin_.execute("NOTIFY news, 'three'");
  admin_.execute("COMMIT");
  run_until([&] { return ear_.heard.size() >= 4; });
  EXPECT_THAT(ear_.heard, ElementsAre("missed", "one", "two", "three"));
}

TEST_F(ListenerTest, HearsOfATransactionWhenItIsCommitted) {
  subscribe();
  const auto say = [this](std::string what, bool well) {
    return database_.transaction([what, well](Queries& unit) -> Task<int> {
      co_await notify(unit, "news", what);
      if (!well) throw std::domain_error("changed my mind");
      co_return 1;
    });
  };
  EXPECT_THROW(await(say("never", false)), std::domain_error);
  await(say("committed", true));
  run_until([&] { return ear_.heard.size() >= 2; });
  EXPECT_THAT(ear_.heard, ElementsAre("missed", "committed"));
}

TEST_F(ListenerTest, SaysThatItMayHaveMissedSomeAfterALostConnection) {
  subscribe();
  cut_off();
  admin_.execute("NOTIFY news, 'nobody hears'");
  run_until([&] { return ear_.heard.size() >= 2; });
  admin_.execute("NOTIFY news, 'again'");
  run_until([&] { return ear_.heard.size() >= 3; });
  EXPECT_THAT(ear_.heard, ElementsAre("missed", "missed", "again"));
}

TEST_F(ListenerTest, TellsEachSubscriberOnItsThread) {
  subscribe();
  boost::asio::io_context other_io{1};
  auto work = boost::asio::make_work_guard(other_io);
  std::atomic<std::thread::id> told_on;
  std::atomic<int> told{0};
  auto other = listener_.subscribe("news", other_io.get_executor(), [&](const Heard& heard) {
    if (heard.may_have_missed) return;
    told_on = std::this_thread::get_id();
    ++told;
  });
  std::thread thread([&] { other_io.run(); });
  // Until the second subscriber listens too, it hears nothing.
  run_until([&] {
    admin_.execute("NOTIFY news, 'to all'");
    return told > 0 && ear_.heard.size() > 1;
  });
  EXPECT_EQ(told_on.load(), thread.get_id());
  boost::asio::post(other_io, [&] {
    other = {};
    work.reset();
  });
  thread.join();
}

TEST_F(ListenerTest, TellsNothingToWhoeverHasGone) {
  subscribe();
  Ear gone;
  auto second = listener_.subscribe("news", io_.get_executor(), gone.hear());
  run_until([&] { return gone.heard.size() == 1; });
  admin_.execute("NOTIFY news, 'late'");
  second = {};
  run_until([&] { return ear_.heard.size() == 2; });
  EXPECT_THAT(gone.heard, ElementsAre("missed"));
}

TEST_F(ListenerTest, HasAConnectionAsLongAsSomebodyListens) {
  EXPECT_EQ(listening(), "0");
  subscribe();
  EXPECT_EQ(listening(), "1");
  subscription_ = {};
  run_until([&] { return listening() == "0"; });
  ear_.heard.clear();
  subscribe();
  admin_.execute("NOTIFY news, 'back'");
  run_until([&] { return ear_.heard.size() >= 2; });
  EXPECT_THAT(ear_.heard, ElementsAre("missed", "back"));
}

TEST_F(ListenerTest, WaitsForADatabaseThatIsAway) {
  Listener nowhere(io_, "host=127.0.0.1 port=1", 1s);
  auto subscription = nowhere.subscribe("news", io_.get_executor(), ear_.hear());
  io_.restart();
  io_.run_for(100ms);
  EXPECT_THAT(ear_.heard, IsEmpty());
  nowhere.stop();
}

TEST_F(ListenerTest, TakesNamesOfChannelsOnly) {
  for (const char* wrong : {"", "a b", "A", "a\"; DROP TABLE x; --"})
    EXPECT_THROW((void)listener_.subscribe(wrong, io_.get_executor(), ear_.hear()), std::invalid_argument)
        << wrong;
}

}  // namespace
}  // namespace kpa::db

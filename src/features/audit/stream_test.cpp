#include "features/audit/stream.hpp"

#include <numeric>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/parse.hpp>
#include <gmock/gmock.h>

#include "core/timer.hpp"
#include "features/audit/chain_for_test.hpp"

namespace kpa::audit {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

/// Records what it is sent. Its waits have no time limit, so only a notification ends them.
class Ear final : public http::Listening {
 public:
  explicit Ear(boost::asio::io_context& io) : timer_(io) {}

  Task<bool> send(std::string_view message) override {
    const auto told = boost::json::parse(message);
    const auto& events = told.at("events").as_array();
    sizes.push_back(events.size());
    for (const auto& event : events) {
      seals.push_back(event.at("seal").as_int64());
      actions.emplace_back(event.at("action").as_string());
    }
    after = told.at("after").as_int64();
    co_return goes_on;
  }
  Task<bool> wait(std::chrono::milliseconds) override {
    waits = true;
    while (!woken_ && goes_on) {
      timer_.expires_after(1ms);
      co_await timer_.async_wait(awaiting_outcome);
    }
    waits = woken_ = false;
    co_return goes_on;
  }
  void wake() override { woken_ = true; }

  std::vector<std::size_t> sizes;
  std::vector<std::int64_t> seals;
  std::vector<std::string> actions;
  std::int64_t after = -1;
  bool waits = false;
  bool goes_on = true;

 private:
  Timer timer_;
  bool woken_ = false;
};

Task<bool> to_the_end(db::Queries& database, db::Listener& listener, std::optional<std::int64_t> after,
                      Ear& ear) {
  co_await tell_of_seals(database, &listener, after, ear);
  co_return true;
}

std::vector<std::int64_t> numbers(std::int64_t first, std::int64_t last) {
  std::vector<std::int64_t> all(static_cast<std::size_t>(last - first + 1));
  std::iota(all.begin(), all.end(), first);
  return all;
}

class StreamTest : public ChainTest {
 protected:
  ~StreamTest() override { listener_.stop(); }

  auto listens(std::optional<std::int64_t> after) {
    return test::start(io_, to_the_end(database_, listener_, after, ear_));
  }
  void end(const std::shared_ptr<test::Running<bool>>& listening) {
    ear_.goes_on = false;
    EXPECT_TRUE(test::finish(io_, listening));
  }

  db::Listener listener_{io_, place_.conninfo(), 5s};
  Ear ear_{io_};
};

TEST_F(StreamTest, TellsWhatWasSealedSinceAndThenWhatIs) {
  seal_all();
  const auto listening = listens(4);
  test::run_until(io_, [&] { return ear_.seals.size() == 6 && ear_.waits; });
  append(3);
  seal_all();
  test::run_until(io_, [&] { return ear_.seals.size() == 9 && ear_.waits; });
  EXPECT_EQ(ear_.seals, numbers(5, 13));
  EXPECT_EQ(ear_.after, 13);
  end(listening);
}

TEST_F(StreamTest, BeginsAtTheEndOfTheChainWhereNobodyNamesASeal) {
  seal_all();
  const auto listening = listens(std::nullopt);
  test::run_until(io_, [&] { return ear_.after == 10 && ear_.waits; });
  EXPECT_THAT(ear_.sizes, ElementsAre(0)) << "so that whoever loses the connection now can come back";
  append(1);
  seal_all();
  test::run_until(io_, [&] { return ear_.after == 11; });
  end(listening);
}

TEST_F(StreamTest, LeavesNothingOutThatWasCommittedLate) {
  const auto listening = listens(0);
  test::run_until(io_, [&] { return ear_.after == 0 && ear_.waits; });
  commit_late();  // its id is lower than that of an event sealed before
  seal_all();
  test::run_until(io_, [&] { return ear_.after == 12; });
  EXPECT_EQ(ear_.seals, numbers(1, 12));
  EXPECT_EQ(ear_.actions.back(), "late");
  end(listening);
}

TEST_F(StreamTest, TellsMuchInMessagesOfAHundred) {
  append(240);
  seal_all();
  const auto listening = listens(0);
  test::run_until(io_, [&] { return ear_.after == 250; });
  EXPECT_EQ(ear_.seals, numbers(1, 250));
  EXPECT_THAT(ear_.sizes, ElementsAre(100, 100, 50));
  end(listening);
}

TEST_F(StreamTest, GoesOnWhereEveryConnectionWasLost) {
  seal_all();
  const auto listening = listens(0);
  test::run_until(io_, [&] { return ear_.after == 10 && ear_.waits; });
  value(
      "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() AND pid "
      "<> pg_backend_pid()");
  append(1);
  bool sealed = false;
  while (!sealed) try {
      sealed = seal_all() == 1;
    } catch (const std::exception&) {  // the pool has not noticed the loss yet
    }
  test::run_until(io_, [&] { return ear_.after == 11; });
  EXPECT_EQ(ear_.seals, numbers(1, 11));
  end(listening);
}

}  // namespace
}  // namespace kpa::audit

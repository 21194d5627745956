#include "core/jobs/schedule.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/db/blocking.hpp"
#include "core/observe/metrics.hpp"
#include "core/timer.hpp"
#include "tests/support/coroutine.hpp"
#include "tests/support/database.hpp"

namespace kpa::jobs {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

const db::Change<void(std::int64_t)> note{"test_note", "INSERT INTO notes (process) VALUES ($1)"};
const db::Query<std::int64_t()> backend{"test_backend", "SELECT pg_backend_pid()"};

/// Several processes on one database, each with its own schedule, simulated in this thread.
class ScheduleTest : public testing::Test {
 protected:
  ScheduleTest() {
    sql_.execute("CREATE TABLE notes (process bigint NOT NULL, at timestamptz DEFAULT now())");
  }

  /// Declare it after what the jobs refer to: its destructor stops all.
  class Processes {
   public:
    explicit Processes(ScheduleTest& test) : test_(test) {}
    ~Processes() {
      std::size_t open = all_.size();
      for (auto& process : all_) process->stop(0ms, [&] { --open; });
      test_.run_until([&] { return open == 0; });
      test_.io_.restart();
      test_.io_.run_for(test::patience);
      EXPECT_TRUE(test_.io_.stopped()) << "a stopped schedule leaves nothing that keeps the thread busy";
    }
    Processes(const Processes&) = delete;
    Processes& operator=(const Processes&) = delete;

    void start(std::vector<Job> jobs) {
      all_.push_back(std::make_unique<Schedule>(
          test_.io_, db::PoolSettings{.conninfo = test_.database_.conninfo()}, std::move(jobs)));
      all_.back()->start();
    }
    /// The first one started; it is then no longer stopped at the end.
    std::unique_ptr<Schedule> take_first() {
      auto first = std::move(all_.front());
      all_.erase(all_.begin());
      return first;
    }

   private:
    ScheduleTest& test_;
    std::vector<std::unique_ptr<Schedule>> all_;
  };
  template <class Condition>
  void run_until(Condition condition) {
    test::run_until(io_, condition);
  }
  std::string value(const std::string& query) { return sql_.execute(query).value().value_or("NULL"); }
  std::int64_t number(const std::string& query) { return std::stoll(value(query)); }
  std::int64_t notes() { return number("SELECT count(*) FROM notes"); }

  /// A job that records which process ran it.
  Job noting(std::int64_t process, std::chrono::milliseconds period) {
    return {"noting", period, [process](db::Queries& unit) { return leave_note(unit, process); }};
  }
  static Task<Done> leave_note(db::Queries& unit, std::int64_t process) {
    co_await unit.run(note, process);
    co_return Done::all;
  }

  /// Makes a run wait inside its transaction, after it has recorded itself, until the test continues it.
  struct Gate {
    Timer opened;
    int waiting = 0;
    std::int64_t backend_pid = 0;
    explicit Gate(boost::asio::io_context& io) : opened(io, boost::asio::steady_timer::time_point::max()) {}
    void open() { opened.expires_at(boost::asio::steady_timer::time_point::min()); }
  };
  Job gated(std::int64_t process, Gate& gate) {
    return {"noting", 1h, [process, &gate](db::Queries& unit) { return wait_at(unit, process, gate); }};
  }
  static Task<Done> wait_at(db::Queries& unit, std::int64_t process, Gate& gate) {
    co_await unit.run(note, process);
    gate.backend_pid = (co_await unit.first(backend)).value();
    ++gate.waiting;
    boost::system::error_code ignored;
    co_await gate.opened.async_wait(
        boost::asio::redirect_error(boost::asio::use_awaitable_t<Executor>(), ignored));
    --gate.waiting;
    co_return Done::all;
  }

  test::TestDatabase database_;
  db::BlockingConnection sql_{database_.conninfo()};
  boost::asio::io_context io_{1};
};

TEST_F(ScheduleTest, AJobRunsAgainAndAgain) {
  Processes processes(*this);
  processes.start({noting(1, 20ms)});
  run_until([&] { return notes() >= 3; });
  EXPECT_GE(value("SELECT min(gap) >= interval '20 ms' FROM (SELECT at - lag(at) OVER (ORDER BY at) AS gap "
                  "FROM notes) AS gaps"),
            "t");
}

TEST_F(ScheduleTest, WhatOneProcessDidIsNotDueInAnother) {
  bool looked = false;
  Processes processes(*this);
  processes.start({noting(1, 1h)});
  run_until([&] { return notes() == 1; });
  processes.start({noting(2, 1h), {"beside", 1h, [&](db::Queries&) -> Task<Done> {
                                     looked = true;
                                     co_return Done::all;
                                   }}});
  run_until([&] { return looked; });
  EXPECT_EQ(notes(), 1);
}

TEST_F(ScheduleTest, OneOfSeveralProcessesRunsAJobAtATime) {
  int at_work = 0, most = 0, runs = 0;
  const auto work = [&](db::Queries& unit) -> Task<Done> {
    most = std::max(most, ++at_work);
    co_await unit.first(backend);
    --at_work;
    ++runs;
    co_return Done::some;
  };
  Processes processes(*this);
  for (int process = 0; process < 4; ++process) processes.start({{"contended", 1ms, work}});
  run_until([&] { return runs >= 50; });
  EXPECT_EQ(most, 1);
}

TEST_F(ScheduleTest, AnotherTakesOverWhenTheOneAtWorkLosesItsConnection) {
  Gate first(io_), second(io_);
  Processes processes(*this);
  processes.start({gated(1, first)});
  run_until([&] { return first.waiting == 1; });
  processes.start({gated(2, second)});
  second.open();
  sql_.execute("SELECT pg_terminate_backend(" + std::to_string(first.backend_pid) + ")");
  run_until([&] { return notes() == 1; });
  EXPECT_EQ(value("SELECT process FROM notes"), "2");
  first.open();
  run_until([&] { return first.waiting == 0; });
  run_until([&] { return number("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'") == 0; });
  EXPECT_EQ(notes(), 1) << "what the first had written is gone, and it does not do the work once more";
}

TEST_F(ScheduleTest, AnotherTakesOverWhenTheOneAtWorkIsCutOff) {
  Gate never(io_);
  Processes processes(*this);
  processes.start({gated(1, never)});
  run_until([&] { return never.waiting == 1; });
  processes.start({noting(2, 1h)});
  bool stopped = false;
  const auto first = processes.take_first();
  first->stop(0ms, [&] { stopped = true; });
  run_until([&] { return notes() == 1; });
  EXPECT_EQ(value("SELECT process FROM notes"), "2");
  never.open();
  run_until([&] { return stopped; });
  EXPECT_EQ(notes(), 1);
}

TEST_F(ScheduleTest, AStopWaitsForTheRunUnderWay) {
  Gate gate(io_);
  Processes processes(*this);
  processes.start({gated(1, gate)});
  run_until([&] { return gate.waiting == 1; });
  bool stopped = false;
  const auto process = processes.take_first();
  process->stop(1min, [&] { stopped = true; });
  io_.restart();
  io_.poll();
  EXPECT_FALSE(stopped);
  gate.open();
  run_until([&] { return stopped; });
  EXPECT_EQ(notes(), 1);
}

TEST_F(ScheduleTest, WhatFailedLeavesNothingIsCountedAndTriedAgain) {
  auto& failures = observe::metrics().counter("kpa_job_runs_total", "Runs of jobs by this process, by result",
                                              {{"job", "shaky"}, {"result", "failure"}});
  const auto before = failures.value();
  int attempts = 0;
  Processes processes(*this);
  processes.start({{"shaky", 20ms,
                    [&](db::Queries& unit) -> Task<Done> {
                      co_await unit.run(note, 1);
                      if (++attempts < 3) throw std::runtime_error("not today");
                      co_return Done::all;
                    }},
                   noting(2, 20ms)});
  run_until([&] { return attempts == 2; });
  run_until([&] { return value("SELECT failures FROM scheduled_jobs WHERE name = 'shaky'") == "2"; });
  EXPECT_EQ(failures.value() - before, 2U);
  EXPECT_EQ(value("SELECT count(*) FROM notes WHERE process = 1"), "0");
  EXPECT_EQ(value("SELECT succeeded_at IS NULL FROM scheduled_jobs WHERE name = 'shaky'"), "t");
  run_until([&] { return number("SELECT count(*) FROM notes WHERE process = 1") > 0; });
  EXPECT_EQ(value("SELECT failures FROM scheduled_jobs WHERE name = 'shaky'"), "0");
  EXPECT_GE(number("SELECT count(*) FROM notes WHERE process = 2"), 1) << "another job is not held up";
  EXPECT_THAT(observe::metrics().exposition(), HasSubstr("kpa_job_last_success_timestamp_seconds"));
}

TEST_F(ScheduleTest, AFailureOfAJobOfALongPeriodIsTriedAgainSooner) {
  Processes processes(*this);
  processes.start({{"daily", 24h, [](db::Queries&) -> Task<Done> {
                      throw std::runtime_error("not today");
                      co_return Done::all;
                    }}});
  const std::string failures = "SELECT failures FROM scheduled_jobs WHERE name = 'daily'";
  run_until([&] { return value("SELECT coalesce(sum(failures), 0) FROM scheduled_jobs") == "1"; });
  const std::string pause = "SELECT extract(epoch FROM due_at - updated_at)::int FROM scheduled_jobs";
  EXPECT_EQ(value(pause), "10");
  sql_.execute("UPDATE scheduled_jobs SET due_at = now()");
  processes.start({{"daily", 24h, [](db::Queries&) -> Task<Done> {
                      throw std::runtime_error("not today");
                      co_return Done::all;
                    }}});
  run_until([&] { return value(failures) == "2"; });
  EXPECT_EQ(value(pause), "20");
}

TEST_F(ScheduleTest, AMomentBeyondThePeriodKeepsNoJobFromBeingDone) {
  for (const char* never : {"infinity", "9999-01-01"}) {
    sql_.execute("TRUNCATE notes, scheduled_jobs");
    sql_.execute("INSERT INTO scheduled_jobs (name, due_at) VALUES ('noting', '" + std::string(never) + "')");
    Processes processes(*this);
    processes.start({noting(1, 1h)});
    run_until([&] { return notes() == 1; });
    run_until(
        [&] { return value("SELECT due_at < now() + interval '61 minutes' FROM scheduled_jobs") == "t"; });
  }
}

TEST_F(ScheduleTest, MuchWorkIsDoneRunAfterRun) {
  int left = 5;
  Processes processes(*this);
  processes.start(
      {{"much", 1h, [&](db::Queries&) -> Task<Done> { co_return --left > 0 ? Done::some : Done::all; }}});
  run_until([&] { return left == 0; });
  run_until([&] { return value("SELECT due_at > now() FROM scheduled_jobs") == "t"; });
}

double gauge_of(const std::string& job) {
  const std::string exposition = observe::metrics().exposition();
  const std::string name = "kpa_job_last_success_timestamp_seconds{job=\"" + job + "\"} ";
  const auto at = exposition.find(name);
  return at == std::string::npos ? 0 : std::stod(exposition.substr(at + name.size()));
}

TEST_F(ScheduleTest, ARunThatFindsNothingIsWrittenNowhere) {
  int runs = 0;
  Processes processes(*this);
  processes.start({{"quiet", 1ms, [&](db::Queries&) -> Task<Done> {
                      ++runs;
                      co_return Done::nothing;
                    }}});
  run_until([&] { return runs == 1; });
  const std::string row = "SELECT xmin || ' ' || scheduled_jobs::text FROM scheduled_jobs";
  const std::string entered = value(row);
  run_until([&] { return runs >= 5; });
  EXPECT_EQ(value(row), entered);
  EXPECT_GT(gauge_of("quiet"), 1.7e9) << "it succeeded all the same";
}

TEST_F(ScheduleTest, ARunThatFindsNothingEndsARowOfFailures) {
  int runs = 0;
  Processes processes(*this);
  processes.start({{"recovering", 1ms, [&](db::Queries&) -> Task<Done> {
                      if (++runs < 3) throw std::runtime_error("not today");
                      co_return Done::nothing;
                    }}});
  run_until([&] { return runs >= 4; });
  EXPECT_EQ(value("SELECT failures FROM scheduled_jobs"), "0");
}

TEST_F(ScheduleTest, ALookThatFindsNothingSavesTheRun) {
  int looks = 0, runs = 0;
  bool waits = false;
  Processes processes(*this);
  processes.start({{"looking", 1ms,
                    [&](db::Queries&) -> Task<Done> {
                      ++runs;
                      waits = false;
                      co_return Done::all;
                    },
                    [&](db::Queries&) -> Task<bool> {
                      ++looks;
                      co_return waits;
                    }}});
  run_until([&] { return looks >= 5; });
  EXPECT_EQ(runs, 0);
  EXPECT_EQ(number("SELECT count(*) FROM scheduled_jobs"), 0);
  EXPECT_GT(gauge_of("looking"), 1.7e9);
  waits = true;
  run_until([&] { return runs == 1; });
  run_until([&] { return looks >= 10; });
  EXPECT_EQ(runs, 1);
}

TEST_F(ScheduleTest, ALookThatFindsNothingEndsARowOfFailures) {
  const std::string ended =
      "SELECT coalesce(bool_and(failures = 0 AND succeeded_at IS NOT NULL), false) FROM scheduled_jobs";
  int looks = 0, runs = 0;
  bool waits = false;
  sql_.execute("INSERT INTO scheduled_jobs (name, failures) VALUES ('easing', 3)");
  Processes processes(*this);
  processes.start({{"easing", 1ms,
                    [&](db::Queries&) -> Task<Done> {
                      ++runs;
                      waits = false;
                      throw std::runtime_error("not today");
                      co_return Done::all;
                    },
                    [&](db::Queries&) -> Task<bool> {
                      ++looks;
                      co_return waits;
                    }}});
  run_until([&] { return value(ended) == "t"; });
  EXPECT_EQ(runs, 0) << "they were of a process that is gone";
  sql_.execute("UPDATE scheduled_jobs SET succeeded_at = NULL, due_at = now()");
  waits = true;
  run_until([&] { return runs >= 1; });
  run_until([&] { return value(ended) == "t"; });
  const std::string row = "SELECT xmin || ' ' || scheduled_jobs::text FROM scheduled_jobs";
  const std::string written = value(row);
  run_until([&, before = looks] { return looks >= before + 5; });
  EXPECT_EQ(value(row), written) << "once";
}

TEST_F(ScheduleTest, ALookThatFailsIsARunThatTellsWhy) {
  int runs = 0;
  Processes processes(*this);
  processes.start({{"blind", 1ms,
                    [&](db::Queries&) -> Task<Done> {
                      ++runs;
                      throw std::runtime_error("cannot work");
                      co_return Done::all;
                    },
                    [&](db::Queries&) -> Task<bool> {
                      throw std::runtime_error("cannot see");
                      co_return false;
                    }}});
  run_until([&] { return runs >= 1; });
  run_until([&] { return number("SELECT coalesce(sum(failures), 0) FROM scheduled_jobs") >= 1; });
}

}  // namespace
}  // namespace kpa::jobs

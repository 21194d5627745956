#include "core/jobs/schedule.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "core/observe/log.hpp"
#include "core/observe/metrics.hpp"
#include "core/timer.hpp"

namespace kpa::jobs {
namespace {

struct Look {
  std::int64_t due_in = 0;  ///< milliseconds
  std::string due_at;
  std::optional<Instant> succeeded_at;
};

}  // namespace
}  // namespace kpa::jobs

template <>
const kpa::db::Columns<kpa::jobs::Look>& kpa::db::columns() {
  using L = jobs::Look;
  static const auto made = Columns<L>()
                               .column("due_in", &L::due_in)
                               .column("due_at", &L::due_at)
                               .column("succeeded_at", &L::succeeded_at);
  return made;
}

namespace kpa::jobs {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using std::chrono::milliseconds;

const observe::Log log("jobs");

constexpr auto first_retry = milliseconds(10s);
/// Pause while another process runs the job, or the database does not answer.
constexpr auto next_attempt = milliseconds(1s);
/// Longest pause between checks: another process may fail, and any process may take over.
constexpr auto longest_pause = milliseconds(10s);
/// Jobs may wait long for each other's connections.
constexpr auto acquire_timeout = 1min;

/// The period is $2, in milliseconds. A due_at further ahead cannot come from this job: count it as due.
const std::string when_due = "(due_at <= now() OR due_at > now() + $2::bigint * interval '1 millisecond')";

const db::Query<Look(std::string, std::int64_t)> look{"scheduled_jobs_look",
                                                      "SELECT CASE WHEN " + when_due + R"( THEN 0
                   ELSE ceil(extract(epoch FROM due_at - clock_timestamp()) * 1000)::bigint END AS due_in,
              due_at::text, succeeded_at
       FROM scheduled_jobs WHERE name = $1)"};

const db::Change<void(std::string)> enter{
    "scheduled_jobs_enter", "INSERT INTO scheduled_jobs (name) VALUES ($1) ON CONFLICT (name) DO NOTHING"};

// The first number separates these locks from other two-number locks.
const db::Change<bool(std::string)> lock{"scheduled_jobs_lock",
                                         "SELECT pg_try_advisory_xact_lock(20010, hashtext($1)) AS ours"};

// Nothing when the job is not due. Runs after the lock, so that it sees what the last holder committed.
const db::Query<std::int64_t(std::string, std::int64_t)> failures_if_due{
    "scheduled_jobs_due", "SELECT failures FROM scheduled_jobs WHERE name = $1 AND " + when_due};

const std::string success =
    R"(UPDATE scheduled_jobs SET due_at = now() + $2::bigint * interval '1 millisecond', failures = 0,
              succeeded_at = clock_timestamp(), updated_at = now()
       WHERE name = $1)";

const db::Change<void(std::string, std::int64_t)> succeed{"scheduled_jobs_succeed", success};

// Instead of a run, when look() found nothing to do after a failure.
const db::Change<void(std::string, std::int64_t)> recover{"scheduled_jobs_recover",
                                                          success + " AND failures > 0"};

// Runs after the rollback, which released the lock; a second process that failed at the same time does not
// count again.
const db::Change<std::int64_t(std::string, std::int64_t, std::int64_t)> fail{
    "scheduled_jobs_fail",
    R"(UPDATE scheduled_jobs SET failures = failures + 1, updated_at = now(), due_at = clock_timestamp() +
              least($2::bigint, $3::bigint * 2 ^ least(failures, 20)) * interval '1 millisecond'
       WHERE name = $1 AND )" +
        when_due + " RETURNING failures"};

/// Nothing when another process is running the job, or has just done so.
Task<std::optional<Done>> run_alone(db::Queries& unit, const Job& job) {
  const auto ours = co_await unit.first(lock, job.name);
  if (!ours.value()) co_return std::nullopt;
  const auto failures = co_await unit.first(failures_if_due, job.name, std::int64_t{job.period.count()});
  if (!failures) co_return std::nullopt;
  const Done done = co_await job.work(unit);
  if (done == Done::nothing && *failures == 0) co_return done;
  const milliseconds pause = done == Done::some ? 0ms : job.period;
  co_await unit.run(succeed, job.name, std::int64_t{pause.count()});
  co_return done;
}

db::PoolSettings own_pool(db::PoolSettings settings) {
  settings.connections = most_at_once;
  settings.acquire_timeout = acquire_timeout;
  return settings;
}

struct Measures {
  explicit Measures(const std::string& job)
      : successes(runs(job, "success")),
        failures(runs(job, "failure")),
        seconds(observe::metrics().histogram("kpa_job_seconds", "Time of a job's successful runs",
                                             {{"job", job}})),
        succeeded_at(observe::metrics().gauge("kpa_job_last_success_timestamp_seconds",
                                              "When a job last succeeded in any process, or was found to "
                                              "have nothing to do, in Unix time",
                                              {{"job", job}})) {}

  static observe::Counter& runs(const std::string& job, const char* result) {
    return observe::metrics().counter("kpa_job_runs_total", "Runs of jobs by this process, by result",
                                      {{"job", job}, {"result", result}});
  }

  observe::Counter& successes;
  observe::Counter& failures;
  observe::Histogram& seconds;
  observe::Gauge& succeeded_at;
};

struct Scheduled {
  Scheduled(asio::io_context& io, Job its_job) : job(std::move(its_job)), pause(io), measures(job.name) {}

  void note_success(Instant at) {
    succeeded_at = std::max(succeeded_at, at);
    measures.succeeded_at.set(
        std::chrono::floor<std::chrono::seconds>(succeeded_at).time_since_epoch().count());
  }

  const Job job;
  Timer pause;
  const Measures measures;
  bool at_work = false;  ///< in a transaction
  /// The row may still record failures: of this process or, at its start, of an earlier one.
  bool may_have_failed = true;
  Instant succeeded_at{};
  /// The turn in which this process found nothing to do (not stored in the database), and when to check
  /// again.
  std::string idle_turn = {};
  Clock::time_point idle_until = {};
};

}  // namespace

struct Schedule::State : std::enable_shared_from_this<State> {
  State(asio::io_context& context, db::PoolSettings settings, std::vector<Job> jobs)
      : io(context),
        pool(std::make_shared<db::Pool>(io, own_pool(std::move(settings)))),
        database(pool),
        cut_off(io) {
    for (auto& job : jobs) places.push_back(std::make_unique<Scheduled>(io, std::move(job)));
  }

  Task<void> keep_doing(Scheduled& place) {
    while (!stopping) {
      const milliseconds pause = co_await turn(place);
      if (stopping) break;
      place.pause.expires_after(pause);
      boost::system::error_code ignored;
      co_await place.pause.async_wait(asio::redirect_error(asio::use_awaitable_t<Executor>(), ignored));
    }
    --open;
    end_when_idle();
  }

  /// Checks the job once and runs it if due; returns the pause before the next check.
  Task<milliseconds> turn(Scheduled& place) {
    const Job& job = place.job;
    const milliseconds soon = std::min(job.period, next_attempt);
    try {
      if (co_await finds_nothing(job)) {
        if (place.may_have_failed) co_await database.run(recover, job.name, std::int64_t{job.period.count()});
        place.may_have_failed = false;
        place.note_success(now());
        co_return job.period;
      }
      const auto state = co_await database.first(look, job.name, std::int64_t{job.period.count()});
      if (!state) {
        co_await database.run(enter, job.name);
        co_return 0ms;
      }
      if (state->succeeded_at) place.note_success(*state->succeeded_at);
      if (state->due_in > 0) co_return std::min(milliseconds(state->due_in), longest_pause);
      if (const auto idle = place.idle_until - Clock::now(); idle > 0ms && state->due_at == place.idle_turn)
        co_return std::min(std::chrono::ceil<milliseconds>(idle), longest_pause);
      const auto done = co_await run(place);
      if (done == Done::nothing) {
        place.idle_turn = state->due_at;
        place.idle_until = Clock::now() + job.period;
      }
      co_return done ? 0ms : soon;
    } catch (const std::exception& error) {
      // An outage, which the pool logs.
      log.debug("cannot look after a job", {{"job", job.name}, {"reason", error.what()}});
    }
    co_return soon;
  }

  /// If look() fails, the job runs, and its error says why.
  Task<bool> finds_nothing(const Job& job) {
    if (!job.look) co_return false;
    try {
      co_return !co_await job.look(database);
    } catch (const std::exception&) {
      co_return false;
    }
  }

  /// Nothing when another process runs the job. A failure gives `some`: the work is still to be done.
  Task<std::optional<Done>> run(Scheduled& place) {
    const Job& job = place.job;
    const auto began = Clock::now();
    std::string failed;
    try {
      const auto work = [&place](db::Queries& unit) {
        place.at_work = true;
        return run_alone(unit, place.job);
      };
      const auto done = co_await database.transaction(work);
      place.at_work = false;
      if (!done) co_return std::nullopt;
      const std::chrono::duration<double> took = Clock::now() - began;
      place.measures.successes.add();
      place.measures.seconds.observe(took.count());
      place.note_success(now());
      log.debug("done", {{"job", job.name}, {"ms", took.count() * 1000}});
      co_return done;
    } catch (const std::exception& error) {
      failed = error.what();
    }
    const bool was_at_work = std::exchange(place.at_work, false);
    if (stopping) {
      if (was_at_work) log.info("cut off at the stop", {{"job", job.name}});
      co_return Done::some;
    }
    place.may_have_failed = true;
    place.measures.failures.add();
    log.error("failed", {{"job", job.name}, {"reason", failed}});
    co_await database.first(fail, job.name, std::int64_t{job.period.count()},
                            std::int64_t{first_retry.count()});
    co_return Done::some;
  }

  void end_when_idle() {
    if (!stopping || open > 0) return;
    cut_off.cancel();
    pool->stop();
    if (auto callback = std::exchange(when_stopped, nullptr)) callback();
  }

  asio::io_context& io;
  std::shared_ptr<db::Pool> pool;
  db::Database database;
  std::vector<std::unique_ptr<Scheduled>> places;
  std::size_t open = 0;  ///< jobs that are still being watched
  bool stopping = false;
  Timer cut_off;
  std::function<void()> when_stopped;
};

Schedule::Schedule(asio::io_context& io, db::PoolSettings settings, std::vector<Job> jobs)
    : state_(std::make_shared<State>(io, std::move(settings), std::move(jobs))) {}

Schedule::~Schedule() = default;

void Schedule::start() {
  state_->pool->start();
  for (const auto& place : state_->places) {
    ++state_->open;
    asio::co_spawn(
        state_->io.get_executor(), [kept = state_, one = place.get()] { return kept->keep_doing(*one); },
        asio::detached);
  }
}

void Schedule::stop(std::chrono::milliseconds grace, std::function<void()> done) {
  state_->stopping = true;
  state_->when_stopped = std::move(done);
  for (const auto& place : state_->places) place->pause.cancel();
  const bool idle = std::ranges::none_of(state_->places, [](const auto& place) { return place->at_work; });
  state_->cut_off.expires_after(idle ? 0ms : grace);
  state_->cut_off.async_wait([weak = std::weak_ptr(state_)](boost::system::error_code stopped) {
    if (const auto late = weak.lock(); !stopped && late != nullptr) late->pool->stop();
  });
  asio::post(state_->io, [kept = state_] { kept->end_when_idle(); });
}

}  // namespace kpa::jobs

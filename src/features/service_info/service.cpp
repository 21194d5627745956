#include "features/service_info/service.hpp"

#include <algorithm>
#include <chrono>
#include <limits>
#include <memory>
#include <optional>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "core/i18n/catalogue.hpp"
#include "core/observe/log.hpp"
#include "core/timer.hpp"
#include "features/service_info/store.hpp"

namespace kpa::service_info {
namespace {

const observe::Log log("health");

namespace asio = boost::asio;
using namespace std::chrono_literals;
using i18n::text;

/// A check that takes longer than this counts as failed.
constexpr auto patience = 2s;
/// Between log lines about the same fault.
constexpr auto between_lines = 1min;
/// Enough for the write-ahead log of a busy hour, and for PostgreSQL to shut down cleanly.
constexpr std::uintmax_t little_room = 1ULL << 30U;
constexpr std::uintmax_t no_room = 100ULL << 20U;

struct Finding {
  Status status = Status::ok;
  i18n::Message detail;
};

/// Turns an exception into a finding; the pool logs the details.
Task<Finding> without_exceptions(Task<Finding> look, i18n::Text when_it_throws) {
  Finding found;
  try {
    found = co_await std::move(look);
  } catch (const std::exception&) {
    found = {Status::failed, when_it_throws};
  }
  co_return found;
}

/// A check that may continue after nobody waits for it any more.
struct Look {
  Look(const Executor& executor, Clock::duration limit) : over(executor, limit) {}
  std::optional<Finding> found;
  Timer over;
};

Task<void> note(Task<Finding> look, i18n::Text when_it_throws, std::shared_ptr<Look> into) {
  into->found = co_await without_exceptions(std::move(look), when_it_throws);
  into->over.cancel();
}

/// A check that hangs may react late to cancellation, so this does not wait for that either.
Task<Check> timed(std::string name, Task<Finding> look, i18n::Text when_it_throws) {
  const auto began = Clock::now();
  const Executor executor = co_await asio::this_coro::executor;
  const auto under_way = std::make_shared<Look>(executor, patience);
  asio::co_spawn(executor, note(std::move(look), when_it_throws, under_way), asio::detached);
  boost::system::error_code ignored;
  if (!under_way->found)
    co_await under_way->over.async_wait(asio::redirect_error(asio::use_awaitable_t<Executor>(), ignored));
  Check check{.name = std::move(name), .status = Status::failed, .detail = text("no answer within 2 s")};
  if (under_way->found) {
    check.status = under_way->found->status;
    check.detail = std::move(under_way->found->detail);
  }
  check.ms = std::chrono::round<std::chrono::milliseconds>(Clock::now() - began).count();
  co_return check;
}

Task<Finding> look_at_postgresql(db::Queries& unit) {
  const bool answered = co_await store::answers(unit);
  co_return answered ? Finding{Status::ok, text("answers")}
                     : Finding{Status::failed, text("does not answer")};
}

Task<Finding> look_at_schema(db::Queries& unit, std::span<const db::Migration> known) {
  const auto applied = co_await store::applied_migrations(unit);
  switch (db::schema_state(known, applied).verdict) {
    case db::SchemaVerdict::up_to_date: co_return Finding{Status::ok, text("up to date")};
    case db::SchemaVerdict::pending:
      co_return Finding{Status::failed, text("migrations are pending: run kpa migrate")};
    case db::SchemaVerdict::newer: co_return Finding{Status::degraded, text("newer than this program")};
    case db::SchemaVerdict::drifted:
      co_return Finding{Status::failed, text("differs from what its migrations made")};
  }
  co_return Finding{Status::failed, text("cannot be judged")};
}

Task<Finding> look_at_redis(cache::Redis& redis) {
  const bool answered = co_await redis.ping(1s);
  co_return answered
      ? Finding{Status::ok, text("answers")}
      : Finding{Status::degraded, text("does not answer: limits and caches are each instance's own")};
}

/// A directory that does not exist yet will be on its parent's disk.
std::filesystem::path existing(std::filesystem::path path) {
  std::error_code ignored;
  path = std::filesystem::absolute(path, ignored);
  while (path.has_relative_path() && !std::filesystem::exists(path, ignored)) path = path.parent_path();
  return path;
}

Finding look_at_disks(const std::vector<std::filesystem::path>& directories) {
  std::uintmax_t least = std::numeric_limits<std::uintmax_t>::max();
  for (const auto& directory : directories) {
    std::error_code error;
    const auto space = std::filesystem::space(existing(directory), error);
    if (error) return {Status::failed, text("a data directory cannot be read")};
    least = std::min(least, space.available);
  }
  const Status status = least < no_room       ? Status::failed
                        : least < little_room ? Status::degraded
                                              : Status::ok;
  return {status, {text("{free} MiB free"), {{"free", std::to_string(least >> 20U)}}}};
}

Task<Finding> at_once(Finding finding) { co_return finding; }

}  // namespace

Task<std::vector<Check>> look_at_everything(db::Queries& unit, const Sources& sources) {
  std::vector<Check> checks;
  checks.push_back(co_await timed("postgresql", look_at_postgresql(unit), text("does not answer")));
  if (checks.front().status == Status::failed)
    checks.push_back({.name = "schema", .status = Status::failed, .detail = text("cannot be asked for")});
  else
    checks.push_back(
        co_await timed("schema", look_at_schema(unit, sources.migrations), text("was never migrated")));
  if (cache::Redis* const redis = sources.redis ? sources.redis() : nullptr)
    checks.push_back(co_await timed("redis", look_at_redis(*redis), text("does not answer")));
  if (!sources.directories.empty())
    checks.push_back(co_await timed("disk", at_once(look_at_disks(sources.directories)), {}));
  co_return checks;
}

void FaultLog::write(const std::vector<Check>& checks, Clock::time_point now) {
  for (const auto& [name, status, detail, ms] : checks) {
    if (status == Status::ok) continue;
    const auto [next, is_new] = next_.try_emplace({name, status});
    if (!is_new && now < next->second) continue;
    next->second = now + between_lines;
    log.write(status == Status::failed ? observe::Level::error : observe::Level::warning, "not healthy",
              {{"check", name}, {"status", name_of(status)}, {"detail", in_english(detail)}, {"ms", ms}});
  }
}

Outcome<Health> judge(std::string version, std::vector<Check> checks) {
  Health health{.status = Status::ok, .version = std::move(version), .checks = std::move(checks)};
  for (const auto& check : health.checks) health.status = std::max(health.status, check.status);
  if (health.status != Status::failed) return health;
  Problem problem{.code = Code::unavailable, .retry_after = 5s};
  std::string failed;
  for (const auto& [name, status, detail, ms] : health.checks) {
    if (status == Status::ok) continue;
    if (status == Status::failed)
      failed.append(failed.empty() ? "" : " ").append(name + " (" + in_english(detail) + ')');
    problem.fields.push_back({name, std::string(name_of(status)), {{"ms", std::to_string(ms)}}, detail.text});
    auto& params = problem.fields.back().params;
    params.insert(params.end(), detail.params.begin(), detail.params.end());
  }
  problem.message = {text("The service cannot work: {failed}"), {{"failed", failed}}};
  return problem;
}

Outcome<Health> in_one_word(Outcome<Health> health) {
  if (health) return Health{.status = Status::ok, .version = std::move(health->version)};
  return Problem{.code = health.error().code, .retry_after = health.error().retry_after};
}

}  // namespace kpa::service_info

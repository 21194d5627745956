#include "app/instance.hpp"

#include <algorithm>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include "app/features.hpp"
#include "core/cache/redis.hpp"
#include "core/db/pool.hpp"
#include "core/incidents/count_writer.hpp"
#include "core/jobs/schedule.hpp"
#include "core/limits/limiter.hpp"
#include "core/outbox/relay.hpp"
#include "core/timer.hpp"
#include "features/audit/audit.hpp"

namespace kpa::app {
namespace {

namespace asio = boost::asio;

/// Time limit for the work after the last request, so that it cannot delay the stop.
constexpr auto time_for_last_chores = std::chrono::seconds(5);
constexpr auto time_for_deliveries = std::chrono::seconds(2);

db::PoolSettings pool_settings(const config::DatabaseSettings& settings, const std::string& conninfo) {
  return {.conninfo = conninfo,
          .connections = settings.connections,
          .pipeline_depth = settings.pipeline_depth,
          .statement_timeout = settings.statement_timeout,
          .acquire_timeout = settings.acquire_timeout,
          .connect_timeout = settings.connect_timeout};
}

http::ServerLimits limits(const config::ServerSettings& settings) {
  return {.connections = std::max<std::size_t>(1, settings.max_connections / settings.io_threads),
          .body_bytes = settings.max_body,
          .bodies_bytes = settings.max_body_memory,
          .header_bytes = settings.max_header,
          .body_rate = settings.body_rate,
          .read_timeout = settings.read_timeout,
          .handle_timeout = settings.handle_timeout,
          .write_timeout = settings.write_timeout,
          .idle_timeout = settings.idle_timeout,
          .drain_timeout = settings.drain_timeout};
}

http::BrowserPolicy browsers(const config::Settings& settings) {
  return {.all_origins = settings.cors.allow_all_origins,
          .origins = settings.cors.origins,
          .credentials = settings.cors.allow_credentials,
          .https_only = std::chrono::duration_cast<std::chrono::seconds>(settings.server.https_only)};
}

std::unique_ptr<cache::Redis> redis_of(asio::io_context& io, const config::RedisSettings& settings) {
  if (settings.url.empty()) return nullptr;
  return std::make_unique<cache::Redis>(
      io, cache::RedisSettings{.address = cache::parse_redis_url(settings.url).value(),
                               .ca_file = settings.ca_file.string()});
}

}  // namespace

/// In the order of their dependencies.
struct Instance::Parts {
  Parts(asio::io_context& context, const config::Settings& configured, const std::string& conninfo,
        Shared shared)
      : io(context),
        settings(configured),
        shared_by_all(shared.features),
        listener(shared.listener),
        outbox(shared.outbox),
        connect_to(pool_settings(settings.database, conninfo)),
        pool(std::make_shared<db::Pool>(io, connect_to)),
        database(pool),
        redis(redis_of(io, settings.redis)),
        limiter(settings.limits, shared.buckets, redis.get()),
        features(foundation_on(database), shared_by_all,
                 [this](const http::Request& request, http::LimitClass limited, const http::Caller& caller) {
                   return limiter.count(request, limited, caller);
                 }),
        server(
            io, limits(settings.server), shared.clients, browsers(settings),
            [this](const http::Request& request) { return features.dispatcher().answer(request); },
            http::parse_networks(settings.server.trusted_proxies)) {}

  Foundation foundation_on(db::Queries& unit) const {
    return {.database = unit,
            .settings = settings,
            .workers = shared_by_all.workers,
            .redis = redis.get(),
            .listener = listener};
  }

  asio::io_context& io;
  config::Settings settings;
  SharedByFeatures shared_by_all;
  db::Listener* listener;
  outbox::Outbox& outbox;
  db::PoolSettings connect_to;
  std::shared_ptr<db::Pool> pool;
  db::Database database;
  std::unique_ptr<cache::Redis> redis;
  limits::Limiter limiter;
  Features features;
  http::Server server;
  // Null: another instance runs the process's jobs.
  std::unique_ptr<jobs::Schedule> schedule;
  std::unique_ptr<incidents::CountWriter> counts;
  std::unique_ptr<outbox::Relay> relay;
};

Instance::Instance(asio::io_context& io, const config::Settings& settings, const std::string& conninfo,
                   Shared shared)
    : parts_(std::make_unique<Parts>(io, settings, conninfo, shared)) {}

Instance::~Instance() = default;

void Instance::start() {
  parts_->pool->start();
  if (parts_->redis != nullptr) parts_->redis->start();
}

std::uint16_t Instance::listen(const std::string& host, std::uint16_t port) {
  return parts_->server.listen(host, port);
}

void Instance::drain(std::function<void()> done) {
  const auto at_work = std::make_shared<int>(parts_->schedule == nullptr ? 1 : 2);
  const auto ended = [at_work, done = std::move(done)] {
    if (--*at_work == 0) done();
  };
  parts_->server.stop(ended);
  if (parts_->schedule != nullptr) parts_->schedule->stop(parts_->settings.server.drain_timeout, ended);
}

void Instance::close(std::function<void()> done) {
  const auto end = [this, done = std::move(done)] {
    parts_->pool->stop();
    if (parts_->redis != nullptr) parts_->redis->stop();
    done();
  };
  if (parts_->counts == nullptr) return end();
  const auto cut_off = std::make_shared<Timer>(parts_->io, time_for_last_chores);
  cut_off->async_wait([weak = std::weak_ptr(parts_->pool)](boost::system::error_code stopped) {
    if (const auto late = weak.lock(); !stopped && late != nullptr) late->stop();
  });
  const auto seal_and_end = [this, cut_off, end] {
    // The job that seals has ended, and the counts written above are events too: seal them before the stop.
    asio::co_spawn(parts_->io.get_executor(), audit::seal_rest(parts_->database),
                   [cut_off, end](const std::exception_ptr&) {
                     cut_off->cancel();
                     end();
                   });
  };
  parts_->relay->stop(time_for_deliveries, [this, seal_and_end] { parts_->counts->stop(seal_and_end); });
}

void Instance::run_jobs() {
  parts_->schedule =
      std::make_unique<jobs::Schedule>(parts_->io, parts_->connect_to, parts_->features.scheduled_jobs());
  parts_->schedule->start();
  parts_->counts = std::make_unique<incidents::CountWriter>(
      parts_->io, parts_->shared_by_all.sessions.incidents, parts_->database);
  parts_->counts->start();
  parts_->relay = std::make_unique<outbox::Relay>(parts_->io, parts_->database, parts_->outbox);
  parts_->relay->start();
}

std::unique_ptr<Features> Instance::features_on(db::Queries& unit) {
  return std::make_unique<Features>(parts_->foundation_on(unit), parts_->shared_by_all);
}

db::Queries& Instance::database() { return parts_->database; }
Features& Instance::features() { return parts_->features; }
const http::Router& Instance::router() const { return parts_->features.router(); }

}  // namespace kpa::app

#include "app/instance.hpp"

#include <algorithm>

#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "app/features.hpp"
#include "app/installation.hpp"
#include "core/cache/redis.hpp"
#include "core/db/pool.hpp"
#include "core/http/idempotency.hpp"
#include "core/observe/log.hpp"
#include "features/service_info/service_info.hpp"

namespace kpa::app {
namespace {

namespace asio = boost::asio;
using Clock = std::chrono::steady_clock;
using Timer = asio::basic_waitable_timer<Clock, asio::wait_traits<Clock>, Executor>;

constexpr auto first_chores = std::chrono::minutes(1);  // a server that is restarted often needs them too
constexpr auto chores_period = std::chrono::hours(1);

const observe::Log& log() {
  static const observe::Log housekeeping("housekeeping");
  return housekeeping;
}

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
          .header_bytes = settings.max_header,
          .read_timeout = settings.read_timeout,
          .handle_timeout = settings.handle_timeout,
          .write_timeout = settings.write_timeout,
          .idle_timeout = settings.idle_timeout,
          .drain_timeout = settings.drain_timeout};
}

http::CorsPolicy cors(const config::CorsSettings& settings) {
  return {settings.allow_all_origins, settings.origins, settings.allow_credentials};
}

std::unique_ptr<cache::Redis> redis_of(asio::io_context& io, const config::RedisSettings& settings) {
  if (settings.url.empty()) return nullptr;
  return std::make_unique<cache::Redis>(
      io, cache::RedisSettings{.address = cache::parse_redis_url(settings.url).value()});
}

}  // namespace

/// In the order in which they need each other.
struct Instance::Parts {
  Parts(asio::io_context& context, const config::Settings& configured, const std::string& conninfo,
        accounts::Shared& accounts_shared)
      : io(context),
        settings(configured),
        shared_by_all(accounts_shared),
        pool(std::make_shared<db::Pool>(io, pool_settings(settings.database, conninfo))),
        database(pool),
        features(database, settings, shared_by_all),
        redis(redis_of(io, settings.redis)),
        server(
            io, limits(settings.server), cors(settings.cors),
            [this](const http::Request& request) { return features.dispatcher.answer(request); },
            http::parse_networks(settings.server.trusted_proxies)),
        chores(io) {
    service_info::add_routes(features.router, {.title = settings.api.title,
                                               .version = settings.api.version,
                                               .migrations = known_migrations(),
                                               .redis = [this] { return redis.get(); },
                                               .directories = {settings.data_dir, settings.media_root},
                                               .metrics_token = settings.metrics.token});
  }

  asio::io_context& io;
  config::Settings settings;
  accounts::Shared& shared_by_all;
  std::shared_ptr<db::Pool> pool;
  db::Database database;
  Features features;
  std::unique_ptr<cache::Redis> redis;
  http::Server server;
  Timer chores;
  bool stopping = false;

  /// Soon, and then once an hour; an outage is no reason to stop trying.
  Task<void> do_chores() {
    for (Clock::duration pause = first_chores; !stopping; pause = chores_period) {
      chores.expires_after(pause);
      boost::system::error_code ignored;
      co_await chores.async_wait(asio::redirect_error(asio::use_awaitable_t<Executor>(), ignored));
      if (stopping) co_return;
      try {
        const auto forgotten = co_await http::forget_old_answers(database);
        co_await features.accounts.forget_ended_sessions(database);
        log().info("forgot old answers", {{"count", forgotten}});
      } catch (const std::exception& error) {
        log().warning("chores failed", {{"reason", error.what()}});
      }
    }
  }
};

Instance::Instance(asio::io_context& io, const config::Settings& settings, const std::string& conninfo,
                   accounts::Shared& shared)
    : parts_(std::make_unique<Parts>(io, settings, conninfo, shared)) {}

Instance::~Instance() = default;

void Instance::start() {
  parts_->pool->start();
  if (parts_->redis != nullptr) parts_->redis->start();
}

std::uint16_t Instance::listen(const std::string& host, std::uint16_t port) {
  return parts_->server.listen(host, port);
}

void Instance::stop(std::function<void()> done) {
  parts_->stopping = true;
  parts_->chores.cancel();
  parts_->server.stop([this, done = std::move(done)] {
    parts_->pool->stop();
    if (parts_->redis != nullptr) parts_->redis->stop();
    done();
  });
}

void Instance::keep_house() {
  asio::co_spawn(parts_->io.get_executor(), [this] { return parts_->do_chores(); }, asio::detached);
}

std::unique_ptr<Features> Instance::features_on(db::Queries& unit) {
  return std::make_unique<Features>(unit, parts_->settings, parts_->shared_by_all);
}

db::Queries& Instance::database() { return parts_->database; }
accounts::Accounts& Instance::accounts() { return parts_->features.accounts; }
const http::Router& Instance::router() const { return parts_->features.router; }

}  // namespace kpa::app

#include "app/instance.hpp"

#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "app/installation.hpp"
#include "core/cache/redis.hpp"
#include "core/db/pool.hpp"
#include "core/http/dispatcher.hpp"
#include "core/http/idempotency.hpp"
#include "core/observe/log.hpp"
#include "features/bogie_checksheets/bogie_checksheets.hpp"
#include "features/service_info/service_info.hpp"
#include "features/wheel_specifications/wheel_specifications.hpp"

namespace kpa::app {
namespace {

namespace asio = boost::asio;
using Clock = std::chrono::steady_clock;
using Timer = asio::basic_waitable_timer<Clock, asio::wait_traits<Clock>, Executor>;

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
  return {.connections = settings.max_connections / settings.io_threads,
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
        accounts::Shared& shared)
      : io(context),
        settings(configured),
        pool(std::make_shared<db::Pool>(io, pool_settings(settings.database, conninfo))),
        database(pool),
        accounts(database, shared),
        wheel_specifications(database, accounts, settings.api.per_page),
        bogie_checksheets(database, accounts, settings.api.per_page),
        redis(redis_of(io, settings.redis)),
        dispatcher(
            router, database, [this](const http::Request& request) { return accounts.authenticate(request); },
            settings.forms.require_if_match),
        server(io, limits(settings.server), cors(settings.cors),
               [this](const http::Request& request) { return dispatcher.answer(request); }),
        chores(io) {
    accounts.declare_routes(router);
    wheel_specifications.declare_routes(router);
    bogie_checksheets.declare_routes(router);
    service_info::add_routes(router, {.title = settings.api.title,
                                      .version = settings.api.version,
                                      .migrations = known_migrations(),
                                      .redis = [this] { return redis.get(); },
                                      .directories = {settings.data_dir, settings.media_root},
                                      .metrics_token = settings.metrics.token});
  }

  asio::io_context& io;
  config::Settings settings;
  std::shared_ptr<db::Pool> pool;
  db::Database database;
  accounts::Accounts accounts;
  wheel_specifications::WheelSpecifications wheel_specifications;
  bogie_checksheets::BogieChecksheets bogie_checksheets;
  std::unique_ptr<cache::Redis> redis;
  http::Router router;
  http::Dispatcher dispatcher;
  http::Server server;
  Timer chores;
  bool stopping = false;

  /// Once an hour; an outage is no reason to stop trying.
  Task<void> do_chores() {
    while (!stopping) {
      chores.expires_after(chores_period);
      boost::system::error_code ignored;
      co_await chores.async_wait(asio::redirect_error(asio::use_awaitable_t<Executor>(), ignored));
      if (stopping) co_return;
      try {
        const auto forgotten = co_await http::forget_old_answers(database);
        co_await accounts.forget_ended_sessions(database);
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

Task<http::Response> Instance::answer(const http::Request& request) {
  return parts_->dispatcher.answer(request);
}

Task<bool> Instance::redis_answers() {
  // The connection is being made; a few tries are enough for a Redis that is there.
  for (int attempt = 0; attempt < 20; ++attempt) {
    const bool answers = co_await parts_->redis->ping(std::chrono::milliseconds(500));
    if (answers) co_return true;
    Timer pause(parts_->io, std::chrono::milliseconds(50));
    boost::system::error_code ignored;
    co_await pause.async_wait(asio::redirect_error(asio::use_awaitable_t<Executor>(), ignored));
  }
  co_return false;
}

db::Queries& Instance::database() { return parts_->database; }
accounts::Accounts& Instance::accounts() { return parts_->accounts; }
const http::Router& Instance::router() const { return parts_->router; }

}  // namespace kpa::app

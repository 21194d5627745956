#include "app/application.hpp"

#include <functional>
#include <future>
#include <optional>
#include <thread>
#include <vector>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include "app/instance.hpp"
#include "core/crypto/digest.hpp"
#include "core/db/listener.hpp"
#include "core/http/server.hpp"
#include "core/messaging/gateway.hpp"
#include "core/worker_pool.hpp"
#include "features/web_app/web_app.hpp"

namespace kpa::app {
namespace {

namespace asio = boost::asio;

/// One I/O thread. Its instance is created, used and destroyed on that thread.
struct Runner {
  asio::io_context io{1};
  std::optional<asio::executor_work_guard<Executor>> work{io.get_executor()};
  std::unique_ptr<Instance> instance;
  std::thread thread;

  /// Runs `job` on the thread; returns its result, or rethrows its exception.
  template <class F>
  auto on_thread(F job) {
    std::packaged_task<std::invoke_result_t<F>()> task(std::move(job));
    auto result = task.get_future();
    asio::post(io, [&task] { task(); });
    return result.get();
  }
};

}  // namespace

struct Application::Parts {
  Parts(const config::Settings& configured, std::string database)
      : settings(configured),
        conninfo(std::move(database)),
        workers(settings.server.worker_threads, settings.server.worker_queue),
        passwords(settings.server.worker_threads, settings.server.password_queue, WorkerPool::Priority::low),
        outbox(crypto::hmac_sha256(settings.auth.secret_key, "kpa outbox 1")),
        sms(outbox, messaging::transport_of(settings.sms), settings.sms.timeout),
        shared(settings.auth),
        clients(settings.server.max_connections_per_address),
        web_app(web_app::read_app(settings)) {
    if (settings.cors.allow_credentials) shared.trusted_origins = settings.cors.origins;
  }

  config::Settings settings;
  std::string conninfo;
  WorkerPool workers;
  WorkerPool passwords;
  outbox::Outbox outbox;
  messaging::SmsSender sms;
  sessions::Shared shared;
  limits::Buckets buckets;
  http::ClientConnections clients;
  std::shared_ptr<const http::Pages> web_app;
  std::vector<std::unique_ptr<Runner>> runners;
  std::optional<db::Listener> listener;  // on the first runner's thread
};

Application::Application(const config::Settings& settings, const std::string& conninfo)
    : parts_(std::make_unique<Parts>(settings, conninfo)) {}

Application::~Application() { stop(); }

std::uint16_t Application::start() {
  std::uint16_t port = parts_->settings.server.port;
  if (port != 0) http::refuse_port_in_use(parts_->settings.server.host, port);
  for (unsigned index = 0; index < parts_->settings.server.io_threads; ++index) {
    auto& runner = *parts_->runners.emplace_back(std::make_unique<Runner>());
    runner.thread = std::thread([&runner] { runner.io.run(); });
    // All threads listen on the port that the first one was given.
    port = runner.on_thread([this, &runner, port, index] {
      if (index == 0)
        parts_->listener.emplace(runner.io, parts_->conninfo, parts_->settings.database.connect_timeout);
      runner.instance = std::make_unique<Instance>(
          runner.io, parts_->settings, parts_->conninfo,
          Instance::Shared{
              .features = {parts_->shared, parts_->passwords, parts_->sms, parts_->workers, parts_->web_app},
              .buckets = parts_->buckets,
              .clients = parts_->clients,
              .outbox = parts_->outbox,
              .listener = &*parts_->listener});
      runner.instance->start();
      if (index == 0) runner.instance->run_jobs();
      return runner.instance->listen(parts_->settings.server.host, port);
    });
  }
  return port;
}

void Application::stop() {
  const auto all = [this](void (Instance::*step)(std::function<void()>)) {
    std::vector<std::future<void>> ended;
    for (auto& runner : parts_->runners) {
      if (!runner->thread.joinable()) continue;  // the thread could not be started
      auto done = std::make_shared<std::promise<void>>();
      ended.push_back(done->get_future());
      asio::post(runner->io, [&runner, step, done] {
        if (runner->instance == nullptr) return done->set_value();  // the instance could not be created
        std::invoke(step, *runner->instance, [done] { done->set_value(); });
      });
    }
    for (auto& one : ended) one.wait();
  };
  all(&Instance::drain);
  if (parts_->listener) parts_->runners.front()->on_thread([this] { parts_->listener->stop(); });
  all(&Instance::close);
  for (auto& runner : parts_->runners) {
    runner->work.reset();
    if (runner->thread.joinable()) runner->thread.join();  // ends when the last coroutine has ended
    runner->instance.reset();
  }
  parts_->listener.reset();
  parts_->runners.clear();
  parts_->workers.join();
  parts_->passwords.join();
}

}  // namespace kpa::app

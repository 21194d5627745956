#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include <boost/asio/io_context.hpp>

#include "app/shared_by_features.hpp"
#include "core/config/settings.hpp"
#include "core/db/database.hpp"
#include "core/http/client_connections.hpp"
#include "core/http/router.hpp"
#include "core/http/server.hpp"
#include "core/limits/buckets.hpp"
#include "core/outbox/outbox.hpp"

namespace kpa::db {
class Listener;
class Pool;
}  // namespace kpa::db

namespace kpa::app {

class Features;

/// Everything that one I/O thread has: connections to PostgreSQL, services, routes, a listening socket.
/// Instances share nothing but what is in Shared.
class Instance {
 public:
  /// Shared by the instances of all I/O threads. Must outlive them.
  struct Shared {
    SharedByFeatures features;
    limits::Buckets& buckets;
    http::ClientConnections& clients;
    outbox::Outbox& outbox;
    db::Listener* listener = nullptr;  ///< null: whoever waits for news must poll
  };

  Instance(boost::asio::io_context& io, const config::Settings& settings, const std::string& conninfo,
           Shared shared);
  ~Instance();

  /// Starts to connect to PostgreSQL, and to Redis if configured.
  void start();
  /// Starts to accept; returns the port.
  std::uint16_t listen(const std::string& host, std::uint16_t port);
  /// Finishes running requests, ends the jobs and calls `done`. Drain all instances of a process before
  /// closing any: one of them writes and seals what the last requests of all have left.
  void drain(std::function<void()> done);
  /// After drain(): finishes the process's remaining work, within seconds, closes everything and calls
  /// `done`.
  void close(std::function<void()> done);
  /// Runs the scheduled jobs and the process's own regular work; call it for one instance per process.
  void run_jobs();

  /// Another set of the features, which uses `unit` instead of database().
  std::unique_ptr<Features> features_on(db::Queries& unit);

  Features& features();
  db::Queries& database();
  const http::Router& router() const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

/// An instance with everything that it normally shares, for commands and tests: it does not listen.
struct LoneInstance {
  LoneInstance(const config::Settings& settings, const std::string& conninfo)
      : shared(settings.auth),
        instance(io, settings, conninfo,
                 {{shared, passwords, no_messages, passwords}, buckets, clients, outbox}) {}
  ~LoneInstance() { passwords.join(); }

  boost::asio::io_context io{1};
  WorkerPool passwords{1, 16};
  outbox::Outbox outbox{{}};
  messaging::SmsSender no_messages{outbox, {}, {}};
  sessions::Shared shared;
  limits::Buckets buckets{1};
  http::ClientConnections clients{1};
  Instance instance;
};

}  // namespace kpa::app

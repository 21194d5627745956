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

/// One I/O thread's whole house: its connections to PostgreSQL, its services, its routes, its listening
/// socket. Instances share nothing but what Shared holds. This is the only place, with Features, that wires
/// features together.
class Instance {
 public:
  /// What the instances of all I/O threads have in common. Outlives them.
  struct Shared {
    SharedByFeatures features;
    limits::Buckets& buckets;
    http::ClientConnections& clients;
    outbox::Outbox& outbox;
    db::Listener* listener = nullptr;  ///< null: whoever waits for news looks now and then
  };

  Instance(boost::asio::io_context& io, const config::Settings& settings, const std::string& conninfo,
           Shared shared);
  ~Instance();

  /// Begins to connect to PostgreSQL, and to Redis when there is one.
  void start();
  /// Begins to accept; gives the port.
  std::uint16_t listen(const std::string& host, std::uint16_t port);
  /// Answers what is under way, ends the jobs and calls `done`. Of the instances of a process none is closed
  /// before all are drained: what their requests leave to be written and sealed, one does for all.
  void drain(std::function<void()> done);
  /// After drain(): does the last of the process's chores, within seconds, closes everything and calls
  /// `done`.
  void close(std::function<void()> done);
  /// Takes part in the scheduled jobs and does the process's own chores: one instance of a process does.
  void run_jobs();

  /// The features once more, at work on `unit` instead of database().
  std::unique_ptr<Features> features_on(db::Queries& unit);

  Features& features();
  db::Queries& database();
  const http::Router& router() const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

/// An instance with all that instances have in common, for commands and tests: it listens nowhere.
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

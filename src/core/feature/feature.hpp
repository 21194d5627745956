#pragma once

#include <vector>

#include "core/config/settings.hpp"
#include "core/jobs/job.hpp"
#include "core/worker_pool.hpp"

namespace kpa::cache {
class Redis;
}
namespace kpa::db {
class Listener;
}
namespace kpa::http {
class Router;
}

namespace kpa {

/// What every feature may use. All of it outlives the features.
struct Foundation {
  /// Of an I/O thread; in some tests one transaction, which keeps or undoes all requests.
  db::Queries& database;
  const config::Settings& settings;
  WorkerPool& workers;               ///< for work that keeps a processor busy
  cache::Redis* redis = nullptr;     ///< of the I/O thread; null when Redis is not configured
  db::Listener* listener = nullptr;  ///< of the process; null: whoever waits for news must poll
};

/// A capability of the service, on one I/O thread. Its routes and jobs refer to it and are not used after it
/// is destroyed.
class Feature {
 public:
  Feature() = default;
  Feature(const Feature&) = delete;
  Feature& operator=(const Feature&) = delete;
  virtual ~Feature() = default;

  /// Adds its endpoints.
  virtual void declare_routes(http::Router&) {}
  /// Regular jobs, each run by one process on behalf of all.
  virtual std::vector<jobs::Job> scheduled_jobs() const { return {}; }
};

}  // namespace kpa

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

/// What any feature may build on. All of it outlives the features.
struct Foundation {
  db::Queries& database;  ///< of an I/O thread; or one transaction, in which all requests are kept or undone
  const config::Settings& settings;
  WorkerPool& workers;               ///< for work that keeps a processor busy
  cache::Redis* redis = nullptr;     ///< of the I/O thread; null when none is configured
  db::Listener* listener = nullptr;  ///< of the process; null: whoever waits for news looks now and then
};

/// A capability of the service, on one I/O thread. What it declares and gives refers to it, and is not used
/// after its end.
class Feature {
 public:
  Feature() = default;
  Feature(const Feature&) = delete;
  Feature& operator=(const Feature&) = delete;
  virtual ~Feature() = default;

  /// Adds its endpoints.
  virtual void declare_routes(http::Router&) {}
  /// What one process does now and then for all.
  virtual std::vector<jobs::Job> scheduled_jobs() const { return {}; }
};

}  // namespace kpa

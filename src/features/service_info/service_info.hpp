#pragma once

#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "core/cache/redis.hpp"
#include "core/db/migrations.hpp"
#include "core/feature/feature.hpp"
#include "core/http/openapi.hpp"

namespace kpa::service_info {

/// What the service reports about itself, and what it checks.
struct Sources {
  std::string title;    ///< of the API
  std::string version;  ///< of the API
  /// All migrations in this program; must outlive the router.
  std::span<const db::Migration> migrations = {};
  /// Returns the Redis connection of the calling I/O thread; empty when Redis is not configured.
  std::function<cache::Redis*()> redis = {};
  std::vector<std::filesystem::path> directories = {};  ///< whose disks must not become full
  std::string metrics_token = {};                       ///< empty: /metrics answers only this machine
};

/// Adds health, API root, API information, metrics, the OpenAPI document and its pages. The document is made
/// at its first request, when `router` has all its routes.
void add_routes(http::Router& router, Sources sources);

/// The parts of the OpenAPI document that do not come from routes.
http::ApiInfo api_info(std::string title, std::string version);

/// All of these endpoints, for the running service.
class ServiceInfo final : public Feature {
 public:
  /// `migrations`: all in this program; must outlive it.
  ServiceInfo(const Foundation& foundation, std::span<const db::Migration> migrations);

  void declare_routes(http::Router& router) override { add_routes(router, sources_); }

 private:
  Sources sources_;
};

}  // namespace kpa::service_info

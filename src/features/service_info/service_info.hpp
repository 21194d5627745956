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

/// What the service tells of itself, and what it looks at to know.
struct Sources {
  std::string title;                               ///< of the API
  std::string version;                             ///< of the API
  std::span<const db::Migration> migrations = {};  ///< those that this program knows; must outlive the router
  /// Gives the Redis of the I/O thread that calls; empty when none is configured.
  std::function<cache::Redis*()> redis = {};
  std::vector<std::filesystem::path> directories = {};  ///< whose disks must not fill up
  std::string metrics_token = {};                       ///< empty: /metrics is for this machine only
};

/// Health, API root, API information, metrics, the OpenAPI document and the pages that show it. The document
/// is made at its first request, when `router` has all its routes.
void add_routes(http::Router& router, Sources sources);

/// What the OpenAPI document says besides the routes.
http::ApiInfo api_info(std::string title, std::string version);

/// All of it, of the service that runs.
class ServiceInfo final : public Feature {
 public:
  /// `migrations`: those that this program knows; they outlive it.
  ServiceInfo(const Foundation& foundation, std::span<const db::Migration> migrations);

  void declare_routes(http::Router& router) override { add_routes(router, sources_); }

 private:
  Sources sources_;
};

}  // namespace kpa::service_info

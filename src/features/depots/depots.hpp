#pragma once

#include <memory>

#include "core/db/database.hpp"

namespace kpa::http {
class Router;
}

namespace kpa::depots {

/// The railway's zones, divisions and depots, on one I/O thread.
class Depots {
 public:
  /// The database outlives it.
  explicit Depots(db::Queries& database);
  ~Depots();

  /// The endpoints below /api/depots; they live as long as this.
  void declare_routes(http::Router& router) const;

 private:
  struct Services;
  std::unique_ptr<const Services> services_;
};

}  // namespace kpa::depots

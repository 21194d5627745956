#pragma once

#include "core/db/database.hpp"

namespace kpa::http {
class Router;
}

/// Where people work: the railway's zones, their divisions, and the depots of those. Superusers write them,
/// everybody reads them. They are few: lists are whole. They are not removed, because people and forms refer
/// to them for good.
namespace kpa::depots {

/// On one I/O thread.
class Depots {
 public:
  /// The database outlives it.
  explicit Depots(db::Queries& database) : database_(database) {}

  /// The endpoints below /api/depots; they live as long as this.
  void declare_routes(http::Router& router) const;

 private:
  db::Queries& database_;
};

}  // namespace kpa::depots

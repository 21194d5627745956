#pragma once

#include "core/feature/feature.hpp"

/// Where people work: the railway's zones, their divisions, and the depots of those. Superusers write them,
/// everybody reads them. They are few: lists are whole. They are not removed, because people and forms refer
/// to them for good.
namespace kpa::depots {

/// On one I/O thread.
class Depots final : public Feature {
 public:
  explicit Depots(const Foundation& foundation) : database_(foundation.database) {}

  /// The endpoints below /api/depots.
  void declare_routes(http::Router& router) override;

 private:
  db::Queries& database_;
};

}  // namespace kpa::depots

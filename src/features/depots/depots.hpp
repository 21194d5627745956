#pragma once

#include "core/feature/feature.hpp"

/// Where people work: the railway's zones, their divisions, and the depots in them. Superusers maintain them,
/// everybody can read them. They are few, so lists have no pages. They cannot be deleted, because people and
/// forms refer to them permanently.
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

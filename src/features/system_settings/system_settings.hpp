#pragma once

#include "core/feature/feature.hpp"

namespace kpa::system_settings {

/// Settings of the whole installation that superusers can change at run time. They apply at once, because
/// every use reads them from the table system_settings.
class SystemSettings final : public Feature {
 public:
  explicit SystemSettings(const Foundation&) {}

  /// GET and PATCH /api/settings.
  void declare_routes(http::Router& router) override;
};

}  // namespace kpa::system_settings

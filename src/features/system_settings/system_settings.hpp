#pragma once

#include "core/feature/feature.hpp"

namespace kpa::system_settings {

/// What superusers decide for the whole installation while it runs. The table system_settings is in force at
/// once: whoever needs a setting reads it there.
class SystemSettings final : public Feature {
 public:
  explicit SystemSettings(const Foundation&) {}

  /// GET and PATCH /api/settings.
  void declare_routes(http::Router& router) override;
};

}  // namespace kpa::system_settings

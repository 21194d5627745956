#pragma once

namespace kpa::http {
class Router;
}

/// What superusers decide for the whole installation while it runs. The table system_settings is in force at
/// once: whoever needs a setting reads it there.
namespace kpa::system_settings {

/// GET and PATCH /api/settings.
void declare_routes(http::Router& router);

}  // namespace kpa::system_settings

#pragma once

#include "core/http/permission.hpp"

/// Who may use the web app.
namespace kpa::web_app::permissions {

using http::Permission;

inline constexpr Permission open_the_app{.action = "Open the web app, and see how one can log in",
                                         .without_login = true};

}  // namespace kpa::web_app::permissions

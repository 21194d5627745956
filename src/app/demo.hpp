#pragma once

#include <string>

#include "core/config/settings.hpp"

namespace kpa::app {

/// A superuser, a supervisor and an inspector, whose one-time passwords are printed, their colleagues and
/// depots, and some hundred forms as a workshop would have them. All of it comes in through the API, in one
/// transaction. False when it is there already, or in prod.
bool make_demo(const config::Settings& settings, const std::string& conninfo);

}  // namespace kpa::app

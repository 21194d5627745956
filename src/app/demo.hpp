#pragma once

#include <string>

#include "core/config/settings.hpp"

namespace kpa::app {

/// Creates a superuser, a supervisor and an inspector, whose one-time passwords are printed, their colleagues
/// and depots, and some hundred realistic forms, some of them in review. All of it goes through the API, in
/// one transaction. False when the data exist already, or in prod.
bool make_demo(const config::Settings& settings, const std::string& conninfo);

}  // namespace kpa::app

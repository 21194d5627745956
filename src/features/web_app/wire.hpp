#pragma once

#include <cstdint>
#include <string>

#include "core/schema/object.hpp"

namespace kpa::web_app {

/// The oldest number of the web app (web/app/src/app/app_number.ts) whose forms this server still takes.
/// Raise both when it no longer understands what an older app sends.
constexpr std::int64_t oldest_app = 1;

/// What a page must know before somebody logs in.
struct Installation {
  std::string name;
  std::string version;
  bool awaits_first_superuser = false;
  bool registration_open = false;
  bool login_by_code = false;
  std::string default_region;
  std::string time_zone;
  std::int64_t oldest_app = web_app::oldest_app;
};

}  // namespace kpa::web_app

namespace kpa::schema {

template <>
const Object<web_app::Installation>& describe();

}  // namespace kpa::schema

#pragma once

#include <string>

#include "core/schema/object.hpp"

namespace kpa::web_app {

/// What a page must know before somebody logs in.
struct Installation {
  std::string name;
  std::string version;
  bool awaits_first_superuser = false;
  bool registration_open = false;
  bool login_by_code = false;
  std::string default_region;
  std::string time_zone;
};

}  // namespace kpa::web_app

namespace kpa::schema {

template <>
const Object<web_app::Installation>& describe();

}  // namespace kpa::schema

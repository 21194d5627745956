#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/schema/object.hpp"
#include "core/schema/page_query.hpp"
#include "core/time.hpp"

namespace kpa::sessions {

/// A valid session, as shown to its person.
struct Session {
  std::int64_t id = 0;
  std::string user_agent;
  std::string device;
  std::string address;
  Instant created_at{};
  Instant last_used_at{};
  Instant expires_at{};
  bool is_current = false;
};

/// Query parameters of the list.
struct SessionQuery : schema::PageQuery {};

/// The answer to ending several sessions.
struct SessionsEnded {
  std::int64_t ended = 0;
};

}  // namespace kpa::sessions

namespace kpa::schema {

template <>
const Object<sessions::Session>& describe();
template <>
const Object<sessions::SessionQuery>& describe();
template <>
const Object<sessions::SessionsEnded>& describe();

}  // namespace kpa::schema

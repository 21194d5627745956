#pragma once

#include "core/observe/log.hpp"

namespace kpa::sessions {

/// Of this folder's files only.
inline const observe::Log users("users");
inline const observe::Log security("security");

}  // namespace kpa::sessions

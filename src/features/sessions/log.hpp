#pragma once

#include "core/observe/log.hpp"

namespace kpa::sessions {

/// For the files of this folder only.
inline const observe::Log users("users");
inline const observe::Log security("security");

}  // namespace kpa::sessions

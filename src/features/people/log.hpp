#pragma once

#include "core/observe/log.hpp"

namespace kpa::people {

/// Of this folder's files only.
inline const observe::Log users("users");
inline const observe::Log security("security");

}  // namespace kpa::people

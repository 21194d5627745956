#pragma once

#include "core/observe/log.hpp"

namespace kpa::login {

/// Of this folder's files only.
inline const observe::Log users("users");
inline const observe::Log security("security");

}  // namespace kpa::login

#pragma once

#include "core/observe/log.hpp"

namespace kpa::db {

/// Of this folder's files only.
inline const observe::Log log("db");

}  // namespace kpa::db

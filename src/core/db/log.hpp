#pragma once

#include "core/observe/log.hpp"

namespace kpa::db {

/// For the files of this folder only.
inline const observe::Log log("db");

}  // namespace kpa::db

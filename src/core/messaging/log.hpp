#pragma once

#include "core/observe/log.hpp"

namespace kpa::messaging {

/// Of this folder's files only.
inline const observe::Log log("messaging");

}  // namespace kpa::messaging

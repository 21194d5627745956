#pragma once

#include "core/observe/log.hpp"

namespace kpa::messaging {

/// For the files of this folder only.
inline const observe::Log log("messaging");

}  // namespace kpa::messaging

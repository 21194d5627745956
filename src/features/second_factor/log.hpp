#pragma once

#include "core/observe/log.hpp"

namespace kpa::second_factor {

/// Of this folder's files only.
inline const observe::Log security("security");

}  // namespace kpa::second_factor

#pragma once

#include "core/observe/log.hpp"

namespace kpa::second_factor {

/// For the files of this folder only.
inline const observe::Log security("security");

}  // namespace kpa::second_factor

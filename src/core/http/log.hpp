#pragma once

#include "core/observe/log.hpp"

namespace kpa::http {

/// Of this folder's files only.
inline const observe::Log log("request");

}  // namespace kpa::http

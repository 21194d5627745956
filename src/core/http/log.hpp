#pragma once

#include "core/observe/log.hpp"

namespace kpa::http {

/// For the files of this folder only.
inline const observe::Log log("request");

}  // namespace kpa::http

#pragma once

#include "core/http/caller.hpp"
#include "features/system_settings/wire.hpp"

namespace kpa::system_settings {

Task<Outcome<Settings>> read(const http::Call& call);
Task<Outcome<Settings>> change(const http::Call& call, Changes changes);

}  // namespace kpa::system_settings

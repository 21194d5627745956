#pragma once

#include "core/db/database.hpp"
#include "features/service_info/service_info.hpp"
#include "features/service_info/wire.hpp"

namespace kpa::service_info {

/// Looks at everything that the service needs; takes a few seconds at most, whatever hangs. A look that hangs
/// goes on behind, so `unit` and the sources must outlive the thread's work. Details hold nothing of the
/// inside: no host, path or error text.
Task<std::vector<Check>> look_at_everything(db::Queries& unit, const Sources& sources);

/// The answer to a deep look: what was found, or a failure that names the checks that are not ok.
Outcome<Health> judge(std::string version, std::vector<Check> checks);

}  // namespace kpa::service_info

#pragma once

#include "core/db/database.hpp"
#include "features/service_info/service_info.hpp"
#include "features/service_info/wire.hpp"

namespace kpa::service_info {

/// Looks at everything that the service needs; takes a few seconds at most, whatever hangs. A look that hangs
/// goes on behind, so `unit` and the sources must outlive the thread's work. Details hold nothing of the
/// inside: no host, path or error text.
Task<std::vector<Check>> look_at_everything(db::Queries& unit, const Sources& sources);

/// Writes a line for each check that is not ok.
void log_faults(const std::vector<Check>& checks);

/// The answer to a deep look: what was found, or a failure that names the checks that are not ok.
Outcome<Health> judge(std::string version, std::vector<Check> checks);

/// What strangers are told of it: the service works, or it does not.
Outcome<Health> in_one_word(Outcome<Health> health);

}  // namespace kpa::service_info

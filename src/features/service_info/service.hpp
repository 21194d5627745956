#pragma once

#include <chrono>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "core/db/database.hpp"
#include "core/time.hpp"
#include "features/service_info/service_info.hpp"
#include "features/service_info/wire.hpp"

namespace kpa::service_info {

/// Checks everything that the service needs, within a few seconds even if something hangs. A check that hangs
/// continues in the background, so `unit` and the sources must live as long as the I/O thread. Details
/// contain no internals: no host, path or error text.
Task<std::vector<Check>> look_at_everything(db::Queries& unit, const Sources& sources);

/// Logs the findings of deep checks, but not more often because strangers ask for them.
class FaultLog {
 public:
  /// Logs each check that is not ok; the same check and status at most once a minute.
  void write(const std::vector<Check>& checks, Clock::time_point now = Clock::now());

 private:
  std::map<std::pair<std::string, Status>, Clock::time_point> next_;
};

/// The answer to a deep check: all checks, or a failure that names those that are not ok.
Outcome<Health> judge(std::string version, std::vector<Check> checks);

/// The answer for strangers: only whether the service works.
Outcome<Health> in_one_word(Outcome<Health> health);

}  // namespace kpa::service_info

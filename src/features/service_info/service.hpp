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

/// Looks at everything that the service needs; takes a few seconds at most, whatever hangs. A look that hangs
/// goes on behind, so `unit` and the sources must outlive the thread's work. Details hold nothing of the
/// inside: no host, path or error text.
Task<std::vector<Check>> look_at_everything(db::Queries& unit, const Sources& sources);

/// Tells the log what deep looks found, however often strangers ask for one.
class FaultLog {
 public:
  /// Writes a line for each check that is not ok; of the same check and status one a minute.
  void write(const std::vector<Check>& checks, Clock::time_point now = Clock::now());

 private:
  std::map<std::pair<std::string, Status>, Clock::time_point> next_;
};

/// The answer to a deep look: what was found, or a failure that names the checks that are not ok.
Outcome<Health> judge(std::string version, std::vector<Check> checks);

/// What strangers are told of it: the service works, or it does not.
Outcome<Health> in_one_word(Outcome<Health> health);

}  // namespace kpa::service_info

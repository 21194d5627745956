#pragma once

#include <chrono>
#include <string_view>

#include "core/observe/metrics.hpp"

namespace kpa::db {

/// The database's metrics for /metrics, over all pools; looked up once.
struct Measures {
  observe::Histogram& statement_seconds;
  observe::Gauge& connections;
  observe::Gauge& under_way;
  observe::Gauge& waiting;
  observe::Counter& reconnects;
};
Measures& measures();

/// Counts a finished statement and logs its duration and name (or the first word of `sql` when it has none):
/// at DEBUG, or as a warning when it took more than a second. Values are never logged.
void note_statement(std::string_view name, std::string_view sql, std::chrono::steady_clock::duration took);

}  // namespace kpa::db

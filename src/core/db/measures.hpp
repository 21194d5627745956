#pragma once

#include <chrono>
#include <string_view>

#include "core/observe/metrics.hpp"

namespace kpa::db {

/// What /metrics tells of the database, over all pools; looked up once.
struct Measures {
  observe::Histogram& statement_seconds;
  observe::Gauge& connections;
  observe::Gauge& under_way;
  observe::Gauge& waiting;
  observe::Counter& reconnects;
};
Measures& measures();

/// Counts a statement that has ended, and writes its name (or the first word of `sql` when it has none) and
/// time to the log: at DEBUG, or as a warning when it took more than a second. Values are never written.
void note_statement(std::string_view name, std::string_view sql, std::chrono::steady_clock::duration took);

}  // namespace kpa::db

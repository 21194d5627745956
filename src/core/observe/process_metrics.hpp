#pragma once

#include "core/observe/metrics.hpp"

namespace kpa::observe {

/// Adds what Prometheus' client libraries say of every process, read from /proc when it is printed.
void add_process_metrics(Metrics& metrics);

}  // namespace kpa::observe

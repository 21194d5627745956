#pragma once

#include "core/observe/metrics.hpp"

namespace kpa::observe {

/// Adds the metrics that Prometheus' client libraries give for every process, read from /proc when printed.
void add_process_metrics(Metrics& metrics);

}  // namespace kpa::observe

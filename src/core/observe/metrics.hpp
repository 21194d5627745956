#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace kpa::observe {

/// Only goes up. Every operation is one atomic step without a lock.
class Counter {
 public:
  void add(std::uint64_t amount = 1) noexcept { value_.fetch_add(amount, std::memory_order_relaxed); }
  std::uint64_t value() const noexcept { return value_.load(std::memory_order_relaxed); }

 private:
  alignas(64) std::atomic<std::uint64_t> value_{0};  // a cache line each: I/O threads count side by side
};

/// Goes up and down.
class Gauge {
 public:
  void set(std::int64_t value) noexcept { value_.store(value, std::memory_order_relaxed); }
  void add(std::int64_t amount = 1) noexcept { value_.fetch_add(amount, std::memory_order_relaxed); }
  void subtract(std::int64_t amount = 1) noexcept { add(-amount); }
  std::int64_t value() const noexcept { return value_.load(std::memory_order_relaxed); }

 private:
  alignas(64) std::atomic<std::int64_t> value_{0};
};

/// Counts observations by size. prometheus-cpp's own takes a mutex for each observation; this one takes none.
class Histogram {
 public:
  /// Upper bounds, inclusive, ascending; values above the last count only in the total.
  explicit Histogram(std::vector<double> bounds);
  void observe(double value) noexcept;

  struct Snapshot {
    std::vector<double> bounds;
    std::vector<std::uint64_t> counts;  ///< not cumulative; one more than bounds
    double sum;
  };
  Snapshot snapshot() const;

 private:
  std::vector<double> bounds_;
  std::unique_ptr<std::atomic<std::uint64_t>[]> counts_;
  std::atomic<double> sum_{0};
};

/// Bounds for the time of a request or a statement, in seconds: 0.5 ms to 10 s.
std::vector<double> latency_bounds();

using Labels = std::vector<std::pair<std::string, std::string>>;
enum class MetricKind { counter, gauge, histogram };

/// Gives out metrics by name and labels, and prints them for Prometheus. Asking takes a lock, so ask once and
/// keep the reference: it is good for as long as this object. The same name and labels give the same metric.
/// A malformed name, or one name with two kinds, is a bug: std::logic_error.
/// Names follow Prometheus' practice: `kpa_http_requests_total`, seconds and bytes as units.
class Metrics {
 public:
  Metrics();
  ~Metrics();

  Counter& counter(const std::string& name, const std::string& help, Labels labels = {});
  Gauge& gauge(const std::string& name, const std::string& help, Labels labels = {});
  Histogram& histogram(const std::string& name, const std::string& help, Labels labels = {},
                       std::vector<double> bounds = latency_bounds());
  /// A value that is asked for when it is printed: a counter or gauge kept elsewhere. `read` may be called on
  /// any thread, must live as long as this object and must not use it; registering again replaces it.
  void collect(const std::string& name, const std::string& help, MetricKind kind,
               std::function<double()> read, Labels labels = {});

  /// Everything in Prometheus' text format 0.0.4 (`text/plain; version=0.0.4`), names in order.
  std::string exposition() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// Those of this process, with the process' own: memory, open files, processor time, start. Never destroyed.
Metrics& metrics();

}  // namespace kpa::observe

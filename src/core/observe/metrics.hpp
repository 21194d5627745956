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

/// Only increases. Every operation is atomic, without a lock.
class Counter {
 public:
  void add(std::uint64_t amount = 1) noexcept { value_.fetch_add(amount, std::memory_order_relaxed); }
  std::uint64_t value() const noexcept { return value_.load(std::memory_order_relaxed); }

 private:
  // A cache line of its own, because I/O threads count at the same time.
  alignas(64) std::atomic<std::uint64_t> value_{0};
};

/// Increases and decreases.
class Gauge {
 public:
  void set(std::int64_t value) noexcept { value_.store(value, std::memory_order_relaxed); }
  void add(std::int64_t amount = 1) noexcept { value_.fetch_add(amount, std::memory_order_relaxed); }
  void subtract(std::int64_t amount = 1) noexcept { add(-amount); }
  std::int64_t value() const noexcept { return value_.load(std::memory_order_relaxed); }

 private:
  alignas(64) std::atomic<std::int64_t> value_{0};
};

/// Counts observations by size. Unlike prometheus-cpp's own, it takes no mutex per observation.
class Histogram {
 public:
  /// Upper bounds, inclusive, ascending; a larger value counts only in the total.
  explicit Histogram(std::vector<double> bounds);
  void observe(double value) noexcept;

  struct Snapshot {
    std::vector<double> bounds;
    std::vector<std::uint64_t> counts;  ///< not cumulative; one more than there are bounds
    double sum;
  };
  Snapshot snapshot() const;

 private:
  std::vector<double> bounds_;
  std::unique_ptr<std::atomic<std::uint64_t>[]> counts_;
  std::atomic<double> sum_{0};
};

/// Bounds for the duration of a request or statement, in seconds: 0.5 ms to 10 s.
std::vector<double> latency_bounds();

using Labels = std::vector<std::pair<std::string, std::string>>;
enum class MetricKind { counter, gauge, histogram };

/// Holds metrics by name and labels, and prints them for Prometheus. A look-up takes a lock, so do it once
/// and keep the reference, which is valid as long as this object. Equal name and labels give the same metric.
/// An invalid name, or one name for two kinds, is a bug: std::logic_error. Names follow Prometheus'
/// conventions: `kpa_http_requests_total`, units seconds and bytes.
class Metrics {
 public:
  Metrics();
  ~Metrics();

  Counter& counter(const std::string& name, const std::string& help, Labels labels = {});
  Gauge& gauge(const std::string& name, const std::string& help, Labels labels = {});
  Histogram& histogram(const std::string& name, const std::string& help, Labels labels = {},
                       std::vector<double> bounds = latency_bounds());
  /// Registers a counter or gauge that is kept elsewhere: `read` is called when metrics are printed, on any
  /// thread; it must live as long as this object and must not use it. Registering again replaces it.
  void collect(const std::string& name, const std::string& help, MetricKind kind,
               std::function<double()> read, Labels labels = {});

  /// All metrics in Prometheus' text format 0.0.4 (`text/plain; version=0.0.4`), sorted by name.
  std::string exposition() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// The metrics of this process, including memory, open files, processor time and start. Never destroyed.
Metrics& metrics();

}  // namespace kpa::observe

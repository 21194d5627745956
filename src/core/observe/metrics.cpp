#include "core/observe/metrics.hpp"

#include <algorithm>
#include <deque>
#include <mutex>
#include <regex>
#include <sstream>
#include <stdexcept>
#include <variant>

#include <prometheus/metric_family.h>
#include <prometheus/text_serializer.h>

#include "core/observe/process_metrics.hpp"

namespace kpa::observe {
namespace {

using Reading = std::function<double()>;
using Metric = std::variant<Counter*, Gauge*, Histogram*, Reading>;

struct Family {
  std::string help;
  MetricKind kind;
  std::map<Labels, Metric> members;
};

prometheus::MetricType type_of(MetricKind kind) {
  switch (kind) {
    case MetricKind::counter: return prometheus::MetricType::Counter;
    case MetricKind::gauge: return prometheus::MetricType::Gauge;
    case MetricKind::histogram: return prometheus::MetricType::Histogram;
  }
  throw std::logic_error("unknown kind of metric");
}

void fill(prometheus::ClientMetric& out, const Histogram& histogram) {
  const auto snapshot = histogram.snapshot();
  std::uint64_t total = 0;
  for (std::size_t i = 0; i < snapshot.counts.size(); ++i) {
    total += snapshot.counts[i];
    if (i < snapshot.bounds.size()) out.histogram.bucket.push_back({total, snapshot.bounds[i]});
  }
  out.histogram.sample_count = total;
  out.histogram.sample_sum = snapshot.sum;
}

prometheus::ClientMetric printed(MetricKind kind, const Labels& labels, const Metric& metric) {
  prometheus::ClientMetric out;
  for (const auto& [key, value] : labels) out.label.push_back({key, value});
  if (const auto* histogram = std::get_if<Histogram*>(&metric)) {
    fill(out, **histogram);
    return out;
  }
  double value = 0;
  if (const auto* counter = std::get_if<Counter*>(&metric)) value = static_cast<double>((*counter)->value());
  if (const auto* gauge = std::get_if<Gauge*>(&metric)) value = static_cast<double>((*gauge)->value());
  if (const auto* read = std::get_if<Reading>(&metric)) value = (*read)();
  (kind == MetricKind::counter ? out.counter.value : out.gauge.value) = value;
  return out;
}

void check_names(const std::string& name, const Labels& labels) {
  static const std::regex metric_name("[a-zA-Z_:][a-zA-Z0-9_:]*");
  static const std::regex label_name("[a-zA-Z_][a-zA-Z0-9_]*");
  if (!std::regex_match(name, metric_name)) throw std::logic_error("malformed metric name: " + name);
  for (const auto& [label, value] : labels) {
    if (!std::regex_match(label, label_name) || label.starts_with("__") || label == "le") {
      throw std::logic_error("malformed label name: " + label + " of metric " + name);
    }
  }
}

}  // namespace

Histogram::Histogram(std::vector<double> bounds)
    : bounds_(std::move(bounds)), counts_(new std::atomic<std::uint64_t>[bounds_.size() + 1]()) {
  if (!std::ranges::is_sorted(bounds_, std::less_equal<>())) {
    throw std::logic_error("the bounds of a histogram must ascend");
  }
}

void Histogram::observe(double value) noexcept {
  const auto bucket = std::ranges::lower_bound(bounds_, value) - bounds_.begin();
  counts_[static_cast<std::size_t>(bucket)].fetch_add(1, std::memory_order_relaxed);
  sum_.fetch_add(value, std::memory_order_relaxed);
}

Histogram::Snapshot Histogram::snapshot() const {
  Snapshot result{bounds_, {}, sum_.load(std::memory_order_relaxed)};
  for (std::size_t i = 0; i <= bounds_.size(); ++i) {
    result.counts.push_back(counts_[i].load(std::memory_order_relaxed));
  }
  return result;
}

std::vector<double> latency_bounds() {
  return {0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10};
}

struct Metrics::Impl {
  std::mutex mutex;
  std::map<std::string, Family> families;
  // Deques, because their elements never move.
  std::deque<Counter> counters;
  std::deque<Gauge> gauges;
  std::deque<Histogram> histograms;

  /// Finds or creates a metric. Call it with the mutex locked.
  Metric& place(const std::string& name, const std::string& help, MetricKind kind, Labels labels) {
    std::ranges::sort(labels);
    check_names(name, labels);
    const auto entry = families.try_emplace(name, Family{help, kind, {}}).first;
    if (entry->second.kind != kind) throw std::logic_error("metric " + name + " is of another kind already");
    return entry->second.members.try_emplace(std::move(labels), Reading()).first->second;
  }

  template <class T>
  T& kept(Metric& metric, std::deque<T>& all, const std::string& name, auto&&... arguments) {
    if (T** known = std::get_if<T*>(&metric)) return **known;
    if (std::get<Reading>(metric)) throw std::logic_error("metric " + name + " is collected from elsewhere");
    T& made = all.emplace_back(std::forward<decltype(arguments)>(arguments)...);
    metric = &made;
    return made;
  }
};

Metrics::Metrics() : impl_(std::make_unique<Impl>()) {}
Metrics::~Metrics() = default;

Counter& Metrics::counter(const std::string& name, const std::string& help, Labels labels) {
  const std::lock_guard lock(impl_->mutex);
  return impl_->kept(impl_->place(name, help, MetricKind::counter, std::move(labels)), impl_->counters, name);
}

Gauge& Metrics::gauge(const std::string& name, const std::string& help, Labels labels) {
  const std::lock_guard lock(impl_->mutex);
  return impl_->kept(impl_->place(name, help, MetricKind::gauge, std::move(labels)), impl_->gauges, name);
}

Histogram& Metrics::histogram(const std::string& name, const std::string& help, Labels labels,
                              std::vector<double> bounds) {
  const std::lock_guard lock(impl_->mutex);
  Metric& metric = impl_->place(name, help, MetricKind::histogram, std::move(labels));
  return impl_->kept(metric, impl_->histograms, name, std::move(bounds));
}

void Metrics::collect(const std::string& name, const std::string& help, MetricKind kind,
                      std::function<double()> read, Labels labels) {
  if (kind == MetricKind::histogram || !read)
    throw std::logic_error("metric " + name + " cannot be collected");
  const std::lock_guard lock(impl_->mutex);
  Metric& metric = impl_->place(name, help, kind, std::move(labels));
  if (!std::holds_alternative<Reading>(metric)) throw std::logic_error("metric " + name + " exists already");
  metric = std::move(read);
}

std::string Metrics::exposition() const {
  std::vector<prometheus::MetricFamily> families;
  {
    const std::lock_guard lock(impl_->mutex);
    for (const auto& [name, family] : impl_->families) {
      prometheus::MetricFamily out{name, family.help, type_of(family.kind), {}};
      for (const auto& [labels, metric] : family.members) {
        out.metric.push_back(printed(family.kind, labels, metric));
      }
      families.push_back(std::move(out));
    }
  }
  std::ostringstream text;
  prometheus::TextSerializer().Serialize(text, families);
  return text.str();
}

Metrics& metrics() {
  static auto* const all = [] {
    auto* const made = new Metrics;
    add_process_metrics(*made);
    return made;
  }();
  return *all;
}

}  // namespace kpa::observe

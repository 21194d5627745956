#include "core/observe/metrics.hpp"

#include <stdexcept>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kpa::observe {
namespace {

using testing::HasSubstr;

TEST(Metrics, PrintsCountersAndGauges) {
  Metrics all;
  all.counter("requests_total", "Requests", {{"status", "200"}, {"method", "GET"}}).add(3);
  all.gauge("connections", "Open connections").add(5);
  all.gauge("connections", "Open connections").subtract(7);
  all.collect("uptime_seconds", "Uptime", MetricKind::gauge, [] { return 1.5; });
  const std::string text = all.exposition();
  EXPECT_THAT(text, HasSubstr("# HELP requests_total Requests\n# TYPE requests_total counter\n"
                              "requests_total{method=\"GET\",status=\"200\"} 3\n"));
  EXPECT_THAT(text, HasSubstr("# TYPE connections gauge\nconnections -2\n"));
  EXPECT_THAT(text, HasSubstr("uptime_seconds 1.5\n"));
}

TEST(Metrics, CountsObservationsInBuckets) {
  Metrics all;
  Histogram& sizes = all.histogram("size", "Sizes", {}, {1, 10});
  for (const double value : {0.5, 1.0, 1.5, 10.0, 11.0}) sizes.observe(value);
  const std::string text = all.exposition();
  EXPECT_THAT(text, HasSubstr("size_count 5\nsize_sum 24\n"));
  EXPECT_THAT(text,
              HasSubstr("size_bucket{le=\"1\"} 2\nsize_bucket{le=\"10\"} 4\nsize_bucket{le=\"+Inf\"} 5\n"));
}

TEST(Metrics, GivesTheSameMetricForTheSameNameAndLabels) {
  Metrics all;
  Counter& first = all.counter("a_total", "A", {{"x", "1"}, {"y", "2"}});
  for (int i = 0; i < 100; ++i) all.counter("a_total", "A", {{"x", std::to_string(i + 10)}});
  EXPECT_EQ(&all.counter("a_total", "A", {{"y", "2"}, {"x", "1"}}), &first);
  EXPECT_NE(&all.counter("a_total", "A"), &first);
}

TEST(Metrics, EscapesLabelValues) {
  Metrics all;
  all.counter("a_total", "A", {{"x", "q\"\\\n"}}).add();
  EXPECT_THAT(all.exposition(), HasSubstr(R"(a_total{x="q\"\\\n"} 1)"));
}

TEST(Metrics, RefusesNamesThatAreBugs) {
  Metrics all;
  all.counter("a_total", "A");
  EXPECT_THROW(all.gauge("a_total", "A"), std::logic_error);
  EXPECT_THROW(all.counter("a-total", "A"), std::logic_error);
  EXPECT_THROW(all.counter("", "A"), std::logic_error);
  EXPECT_THROW(all.counter("b_total", "B", {{"le", "1"}}), std::logic_error);
  EXPECT_THROW(all.histogram("c", "C", {}, {2, 1}), std::logic_error);
  EXPECT_THROW(all.collect("a_total", "A", MetricKind::counter, [] { return 1.0; }), std::logic_error);
}

TEST(Metrics, LosesNothingAmongThreads) {
  Metrics all;
  Counter& counter = all.counter("a_total", "A");
  Histogram& histogram = all.histogram("b_seconds", "B");
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < 4; ++t) {
      threads.emplace_back([&] {
        for (int i = 0; i < 10'000; ++i) {
          counter.add();
          histogram.observe(0.5);
        }
      });
    }
    for (int i = 0; i < 10; ++i) EXPECT_FALSE(all.exposition().empty());
  }
  EXPECT_EQ(counter.value(), 40'000U);
  EXPECT_EQ(histogram.snapshot().sum, 20'000);
}

TEST(Metrics, TellOfTheProcess) {
  const std::string text = metrics().exposition();
  const auto value = [&](const std::string& name) {
    const auto at = text.find("\n" + name + " ");
    return at == std::string::npos ? -1 : std::stod(text.substr(at + name.size() + 2));
  };
  EXPECT_GT(value("process_resident_memory_bytes"), 1e6);
  EXPECT_GE(value("process_open_fds"), 3);
  EXPECT_GT(value("process_max_fds"), 3);
  EXPECT_GE(value("process_cpu_seconds_total"), 0);
  EXPECT_GE(value("process_threads"), 1);
  EXPECT_NEAR(value("process_start_time_seconds"), static_cast<double>(::time(nullptr)), 600);
}

}  // namespace
}  // namespace kpa::observe

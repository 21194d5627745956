#include "core/observe/log.hpp"

#include <cstdio>
#include <memory>
#include <mutex>

#include <spdlog/async.h>
#include <spdlog/async_logger.h>
#include <spdlog/sinks/base_sink.h>

#include "core/observe/line.hpp"
#include "core/observe/metrics.hpp"

namespace kpa::observe {
namespace {

struct Categories {
  std::mutex mutex;
  // A map, because Log objects keep the addresses of names and levels.
  std::map<std::string, std::atomic<Level>, std::less<>> levels;
  LogSettings settings;

  Level wanted(const std::string& category) const {
    const auto own = settings.levels.find(category);
    return own == settings.levels.end() ? settings.level : own->second;
  }
};

// Never destroyed: Log objects are constants of other files and may write while those are destroyed.
Categories& categories() {
  static auto* const all = new Categories;
  return *all;
}

void write_to_stderr(std::string_view line) {
  std::string row(line);
  row += '\n';
  std::fwrite(row.data(), 1, row.size(), stderr);
}

/// Hands finished lines to a function; spdlog calls it on its own thread.
class FunctionSink final : public spdlog::sinks::base_sink<std::mutex> {
 public:
  explicit FunctionSink(std::function<void(std::string_view)> write) : write_(std::move(write)) {}

 private:
  void sink_it_(const spdlog::details::log_msg& message) override {
    write_({message.payload.data(), message.payload.size()});
  }
  void flush_() override {}

  std::function<void(std::string_view)> write_;
};

struct Output {
  std::shared_ptr<spdlog::details::thread_pool> thread;
  std::shared_ptr<spdlog::async_logger> logger;
};

struct State {
  std::atomic<LogFormat> format{LogFormat::text};
  std::atomic<Output*> output{nullptr};
  std::atomic<std::uint64_t> dropped_before{0};  ///< by outputs that have ended
};

State& state() {
  static auto* const one = new State;
  return *one;
}

double dropped_lines() {
  const Output* output = state().output.load();
  const std::size_t now = output ? output->thread->overrun_counter() : 0;
  return static_cast<double>(state().dropped_before.load() + now);
}

}  // namespace

void start_logs(const LogSettings& settings, std::function<void(std::string_view line)> write) {
  stop_logs();
  auto& all = categories();
  {
    const std::lock_guard lock(all.mutex);
    all.settings = settings;
    all.settings.levels.clear();
    for (const auto& [category, level] : settings.levels) {
      all.settings.levels[std::string(category_name(category))] = level;
    }
    for (auto& [category, level] : all.levels) level = all.wanted(category);
  }
  auto output = std::make_unique<Output>();
  output->thread = std::make_shared<spdlog::details::thread_pool>(settings.queue_lines, 1);
  output->logger = std::make_shared<spdlog::async_logger>(
      "kpa", std::make_shared<FunctionSink>(write ? std::move(write) : write_to_stderr), output->thread,
      spdlog::async_overflow_policy::overrun_oldest);
  output->logger->set_level(spdlog::level::trace);  // categories have decided already

  metrics().collect("kpa_log_lines_dropped_total", "Log lines dropped because their reader was too slow",
                    MetricKind::counter, dropped_lines);
  state().format = settings.format;
  state().output = output.release();
}

void stop_logs() {
  const std::unique_ptr<Output> output(state().output.exchange(nullptr));
  if (!output) return;
  state().dropped_before += output->thread->overrun_counter();
  output->logger.reset();
  output->thread.reset();  // writes out what waits, then joins
}

Log::Log(std::string_view category) {
  auto& all = categories();
  const std::string known_as(category_name(category));
  const std::lock_guard lock(all.mutex);
  const auto [entry, added] = all.levels.try_emplace(known_as, all.wanted(known_as));
  category_ = entry->first;
  least_ = &entry->second;
}

void Log::emit(Level level, std::string_view message, std::span<const Field> fields) const {
  const std::string line = to_string({now(), level, category_, message, fields}, state().format.load());
  Output* output = state().output.load(std::memory_order_acquire);
  if (!output) return write_to_stderr(line);
  output->logger->log(spdlog::source_loc{}, spdlog::level::info,
                      spdlog::string_view_t(line.data(), line.size()));
}

}  // namespace kpa::observe

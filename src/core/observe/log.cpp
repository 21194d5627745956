#include "core/observe/log.hpp"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <csignal>
#include <cstdio>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>

#include <unistd.h>

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

// Never destroyed, because Log objects are global constants that may still be used during shutdown.
Categories& categories() {
  static auto* const all = new Categories;
  return *all;
}

/// Lines are collected for this long and written together; a person who follows the log sees them this much
/// later.
constexpr std::chrono::milliseconds gathering(50);
/// Linux writes up to this many bytes to a pipe atomically (PIPE_BUF), so lines of processes that share a
/// pipe do not mix.
constexpr std::size_t in_one_write = 4096;

void write_to_stderr(std::string_view lines) { std::fwrite(lines.data(), 1, lines.size(), stderr); }

/// Writes lines on a thread of its own, those of some milliseconds together: only the first one wakes the
/// thread.
class Writer {
 public:
  Writer(std::size_t most, std::function<void(std::string_view)> write)
      : most_(std::max<std::size_t>(most, 2)), write_(std::move(write)), thread_([this] { run(); }) {}
  /// Writes out the queue.
  ~Writer() {
    {
      const std::lock_guard lock(mutex_);
      ended_ = true;
    }
    wake_.notify_one();
    thread_.join();
  }
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  void add(std::string line) {
    bool wake = false;
    {
      const std::lock_guard lock(mutex_);
      if (!waiting_.empty() && waiting_.size() + being_written_ >= most_) {
        waiting_.pop_front();
        dropped_.fetch_add(1, std::memory_order_relaxed);
      }
      waiting_.push_back(std::move(line));
      wake = waiting_.size() == 1 || waiting_.size() == half();
    }
    if (wake) wake_.notify_one();
  }
  std::uint64_t dropped() const { return dropped_.load(std::memory_order_relaxed); }

  /// For a process that is about to die: writes out the queue on any thread, if the lock can be had.
  void write_last() {
    for (int attempt = 0; !mutex_.try_lock(); ++attempt) {
      if (attempt == 100) return;  // the dying thread itself holds the lock
      std::this_thread::yield();
    }
    for (const auto& line : waiting_) {
      [[maybe_unused]] const auto ignored = ::write(STDERR_FILENO, line.data(), line.size());
      [[maybe_unused]] const auto end = ::write(STDERR_FILENO, "\n", 1);
    }
    waiting_.clear();
    mutex_.unlock();
  }

 private:
  std::size_t half() const { return most_ / 2; }

  void run() {
    std::unique_lock lock(mutex_);
    while (!ended_ || !waiting_.empty()) {
      wake_.wait(lock, [this] { return ended_ || !waiting_.empty(); });
      wake_.wait_for(lock, gathering, [this] { return ended_ || waiting_.size() >= half(); });
      auto lines = std::exchange(waiting_, {});
      being_written_ = lines.size();
      lock.unlock();
      write_out(lines);
      lock.lock();
      being_written_ = 0;
    }
  }

  void write_out(const std::deque<std::string>& lines) {
    if (write_) {
      for (const auto& line : lines) write_(line);
      return;
    }
    std::string together;
    for (const auto& line : lines) {
      if (!together.empty() && together.size() + line.size() >= in_one_write) {
        write_to_stderr(together);
        together.clear();
      }
      together.append(line).append(1, '\n');
    }
    write_to_stderr(together);
  }

  const std::size_t most_;
  const std::function<void(std::string_view)> write_;  // empty: standard error
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::string> waiting_;
  std::size_t being_written_ = 0;
  bool ended_ = false;
  std::atomic<std::uint64_t> dropped_{0};
  std::thread thread_;  // last, because it uses the members above
};

struct State {
  std::atomic<LogFormat> format{LogFormat::text};
  std::atomic<Writer*> writer{nullptr};
  std::atomic<std::uint64_t> dropped_before{0};  ///< by writers that were closed
};

State& state() {
  static auto* const one = new State;
  return *one;
}

double dropped_lines() {
  const Writer* writer = state().writer.load();
  return static_cast<double>(state().dropped_before.load() + (writer != nullptr ? writer->dropped() : 0));
}

/// Writes out the queue, then lets the signal take its usual effect.
void write_last_lines(int signal) {
  ::signal(signal, SIG_DFL);
  if (Writer* writer = state().writer.load()) writer->write_last();
  ::raise(signal);
}

/// Makes a crashing process write its last lines. Signals that something else handles already, such as a
/// sanitizer, are left alone.
void write_when_failing() {
  state();  // created now, because the handler must not allocate
  for (const int signal : {SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL}) {
    struct sigaction now{};
    if (::sigaction(signal, nullptr, &now) == 0 && now.sa_handler == SIG_DFL)
      ::signal(signal, write_last_lines);
  }
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
  metrics().collect("kpa_log_lines_dropped_total", "Log lines dropped because their reader was too slow",
                    MetricKind::counter, dropped_lines);
  state().format = settings.format;
  state().writer = new Writer(settings.queue_lines, std::move(write));
  write_when_failing();
}

void stop_logs() {
  const std::unique_ptr<Writer> writer(state().writer.exchange(nullptr));
  if (writer) state().dropped_before += writer->dropped();
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
  std::string line = to_string({now(), level, category_, message, fields}, state().format.load());
  if (Writer* writer = state().writer.load(std::memory_order_acquire)) return writer->add(std::move(line));
  write_to_stderr(line.append(1, '\n'));
}

}  // namespace kpa::observe

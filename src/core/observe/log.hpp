#pragma once

#include <atomic>
#include <concepts>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "core/observe/level.hpp"

namespace kpa::observe {

/// One named value of a log line. Refers to the caller's text, so it is valid only during the call.
struct Field {
  using Value = std::variant<bool, std::int64_t, std::uint64_t, double, std::string_view>;

  Field(std::string_view field_key, bool v) : key(field_key), value(v) {}
  Field(std::string_view field_key, std::signed_integral auto v)
      : key(field_key), value(static_cast<std::int64_t>(v)) {}
  Field(std::string_view field_key, std::unsigned_integral auto v)
      : key(field_key), value(static_cast<std::uint64_t>(v)) {}
  Field(std::string_view field_key, double v) : key(field_key), value(v) {}
  Field(std::string_view field_key, std::string_view v) : key(field_key), value(v) {}
  Field(std::string_view field_key, const std::string& v) : key(field_key), value(std::string_view(v)) {}
  Field(std::string_view field_key, const char* v) : key(field_key), value(std::string_view(v ? v : "")) {}

  std::string_view key;
  Value value;
};

enum class LogFormat {
  text,  ///< for people: `2024-01-15T10:00:00.123Z INFO     db       reconnected attempt=3`
  json,  ///< for machines: one JSON object per line with time, level, category, message and the fields
};

struct LogSettings {
  Level level = Level::info;
  LogFormat format = LogFormat::text;
  std::map<std::string, Level> levels = {};  ///< by category, in old or new spelling; others have `level`
  std::size_t queue_lines = 4096;  ///< lines that may wait for a slow reader before the oldest are dropped
};

/// Sets levels and format, and from now on writes on a thread of its own, so that a slow disk or pipe delays
/// nobody. When the queue is full, the oldest lines are dropped and counted (kpa_log_lines_dropped_total).
/// Lines are collected for up to 50 ms and written together; a crashing process (abort, invalid memory
/// access) still writes what it has. Lines go to standard error, or to `write` (called on the logging thread,
/// without the line end). Before this call, lines from level INFO go to standard error directly. Call it
/// while no other thread logs.
void start_logs(const LogSettings& settings, std::function<void(std::string_view line)> write = {});

/// Writes out the queue and ends the thread; later lines go to standard error directly. Call it before main
/// returns, while no other thread logs.
void stop_logs();

/// Writes lines of one category. Meant to be a constant of its file:
///   const observe::Log log("db");
///   log.info("reconnected", {{"attempt", 3}, {"host", host}});
/// Nothing in a line can start another line: control characters are escaped, invalid UTF-8 is replaced, and a
/// text longer than 8 KiB is cut. Never log secrets, passwords or tokens.
class Log {
 public:
  explicit Log(std::string_view category);

  /// To skip preparing a line that would not be written.
  bool enabled(Level level) const noexcept { return level >= least_->load(std::memory_order_relaxed); }

  using Fields = std::initializer_list<Field>;
  void debug(std::string_view message, Fields fields = {}) const { write(Level::debug, message, fields); }
  void info(std::string_view message, Fields fields = {}) const { write(Level::info, message, fields); }
  void warning(std::string_view message, Fields fields = {}) const { write(Level::warning, message, fields); }
  void error(std::string_view message, Fields fields = {}) const { write(Level::error, message, fields); }
  void critical(std::string_view message, Fields fields = {}) const {
    write(Level::critical, message, fields);
  }

  void write(Level level, std::string_view message, Fields fields) const {
    if (enabled(level)) emit(level, message, {fields.begin(), fields.size()});
  }
  /// For a list of fields made at run time.
  void write(Level level, std::string_view message, std::span<const Field> fields) const {
    if (enabled(level)) emit(level, message, fields);
  }

 private:
  void emit(Level level, std::string_view message, std::span<const Field> fields) const;

  std::string_view category_;
  const std::atomic<Level>* least_;
};

}  // namespace kpa::observe

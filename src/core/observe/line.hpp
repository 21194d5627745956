#pragma once

#include <span>
#include <string>
#include <string_view>

#include "core/observe/log.hpp"
#include "core/time.hpp"

namespace kpa::observe {

/// The content of a log line.
struct Line {
  Instant time;
  Level level;
  std::string_view category;
  std::string_view message;
  std::span<const Field> fields;
};

/// The line as text or as a JSON object; valid UTF-8, without control characters or a line end.
std::string to_string(const Line& line, LogFormat format);

}  // namespace kpa::observe

#pragma once

#include <span>
#include <string>
#include <string_view>

#include "core/observe/log.hpp"
#include "core/time.hpp"

namespace kpa::observe {

/// What a log line says.
struct Line {
  Instant time;
  Level level;
  std::string_view category;
  std::string_view message;
  std::span<const Field> fields;
};

/// The line as one row of text or one JSON object; valid UTF-8, without control characters and without a
/// line's end.
std::string to_string(const Line& line, LogFormat format);

}  // namespace kpa::observe

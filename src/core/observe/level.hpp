#pragma once

#include <optional>
#include <string_view>

namespace kpa::observe {

/// Severity of a log line. `off` is for categories that write nothing.
enum class Level { debug, info, warning, error, critical, off };

/// `DEBUG`, `INFO`, `WARNING`, `ERROR`, `CRITICAL`, `OFF`.
std::string_view name(Level level);

/// Reads a level in any case; also `warn` and `fatal`.
std::optional<Level> parse_level(std::string_view text);

/// Translates a logger name of the earlier system: `django.db.backends` is `db`, `apps.users` is `users`;
/// other names stay.
std::string_view category_name(std::string_view name);

}  // namespace kpa::observe

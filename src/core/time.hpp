#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace kpa {

/// A point in time, UTC, in microseconds (like PostgreSQL's timestamptz).
using Instant = std::chrono::sys_time<std::chrono::microseconds>;
/// A calendar date without a time.
using Date = std::chrono::year_month_day;
/// Monotonic clock for waiting and measuring.
using Clock = std::chrono::steady_clock;

Instant now();

/// A duration for answers: whole seconds, rounded up.
inline std::int64_t whole_seconds(std::chrono::milliseconds time) {
  return std::chrono::ceil<std::chrono::seconds>(time).count();
}

/// Sets the time zone for calendar dates, e.g. "Asia/Kolkata". Call once, before threads start: it sets the
/// process's TZ. Throws std::invalid_argument when the system does not know the zone.
void use_time_zone(const std::string& zone);
/// The date at `moment` in the configured zone.
Date local_date(Instant moment);
/// Today in the configured zone.
Date today();

/// RFC 3339, in UTC: `2024-01-15T10:00:00.123456Z`; the fraction is left out when it is zero.
std::string format(Instant moment);
/// ISO 8601: `2024-01-15`.
std::string format(Date date);

/// Reads RFC 3339 with any offset, and PostgreSQL's `2024-01-15 10:00:00.12+00`; nothing when it is neither,
/// or not a real date.
std::optional<Instant> parse_instant(std::string_view text);
/// Reads `YYYY-MM-DD`; nothing when it is not a real date.
std::optional<Date> parse_date(std::string_view text);

}  // namespace kpa

#pragma once

#include <optional>
#include <string>

#include "core/time.hpp"
#include "features/built_forms/field_type.hpp"

namespace kpa::built_forms {

/// A day, or so many days from the day on which somebody looks.
struct DayLimit {
  std::optional<Date> day;
  int from_today = 0;

  /// The day that is meant, seen from `now`.
  Date on(Date now) const;
};

/// Reads `2024-01-15`, `today`, `today-30`, `today+7`; at most 36,500 days.
std::optional<DayLimit> parse_day_limit(std::string_view text);

/// The rules of dates, and of dates with a time.
struct DayRules {
  std::optional<std::string> min_date;
  std::optional<std::string> max_date;
  std::optional<bool> unique;
};
const schema::Object<DayRules>& day_rules();

/// The limits that DayRules set.
struct Days {
  std::optional<DayLimit> min;
  std::optional<DayLimit> max;

  /// What is wrong with an answer of this day.
  std::optional<schema::Violation> violation(Date day) const;
};

/// Reads the rules; adds an issue for each that cannot be read, or when no day satisfies both.
Days days_of(const Making& making, const DayRules& rules);

}  // namespace kpa::built_forms

#include <charconv>

#include "features/built_forms/field_types/all.hpp"

namespace kpa::built_forms::field_types {
namespace {

struct TimeRules {
  std::optional<std::string> min_time;
  std::optional<std::string> max_time;
};

const schema::Object<TimeRules>& time_rules() {
  using R = TimeRules;
  static const auto made = schema::object<R>("TimeRules")
                               .field("min_time", &R::min_time, schema::of_length(1, 8), "Earliest", "06:00")
                               .field("max_time", &R::max_time, schema::of_length(1, 8), "Latest", "22:00");
  return made;
}

/// `09:05:00` for `9:05`, `09:05` or `09:05:00`; texts of this form compare like times.
std::optional<std::string> normal_time(std::string_view text) {
  constexpr int most[] = {23, 59, 59};
  std::string normal;
  std::size_t parts = 0;
  for (; parts < std::size(most); ++parts) {
    if (parts > 0) {
      if (text.empty()) break;
      if (!text.starts_with(':')) return std::nullopt;
      text.remove_prefix(1);
    }
    int number = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    const auto digits = static_cast<std::size_t>(read.ptr - text.data());
    const bool fits = digits == 2 || (digits == 1 && parts == 0);
    if (read.ec != std::errc() || !fits || number < 0 || number > most[parts]) return std::nullopt;
    normal.append(parts > 0 ? ":" : "").append(number < 10 ? "0" : "").append(std::to_string(number));
    text.remove_prefix(digits);
  }
  if (!text.empty() || parts < 2) return std::nullopt;
  return parts == 2 ? normal + ":00" : normal;
}

schema::Violation not_a_time() {
  return {"not_a_time", {}, i18n::text("Must be a time of day, such as 14:30")};
}

std::optional<std::string> time_limit(const Making& making, std::string_view rule,
                                      const std::optional<std::string>& text) {
  if (!text) return std::nullopt;
  auto limit = normal_time(*text);
  if (!limit) refuse_rule(making, rule, not_a_time());
  return limit;
}

BuiltAnswer make_time(const Making& making) {
  const auto rules = rules_of(making, time_rules());
  const auto min = time_limit(making, "min_time", rules.min_time);
  const auto max = time_limit(making, "max_time", rules.max_time);
  if (min && max && *min > *max) refuse_rule(making, "min_time", no_answer_fits("max_time"));
  const auto normalise = [=](const std::string& text, const schema::Path& path,
                             schema::Issues& issues) -> std::optional<std::string> {
    auto time = normal_time(text);
    if (!time)
      issues.add(path, not_a_time());
    else if (min && *time < *min)
      issues.add(path, "too_early", {{"min", *min}});
    else if (max && *time > *max)
      issues.add(path, {"too_late", {{"max", *max}}, i18n::text("Must not be after {max}")});
    else
      return time;
    return std::nullopt;
  };
  boost::json::object document{{"type", "string"},
                               {"pattern", "^([0-9]|[01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$"}};
  return {.member = normalised_text(making, normalise, std::move(document), "14:30:00")};
}

}  // namespace

const FieldType time_type{.name = "time",
                          .title = i18n::text("Time of day"),
                          .rules = []() -> const schema::Shape& { return time_rules(); },
                          .value_type = [](const Field&) { return ValueType{ValueType::Base::time}; },
                          .make = make_time};

}  // namespace kpa::built_forms::field_types

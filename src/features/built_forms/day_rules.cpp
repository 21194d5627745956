#include "features/built_forms/day_rules.hpp"

#include <charconv>

namespace kpa::built_forms {
namespace {

constexpr int most_days = 36'500;  // a century

std::optional<DayLimit> limit_of(const Making& making, std::string_view rule,
                                 const std::optional<std::string>& text) {
  if (!text) return std::nullopt;
  auto limit = parse_day_limit(*text);
  if (!limit)
    refuse_rule(making, rule,
                {"not_a_day_limit",
                 {},
                 i18n::text("Must be a date, written YYYY-MM-DD, or today, today-30, today+7")});
  return limit;
}

}  // namespace

const schema::Object<DayRules>& day_rules() {
  using R = DayRules;
  static const auto made =
      schema::object<R>("DayRules")
          .field("min_date", &R::min_date, schema::of_length(1, 20),
                 "Earliest: a date, or today, today-30, today+7", "today-30")
          .field("max_date", &R::max_date, schema::of_length(1, 20), "Latest, likewise", "today")
          .field("unique", &R::unique, "No two submissions have the same answer");
  return made;
}

Date DayLimit::on(Date now) const {
  if (day) return *day;
  return std::chrono::sys_days(now) + std::chrono::days(from_today);
}

std::optional<DayLimit> parse_day_limit(std::string_view text) {
  constexpr std::string_view today_word = "today";
  if (!text.starts_with(today_word)) {
    const auto day = parse_date(text);
    return day ? std::optional(DayLimit{.day = day}) : std::nullopt;
  }
  text.remove_prefix(today_word.size());
  if (text.empty()) return DayLimit{};
  const bool later = text.starts_with('+');
  if (!later && !text.starts_with('-')) return std::nullopt;
  text.remove_prefix(1);
  int days = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), days);
  if (read.ec != std::errc() || read.ptr != text.data() + text.size() || days < 0 || days > most_days)
    return std::nullopt;
  return DayLimit{.day = {}, .from_today = later ? days : -days};
}

std::optional<schema::Violation> Days::violation(Date day) const {
  const Date now = today();
  if (min && day < min->on(now)) return schema::violation("too_early", {{"min", format(min->on(now))}});
  if (max && day > max->on(now))
    return schema::Violation{
        "too_late", {{"max", format(max->on(now))}}, i18n::text("Must not be after {max}")};
  return std::nullopt;
}

Days days_of(const Making& making, const DayRules& rules) {
  const Days days{limit_of(making, "min_date", rules.min_date), limit_of(making, "max_date", rules.max_date)};
  const Date now = today();
  if (days.min && days.max && days.min->on(now) > days.max->on(now))
    refuse_rule(making, "min_date", no_answer_fits("max_date"));
  return days;
}

}  // namespace kpa::built_forms

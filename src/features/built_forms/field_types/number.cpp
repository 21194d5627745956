#include <cstdint>

#include "features/built_forms/field_types/all.hpp"

namespace kpa::built_forms::field_types {
namespace {

constexpr int most_places = 15;

struct NumberRules {
  std::optional<Decimal> min;
  std::optional<Decimal> max;
  std::optional<Decimal> step;
  std::optional<std::int64_t> decimal_places;
  std::optional<std::string> unit;
  std::optional<bool> unique;
};

const schema::Object<NumberRules>& number_rules() {
  using R = NumberRules;
  static const auto made =
      schema::object<R>("NumberRules")
          .field("min", &R::min, "Least", 20)
          .field("max", &R::max, "Largest", 40)
          .field("step", &R::step, "Answers are min (or 0) and a whole number of steps",
                 boost::json::value(0.5))
          .field("decimal_places", &R::decimal_places, schema::between(0, most_places),
                 "Most digits behind the point", 1)
          .field("unit", &R::unit, schema::of_length(1, 20), "Shown behind the number", "mm")
          .field("unique", &R::unique, "No two submissions have the same answer");
  return made;
}

/// The number as a multiple of 10^-places; exact, since a Decimal has at most 15 digits on either side.
__extension__ using Units = __int128;
Units units_of(Decimal number, int places) {
  const std::string text = format(number);
  Units units = 0;
  int behind = -1;
  for (const char c : text) {
    if (c == '.') behind = 0;
    if (c < '0' || c > '9') continue;
    units = units * 10 + (c - '0');
    if (behind >= 0) ++behind;
  }
  for (int missing = places - std::max(behind, 0); missing > 0; --missing) units *= 10;
  return text.front() == '-' ? -units : units;
}

/// Whether the number is `from` and a whole number of steps.
bool is_on_step(Decimal number, Decimal from, Decimal step) {
  const int places = std::max({number.decimals(), from.decimals(), step.decimals()});
  return (units_of(number, places) - units_of(from, places)) % units_of(step, places) == 0;
}

void check(const Making& making, const NumberRules& rules) {
  if (rules.min && rules.max && *rules.min > *rules.max) refuse_rule(making, "min", no_answer_fits("max"));
  if (rules.step && *rules.step <= Decimal())
    refuse_rule(making, "step", {"not_positive", {}, i18n::text("Must be more than 0")});
  if (!rules.decimal_places) return;
  const std::pair<std::string_view, std::optional<Decimal>> limits[] = {
      {"min", rules.min}, {"max", rules.max}, {"step", rules.step}};
  for (const auto& [name, limit] : limits)
    if (limit && limit->decimals() > *rules.decimal_places)
      refuse_rule(making, name,
                  schema::violation("too_precise", {{"max", std::to_string(*rules.decimal_places)}}));
}

BuiltAnswer make_number(const Making& making) {
  const auto rules = rules_of(making, number_rules());
  const std::size_t issues_before = making.issues.size();
  check(making, rules);
  if (making.issues.size() != issues_before) return {};
  schema::Constraint<Decimal> constraint{
      [rules](const Decimal& number) -> std::optional<schema::Violation> {
        if (rules.min && number < *rules.min)
          return schema::violation("too_small", {{"min", format(*rules.min)}});
        if (rules.max && number > *rules.max)
          return schema::violation("too_large", {{"max", format(*rules.max)}});
        if (rules.decimal_places && number.decimals() > *rules.decimal_places)
          return schema::violation("too_precise", {{"max", std::to_string(*rules.decimal_places)}});
        const Decimal from = rules.min.value_or(Decimal());
        if (rules.step && !is_on_step(number, from, *rules.step))
          return schema::Violation{"off_step",
                                   {{"step", format(*rules.step)}, {"from", format(from)}},
                                   i18n::text("Must be in steps of {step} from {from}")};
        return std::nullopt;
      },
      [rules](boost::json::object& schema) {
        if (rules.min) schema["minimum"] = schema::json_number(*rules.min);
        if (rules.max) schema["maximum"] = schema::json_number(*rules.max);
        if (rules.decimal_places == 0) schema["type"] = "integer";
      }};
  return {.member = member_of(making, schema::One<Decimal>{std::move(constraint)}),
          .unique = rules.unique.value_or(false)};
}

}  // namespace

const FieldType number_type{.name = "number",
                            .title = i18n::text("Number"),
                            .rules = []() -> const schema::Shape& { return number_rules(); },
                            .value_type = [](const Field&) { return ValueType{ValueType::Base::number}; },
                            .make = make_number};

}  // namespace kpa::built_forms::field_types

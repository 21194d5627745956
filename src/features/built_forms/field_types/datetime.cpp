#include "features/built_forms/day_rules.hpp"
#include "features/built_forms/field_types/all.hpp"

namespace kpa::built_forms::field_types {
namespace {

/// With any offset; stored in UTC. Its day is that of the configured time zone.
BuiltAnswer make_datetime(const Making& making) {
  const auto rules = rules_of(making, day_rules());
  const Days days = days_of(making, rules);
  schema::Constraint<Instant> constraint{
      [days](const Instant& moment) { return days.violation(local_date(moment)); },
      [](boost::json::object&) {}};
  return {.member = member_of(making, schema::One<Instant>{std::move(constraint)}),
          .unique = rules.unique.value_or(false)};
}

}  // namespace

const FieldType datetime_type{
    .name = "datetime",
    .title = i18n::text("Date and time"),
    .rules = []() -> const schema::Shape& { return day_rules(); },
    .value_type = [](const Field&) { return ValueType{ValueType::Base::date_time}; },
    .make = make_datetime};

}  // namespace kpa::built_forms::field_types

#include "features/built_forms/day_rules.hpp"
#include "features/built_forms/field_types/all.hpp"

namespace kpa::built_forms::field_types {
namespace {

BuiltAnswer make_date(const Making& making) {
  const auto rules = rules_of(making, day_rules());
  const Days days = days_of(making, rules);
  schema::Constraint<Date> constraint{[days](const Date& day) { return days.violation(day); },
                                      [](boost::json::object&) {}};
  return {.member = member_of(making, schema::One<Date>{std::move(constraint)}),
          .unique = rules.unique.value_or(false)};
}

}  // namespace

const FieldType date_type{.name = "date",
                          .title = i18n::text("Date"),
                          .rules = []() -> const schema::Shape& { return day_rules(); },
                          .value_type = [](const Field&) { return ValueType{ValueType::Base::date}; },
                          .make = make_date};

}  // namespace kpa::built_forms::field_types

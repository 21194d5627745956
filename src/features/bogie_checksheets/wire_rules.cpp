#include "features/bogie_checksheets/wire_rules.hpp"

#include "features/bogie_checksheets/details.hpp"
#include "features/bogie_checksheets/rules.hpp"

namespace kpa::bogie_checksheets {
namespace {

/// One more whenever a member gets another meaning, so that a client which does not know it can tell.
constexpr std::int64_t version_of_rules = 1;

RuleSection told(Section section) {
  RuleSection told{.name = std::string(wire_name(section)), .conditions = {}, .components = {}};
  for (const Condition& condition : conditions(section))
    told.conditions.push_back({std::string(condition.name()), {condition.title}, condition.severity});
  for (const ComponentInfo& info : all_components())
    if (info.section == section)
      told.components.push_back({std::string(info.wire), {info.title}, info.required});
  return told;
}

}  // namespace

const BogieRules& bogie_rules() {
  static const BogieRules made = [] {
    BogieRules rules{.version = version_of_rules, .dates = {}, .sections = {}};
    for (const DateInfo& date : all_dates())
      rules.dates.push_back({std::string(date.wire), {date.title}, date.first_year, date.last_year});
    for (const Section section : {Section::bogie, Section::bmbc}) rules.sections.push_back(told(section));
    return rules;
  }();
  return made;
}

}  // namespace kpa::bogie_checksheets

namespace kpa::schema {

using bogie_checksheets::BogieRules;
using bogie_checksheets::RuleComponent;
using bogie_checksheets::RuleCondition;
using bogie_checksheets::RuleDate;
using bogie_checksheets::RuleSection;

template <>
const Object<RuleCondition>& describe() {
  using R = RuleCondition;
  static const auto made =
      object<R>("BogieRuleCondition")
          .field("name", &R::name, "As it is sent and answered in this section", "Worn Out")
          .field("title", &R::title, "What people call it")
          .field("severity", &R::severity, "1 good, 2 fair, 3 needs attention, 4 replace now", 3);
  return made;
}

template <>
const Object<RuleComponent>& describe() {
  using R = RuleComponent;
  static const auto made = object<R>("BogieRuleComponent")
                               .field("name", &R::name, "Its name in this section of a checksheet", "bolster")
                               .field("title", &R::title, "What people call it")
                               .field("required", &R::required, "Whether a checksheet must have it", true);
  return made;
}

template <>
const Object<RuleSection>& describe() {
  using R = RuleSection;
  static const auto made =
      object<R>("BogieRuleSection")
          .field("name", &R::name, "Its name in a checksheet", "bogieChecksheet")
          .field("conditions", &R::conditions, "In which a component can be, from good to bad")
          .field("components", &R::components, "In the order of the form");
  return made;
}

template <>
const Object<RuleDate>& describe() {
  using R = RuleDate;
  static const auto made =
      object<R>("BogieRuleDate")
          .field("name", &R::name, "Its name in `bogieDetails`", "makerYearBuilt")
          .field("title", &R::title, "What findings call the date in it")
          .field("firstYear", &R::first_year, "A date before this year is a typing error", 1850)
          .field("lastYear", &R::last_year, "A date after this year is one, too", 2199);
  return made;
}

template <>
const Object<BogieRules>& describe() {
  using B = BogieRules;
  static const auto made =
      object<B>("BogieRules")
          .field("version", &B::version, "One more whenever a member gets another meaning", 1)
          .field("dates", &B::dates, "Dates in a bogie's life, which are compared with each other")
          .field("sections", &B::sections, "What is inspected, in the order of the form");
  return made;
}

}  // namespace kpa::schema

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/schema/object.hpp"
#include "core/schema/translations.hpp"

/// How bogies are judged, as data: whoever has it finds by themselves what the server would find. It is part
/// of the program, and changes with it only.
namespace kpa::bogie_checksheets {

struct RuleCondition {
  std::string name;
  schema::Translations title;
  int severity = 0;
};

struct RuleComponent {
  std::string name;
  schema::Translations title;
  bool required = false;
};

struct RuleSection {
  std::string name;
  std::vector<RuleCondition> conditions;
  std::vector<RuleComponent> components;
};

struct RuleDate {
  std::string name;
  schema::Translations title;
  int first_year = 0;
  int last_year = 0;
};

struct BogieRules {
  std::int64_t version = 1;
  std::vector<RuleDate> dates;
  std::vector<RuleSection> sections;
};

/// The rules of this program.
const BogieRules& bogie_rules();

}  // namespace kpa::bogie_checksheets

namespace kpa::schema {

template <>
const Object<bogie_checksheets::RuleCondition>& describe();
template <>
const Object<bogie_checksheets::RuleComponent>& describe();
template <>
const Object<bogie_checksheets::RuleSection>& describe();
template <>
const Object<bogie_checksheets::RuleDate>& describe();
template <>
const Object<bogie_checksheets::BogieRules>& describe();

}  // namespace kpa::schema

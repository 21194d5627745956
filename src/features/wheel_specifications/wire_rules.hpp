#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/schema/object.hpp"
#include "core/schema/translations.hpp"
#include "features/wheel_specifications/rules.hpp"

/// How wheels are judged, as data: whoever has it finds by themselves what the server would find. It is part
/// of the program, and changes with it only.
namespace kpa::wheel_specifications {

struct RuleField {
  std::string name;
  schema::Translations title;
  bool required = false;
  std::string example;
};

struct RuleOrder {
  std::string larger;
  std::string smaller;
  int severity = 0;
};

struct RuleRemarks {
  std::vector<std::string> rejected;
  std::vector<std::string> not_measured;
};

/// Limits in millimetres.
struct RuleLimits {
  std::string field;
  Decimal low;
  Decimal high;
  Condemns condemns = Condemns::never;
  std::optional<std::string> quantity;
};

struct RuleStockType {
  std::string stock_type;
  std::int64_t version = 1;
  std::vector<RuleLimits> limits;
};

struct WheelRules {
  std::int64_t version = 1;
  std::vector<RuleField> fields;
  std::vector<RuleOrder> orders;
  RuleRemarks remarks;
  std::string default_stock_type;
  std::vector<RuleStockType> stock_types;
};

/// The rules of this program.
const WheelRules& wheel_rules();

}  // namespace kpa::wheel_specifications

namespace kpa::schema {

template <>
const Object<wheel_specifications::RuleField>& describe();
template <>
const Object<wheel_specifications::RuleOrder>& describe();
template <>
const Object<wheel_specifications::RuleRemarks>& describe();
template <>
const Object<wheel_specifications::RuleLimits>& describe();
template <>
const Object<wheel_specifications::RuleStockType>& describe();
template <>
const Object<wheel_specifications::WheelRules>& describe();

}  // namespace kpa::schema

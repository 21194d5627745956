#include "features/wheel_specifications/wire_rules.hpp"

#include "features/wheel_specifications/remarks.hpp"

namespace kpa::wheel_specifications {
namespace {

/// One more whenever a member gets another meaning, so that a client which does not know it can tell.
constexpr std::int64_t version_of_rules = 1;

std::string name_of_field(std::size_t place) { return std::string(all_fields()[place].wire); }

Decimal in_millimetres(Micrometres length) { return Decimal(length.count, 3); }

std::vector<std::string> texts(std::span<const std::string_view> phrases) {
  return {phrases.begin(), phrases.end()};
}

RuleStockType told(const RuleSet& set) {
  RuleStockType told{.stock_type = std::string(set.stock_type), .version = set.version, .limits = {}};
  for (const Limits& limits : set.limits) {
    RuleLimits one{.field = name_of_field(limits.field),
                   .low = in_millimetres(limits.low),
                   .high = in_millimetres(limits.high),
                   .condemns = limits.condemns,
                   .quantity = {}};
    if (!limits.quantity.empty()) one.quantity = limits.quantity.english();
    told.limits.push_back(std::move(one));
  }
  return told;
}

}  // namespace

const WheelRules& wheel_rules() {
  static const WheelRules made = [] {
    WheelRules rules{
        .version = version_of_rules,
        .fields = {},
        .orders = {},
        .remarks = {texts(phrases_of(Remark::rejected)), texts(phrases_of(Remark::not_measured))},
        .default_stock_type = std::string(default_stock_type),
        .stock_types = {}};
    for (const FieldInfo& info : all_fields())
      rules.fields.push_back(
          {std::string(info.wire), {info.title}, info.required, std::string(info.example)});
    for (const Order& order : all_orders())
      rules.orders.push_back({name_of_field(order.larger), name_of_field(order.smaller), order.severity});
    for (const RuleSet& set : all_rule_sets()) rules.stock_types.push_back(told(set));
    return rules;
  }();
  return made;
}

}  // namespace kpa::wheel_specifications

namespace kpa::schema {

using wheel_specifications::RuleField;
using wheel_specifications::RuleLimits;
using wheel_specifications::RuleOrder;
using wheel_specifications::RuleRemarks;
using wheel_specifications::RuleStockType;
using wheel_specifications::WheelRules;

template <>
const Object<RuleField>& describe() {
  using R = RuleField;
  static const auto made = object<R>("WheelRuleField")
                               .field("name", &R::name, "Its name among a form's `fields`", "wheelGauge")
                               .field("title", &R::title, "What people call it")
                               .field("required", &R::required, "Whether a form must have it", true)
                               .field("example", &R::example, "As people write it", "1600 (+2,-1)");
  return made;
}

template <>
const Object<RuleOrder>& describe() {
  using R = RuleOrder;
  static const auto made =
      object<R>("WheelRuleOrder")
          .field("larger", &R::larger, "The field that must be larger", "treadDiameterNew")
          .field("smaller", &R::smaller, "The field that must be smaller", "lastShopIssueSize")
          .field("severity", &R::severity, "Severity of the finding `order_violated` when it is not", 3);
  return made;
}

template <>
const Object<RuleRemarks>& describe() {
  using R = RuleRemarks;
  static const auto made =
      object<R>("WheelRuleRemarks")
          .field("rejected", &R::rejected, "The part is unfit: finding `rejected`", json::array{"scrap"})
          .field("not_measured", &R::not_measured, "Nothing was measured: finding `not_measured`",
                 json::array{"not taken"});
  return made;
}

template <>
const Object<RuleLimits>& describe() {
  using R = RuleLimits;
  static const auto made =
      object<R>("WheelRuleLimits")
          .field("field", &R::field, "Name of the field", "wheelGauge")
          .field("low", &R::low, "The smallest size allowed, in millimetres", 1599)
          .field("high", &R::high, "The largest size allowed, in millimetres", 1602)
          .field("condemns", &R::condemns, "The limit at which the wheel must be replaced", "never")
          .field("quantity", &R::quantity,
                 "The English name that a label should have here; null: the field's title",
                 "Flange Thickness");
  return made;
}

template <>
const Object<RuleStockType>& describe() {
  using R = RuleStockType;
  static const auto made =
      object<R>("WheelRuleStockType")
          .field("stockType", &R::stock_type, "Type of the coach", "ICF")
          .field("version", &R::version,
                 "Version of its limits; a new form is judged by the highest of its type", 1)
          .field("limits", &R::limits, "In the order of the form");
  return made;
}

template <>
const Object<WheelRules>& describe() {
  using W = WheelRules;
  static const auto made =
      object<W>("WheelRules")
          .field("version", &W::version, "One more whenever a member gets another meaning", 1)
          .field("fields", &W::fields, "In the order of the form")
          .field("orders", &W::orders, "Sizes of which one must be larger than another")
          .field("remarks", &W::remarks, "Words behind a number that say more than its name")
          .field("defaultStockType", &W::default_stock_type, "The stock type of a form without one", "ICF")
          .field("stockTypes", &W::stock_types, "The limits of each type of stock, in all versions");
  return made;
}

}  // namespace kpa::schema

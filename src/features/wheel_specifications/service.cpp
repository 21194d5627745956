#include "features/wheel_specifications/service.hpp"

namespace kpa::wheel_specifications {

void Kind::complete(NewWheelSpecification& form, const WheelSpecification* before) {
  if (form.stock_type) return;
  form.stock_type = before == nullptr ? std::string(default_stock_type) : before->stock_type;
}

Outcome<Content> Kind::judged(const NewWheelSpecification& form) {
  const auto* rules = newest_rule_set(form.stock_type.value());
  if (rules == nullptr)
    return field_failure(Code::validation_failed, "stockType", "unknown_stock_type",
                         i18n::text("There are no limits for this type of stock"));
  const auto findings = evaluate(*rules, form.fields.values);
  Content content;
  content.stock_type = rules->stock_type;
  content.rule_set_version = rules->version;
  content.measurements = form.fields.values;
  content.findings = schema::encoded(findings);
  content.worst_severity = worst_severity(findings);
  return content;
}

}  // namespace kpa::wheel_specifications

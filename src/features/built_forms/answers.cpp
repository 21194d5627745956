#include "features/built_forms/answers.hpp"

#include <utility>

#include "core/text.hpp"

namespace kpa::built_forms {
namespace {

/// Adds an issue for each part of a field that its type does not have.
void check_parts(const FieldType& type, const Making& making) {
  const Field& field = making.field;
  const auto refuse = [&](std::string_view member) {
    making.issues.add(
        schema::Path(making.path, member),
        {"not_of_this_type", {{"type", type.name}}, i18n::text("A field of type {type} has none")});
  };
  if (!type.has_options && !field.options.empty()) refuse("options");
  if (!type.has_fields && !field.fields.empty()) refuse("fields");
  if (type.has_fields && field.calculation) refuse("calculation");
  if (field.calculation && (field.is_required || field.required_if))
    making.issues.add(schema::Path(making.path, field.is_required ? "is_required" : "required_if"),
                      {"calculated", {}, i18n::text("What is calculated cannot be required of anybody")});
  if (field.rule_message && !field.rule)
    making.issues.add(schema::Path(making.path, "rule_message"),
                      {"without_rule", {}, i18n::text("There is no rule to which this message belongs")});
}

std::string type_names() {
  std::string names;
  for (const FieldType* type : all_field_types()) names.append(names.empty() ? "" : ", ").append(type->name);
  return names;
}

}  // namespace

Answers::Answers(const std::vector<Field>& fields, const schema::Path& path, std::size_t depth,
                 schema::Issues& issues)
    : fields_(&fields) {
  for (const Field& field : fields) {
    const std::size_t number = made_.size();
    const schema::Path here(path, number);
    BuiltAnswer made;
    if (const FieldType* const type = find_field_type(field.field_type)) {
      const Making making{.field = field, .number = number, .depth = depth, .path = here, .issues = issues};
      check_parts(*type, making);
      made = type->make(making);
      if (made.unique && depth > 0)
        refuse_rule(making, "unique",
                    {"unique_in_group", {}, i18n::text("An answer within a group cannot be unique")});
    } else {
      issues.add(schema::Path(here, "field_type"), "not_a_choice", {{"choices", type_names()}});
    }
    if (!by_name_.emplace(lower(field.name), number).second)
      issues.add(schema::Path(here, "name"), "repeated");
    made_.push_back(std::move(made));
  }
  by_name_.clear();
  for (std::size_t number = 0; number < fields.size(); ++number)
    by_name_.emplace(fields[number].name, number);
}

const std::size_t* Answers::find(std::string_view name) const {
  const auto found = by_name_.find(name);
  return found == by_name_.end() ? nullptr : &found->second;
}

schema::Values Answers::read(const boost::json::object& sent, const schema::Path& path,
                             schema::Issues& issues) const {
  schema::Values answers;
  for (const auto& [name, value] : sent) {
    const schema::Path here(path, name);
    const std::size_t* const number = find(name);
    if (number == nullptr)
      issues.add(here, "unknown_field");
    else if (!is_blank(value))
      made_[*number].member->read_into(&answers, value, here, issues);
  }
  return answers;
}

void Answers::write(const schema::Values& answers, std::string& out) const {
  char before = '{';
  for (std::size_t number = 0; number < made_.size(); ++number) {
    if (answers.find(number) == nullptr) continue;
    out.append(1, before).append(made_[number].member->quoted());
    made_[number].member->write_from(&answers, out);
    before = ',';
  }
  if (before == '{') out += '{';
  out += '}';
}

void Answers::judge(const schema::Values& answers, const std::string& within,
                    std::vector<Finding>& findings) const {
  for (std::size_t number = 0; number < made_.size(); ++number)
    if (made_[number].judge)
      if (const schema::Value* const answer = answers.find(number))
        made_[number].judge(*answer, within + (*fields_)[number].name, findings);
}

boost::json::object Answers::schema() const {
  schema::Components none;  // empty: groups are written inline
  boost::json::object properties;
  boost::json::array required;
  for (std::size_t number = 0; number < made_.size(); ++number) {
    const Field& field = (*fields_)[number];
    properties[field.name] = made_[number].member->document(none);
    if (field.is_required && !field.visible_if) required.emplace_back(field.name);
  }
  boost::json::object schema{
      {"type", "object"}, {"additionalProperties", false}, {"properties", std::move(properties)}};
  if (!required.empty()) schema["required"] = std::move(required);
  return schema;
}

boost::json::object Answers::example() const {
  boost::json::object whole;
  for (const BuiltAnswer& made : made_) {
    auto one = made.member->example_value();
    if (!one.is_null()) whole[made.member->name] = std::move(one);
  }
  return whole;
}

}  // namespace kpa::built_forms

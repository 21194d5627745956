#include "features/built_forms/field_type.hpp"

#include <algorithm>
#include <array>

#include "core/text.hpp"
#include "features/built_forms/field_types/all.hpp"

namespace kpa::built_forms {
namespace {

#define KPA_FIELD_TYPE_OF(name) &field_types::name##_type,
constexpr std::array types{KPA_FIELD_TYPES(KPA_FIELD_TYPE_OF)};
#undef KPA_FIELD_TYPE_OF

class NormalisedText final : public schema::Field<schema::Values> {
 public:
  NormalisedText(const Making& making, Normalise normalise, boost::json::object document,
                 boost::json::value sample)
      : Field(making.field.name, making.field.label, std::move(sample)),
        number_(making.number),
        normalise_(std::move(normalise)),
        document_(std::move(document)) {}

  bool required() const override { return false; }
  void read(const boost::json::value& value, schema::Values& into, const schema::Path& path,
            schema::Issues& issues) const override {
    if (const auto text = schema::Codec<std::string>::read(value, path, issues))
      read_text(*text, into, path, issues);
  }
  void read_text(std::string_view text, schema::Values& into, const schema::Path& path,
                 schema::Issues& issues) const override {
    if (auto normal = normalise_(std::string(trimmed(text)), path, issues))
      into.set(number_, std::move(*normal));
  }
  void write(const schema::Values& from, std::string& out) const override {
    if (const auto* text = from.get<std::string>(number_))
      schema::write_string(*text, out);
    else
      out += "null";
  }
  boost::json::object document(schema::Components&) const override {
    return documented(schema::or_null(document_));
  }
  boost::json::value example_value() const override { return example; }

 private:
  std::size_t number_;
  Normalise normalise_;
  boost::json::object document_;
};

}  // namespace

std::span<const FieldType* const> all_field_types() { return types; }

const FieldType* find_field_type(std::string_view name) {
  const auto found = std::ranges::find(types, name, &FieldType::name);
  return found == types.end() ? nullptr : *found;
}

ValueType value_type_of(const Field& field) {
  const FieldType* const type = find_field_type(field.field_type);
  return type == nullptr ? ValueType() : type->value_type(field);
}

std::vector<std::pair<std::string, ValueType>> value_types(const std::vector<Field>& fields) {
  std::vector<std::pair<std::string, ValueType>> all;
  for (const Field& field : fields) all.emplace_back(field.name, value_type_of(field));
  return all;
}

bool is_blank(const boost::json::value& answer) {
  if (answer.is_string()) return trimmed({answer.get_string().data(), answer.get_string().size()}).empty();
  return answer.is_null() || (answer.is_array() && answer.get_array().empty());
}

boost::json::object known_rules(const Making& making, const schema::Shape& known) {
  boost::json::object rules;
  if (!making.field.validation_rules) return rules;
  std::string names;
  for (const auto* rule : known.fields()) names.append(names.empty() ? "" : ", ").append(rule->name);
  const schema::Path here(making.path, "validation_rules");
  for (const auto& [name, rule] : making.field.validation_rules->members) {
    if (known.knows(name))
      rules[name] = rule;
    else
      making.issues.add(schema::Path(here, name),
                        {"no_such_rule",
                         {{"type", making.field.field_type}, {"rules", names}},
                         i18n::text("A field of type {type} has no such rule; it has: {rules}")});
  }
  return rules;
}

void refuse_rule(const Making& making, std::string_view name, schema::Violation violation) {
  const schema::Path rules(making.path, "validation_rules");
  making.issues.add(schema::Path(rules, name), std::move(violation));
}

schema::Violation no_answer_fits(std::string_view other_rule) {
  return {"no_answer_fits", {{"rule", other_rule}}, i18n::text("No answer can satisfy this and {rule}")};
}

std::unique_ptr<schema::Member> member_of(const Making& making, schema::Kind kind) {
  return schema::made_field(
      {.name = making.field.name, .kind = std::move(kind), .description = making.field.label}, making.number);
}

std::unique_ptr<schema::Member> normalised_text(const Making& making, Normalise normalise,
                                                boost::json::object document, boost::json::value example) {
  return std::make_unique<NormalisedText>(making, std::move(normalise), std::move(document),
                                          std::move(example));
}

}  // namespace kpa::built_forms

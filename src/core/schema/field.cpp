#include "core/schema/field.hpp"

namespace kpa::schema {

json::object or_null(json::object schema) {
  if (auto* const type = schema.if_contains("type")) {
    if (!type->is_array()) *type = json::array(1, *type);
    type->get_array().emplace_back("null");
    if (auto* const choices = schema.if_contains("enum")) choices->as_array().emplace_back(nullptr);
    return schema;
  }
  if (schema.empty()) return schema;
  return {{"anyOf", json::array{std::move(schema), json::object{{"type", "null"}}}}};
}

Member::Member(std::string_view its_name, std::string_view meaning, json::value sample)
    : name(its_name), description(meaning), example(std::move(sample)) {
  write_string(name, quoted_);
  quoted_ += ':';
}

json::value Member::merged(const json::value&, const json::value& change) const { return change; }

json::object Member::documented(json::object schema) const {
  if (!description.empty()) schema["description"] = description;
  if (!example.is_null()) schema["examples"] = json::array{example};
  return schema;
}

}  // namespace kpa::schema

#include "core/schema/patch.hpp"

namespace kpa::schema {
namespace {

constexpr std::string_view reference = "#/components/schemas/";

/// Where a member's schema refers to an object, makes it refer to that object's patch.
void refer_to_changes(json::object& member, Components& components) {
  if (auto* const named = member.if_contains("$ref"))
    *named = std::string(reference) +
             document_changes(std::string(named->as_string()).substr(reference.size()), components);
  if (auto* const choices = member.if_contains("anyOf"))
    for (auto& choice : choices->as_array()) refer_to_changes(choice.as_object(), components);
}

}  // namespace

std::string document_changes(const std::string& name, Components& components) {
  const std::string changes_name = name + "Changes";
  if (!components.contains(changes_name)) {
    json::object changes = components.at(name);
    components.emplace(changes_name, json::object());  // before the members: a type may contain itself
    changes.erase("required");
    for (auto& member : changes.at("properties").as_object())
      refer_to_changes(member.value().as_object(), components);
    components.at(changes_name) = std::move(changes);
  }
  return changes_name;
}

}  // namespace kpa::schema

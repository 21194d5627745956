#include "core/schema/shape.hpp"

#include <algorithm>
#include <stdexcept>

#include "core/schema/spelling.hpp"
#include "core/text.hpp"

namespace kpa::schema {

void Shape::add(std::unique_ptr<Member> member) {
  const std::size_t index = members_.size();
  for (const auto& spelling : {member->name, camel_case(member->name), snake_case(member->name)})
    by_name_.emplace(spelling, index);
  const auto place = std::ranges::lower_bound(by_spelling_, member->quoted(), {}, &Member::quoted);
  by_spelling_.insert(place, member.get());
  members_.push_back(std::move(member));
}

json::object Shape::document(Components& components) const {
  if (!components.contains(name_)) {
    components.emplace(name_, json::object());  // before the members: a type may contain itself
    components[name_] = schema(components);
  }
  return {{"$ref", "#/components/schemas/" + name_}};
}

json::object Shape::schema(Components& components) const {
  json::object properties;
  json::array required;
  for (const auto& member : members_) {
    properties[member->name] = member->document(components);
    if (member->must_come()) required.emplace_back(member->name);
  }
  json::object schema{
      {"type", "object"}, {"additionalProperties", false}, {"properties", std::move(properties)}};
  if (!required.empty()) schema["required"] = std::move(required);
  return schema;
}

json::value Shape::example() const {
  json::object whole;
  for (const auto& member : members_)
    if (member->required() || !member->example.is_null()) whole[member->name] = member->example_value();
  return whole;
}

json::object Shape::canonical(const json::object& patch) const {
  json::object renamed;
  for (const auto& change : patch) {
    const std::string_view given(change.key());
    const auto found = by_name_.find(given);
    renamed[found == by_name_.end() ? given : members_[found->second]->name] = change.value();
  }
  return renamed;
}

json::object Shape::part_of(const json::object& stored) const {
  json::object part;
  for (const auto& member : members_) {
    const auto* its = stored.if_contains(member->name);
    if (its == nullptr) throw std::logic_error("a stored " + name_ + " has no " + member->name);
    part[member->name] = member->part_of(*its);
  }
  return part;
}

json::object Shape::merged(json::object current, const json::object& patch) const {
  for (const auto& given : patch) {
    const auto found = by_name_.find(std::string_view(given.key()));
    json::value change = given.value();
    if (found != by_name_.end()) {
      const Member& member = *members_[found->second];
      if (const auto* present = current.if_contains(member.name)) change = member.merged(*present, change);
      if (given.key() != json::string_view(member.name) && !patch.contains(member.name))
        current.erase(member.name);
    }
    current[given.key()] = std::move(change);
  }
  return current;
}

const Member* Shape::take(std::string_view name, const Path& path, Seen& seen, Issues& issues,
                          std::string_view unknown) const {
  const auto found = by_name_.find(name);
  if (found == by_name_.end()) {
    issues.add(path, unknown);
    return nullptr;
  }
  if (std::exchange(seen[found->second], true)) {
    issues.add(path, "repeated");
    return nullptr;
  }
  return members_[found->second].get();
}

void Shape::tell_missing(const Seen& seen, const Path& path, Issues& issues) const {
  for (std::size_t index = 0; index < members_.size(); ++index)
    if (!seen[index] && members_[index]->must_come())
      issues.add(Path(path, members_[index]->name), "required");
}

bool Shape::read_members(const json::value& value, void* into, const Path& path, Issues& issues) const {
  if (!value.is_object()) {
    issues.add(path, "wrong_type", {{"expected", i18n::text("an object")}});
    return false;
  }
  const std::size_t issues_before = issues.size();
  Seen seen(members_.size());
  for (const auto& given : value.get_object()) {
    const std::string_view name(given.key().data(), given.key().size());
    const Path here(path, name);
    if (const auto* member = take(name, here, seen, issues, "unknown_field"))
      member->read_into(into, given.value(), here, issues);
  }
  tell_missing(seen, path, issues);
  return issues.size() == issues_before;
}

bool Shape::read_parameters(const Pairs& pairs, Blank blank, void* into, Issues& issues) const {
  const std::size_t issues_before = issues.size();
  const Path root;
  Seen seen(members_.size());
  for (const auto& [name, text] : pairs) {
    const Path here(root, name);
    const auto* member = take(name, here, seen, issues, "unknown_parameter");
    if (member == nullptr) continue;
    const bool left_out = blank == Blank::allowed && !member->required() && trimmed(text).empty();
    if (!left_out) member->read_text_into(into, text, here, issues);
  }
  tell_missing(seen, root, issues);
  return issues.size() == issues_before;
}

void Shape::write_members(const void* from, std::string& out) const {
  char before = '{';
  for (const auto& member : members_) {
    out += before;
    out += member->quoted();
    member->write_from(from, out);
    before = ',';
  }
  if (before == '{') out += '{';
  out += '}';
}

void Shape::write_meaning_of(const void* from, std::string& out) const {
  char before = '{';
  for (const Member* member : by_spelling_) {
    const std::size_t start = out.size();
    out.append(1, before).append(member->quoted());
    const std::size_t value = out.size();
    member->write_meaning_from(from, out);
    const std::string_view text = std::string_view(out).substr(value);
    if (text == "null" || text == member->left_out)
      out.resize(start);
    else
      before = ',';
  }
  if (before == '{') out += '{';
  out += '}';
}

}  // namespace kpa::schema

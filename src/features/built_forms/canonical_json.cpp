#include "features/built_forms/canonical_json.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

#include <boost/json/serialize.hpp>

#include "core/schema/json.hpp"

namespace kpa::built_forms {

void write_canonical(const boost::json::value& value, std::string& out) {
  if (value.is_number()) {
    out += schema::digits_of(value);
  } else if (value.is_array()) {
    char before = '[';
    for (const auto& item : value.get_array()) {
      out += before;
      write_canonical(item, out);
      before = ',';
    }
    out += before == '[' ? "[]" : "]";
  } else if (value.is_object()) {
    std::vector<const boost::json::key_value_pair*> members;
    for (const auto& member : value.get_object()) members.push_back(&member);
    std::ranges::sort(members, {}, [](const auto* member) { return std::string_view(member->key()); });
    char before = '{';
    for (const auto* member : members) {
      out += before;
      schema::write_string(member->key(), out);
      out += ':';
      write_canonical(member->value(), out);
      before = ',';
    }
    out += before == '{' ? "{}" : "}";
  } else if (value.is_string()) {
    schema::write_string(value.get_string(), out);
  } else {
    out += boost::json::serialize(value);
  }
}

boost::json::value merge_patched(boost::json::value current, const boost::json::value& patch) {
  if (!patch.is_object()) return patch;
  if (!current.is_object()) current.emplace_object();
  auto& members = current.get_object();
  for (const auto& [name, change] : patch.get_object()) {
    if (change.is_null())
      members.erase(name);
    else if (auto* const present = members.if_contains(name))
      *present = merge_patched(std::move(*present), change);
    else
      members[name] = merge_patched(nullptr, change);
  }
  return current;
}

}  // namespace kpa::built_forms

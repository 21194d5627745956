#include "core/schema/canonical_json.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

#include <boost/json/serialize.hpp>

#include "core/schema/json.hpp"

namespace kpa::schema {

void write_canonical(const boost::json::value& value, std::string& out) {
  if (value.is_number()) {
    out += digits_of(value);
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
      write_string(member->key(), out);
      out += ':';
      write_canonical(member->value(), out);
      before = ',';
    }
    out += before == '{' ? "{}" : "}";
  } else if (value.is_string()) {
    write_string(value.get_string(), out);
  } else {
    out += boost::json::serialize(value);
  }
}

std::string canonical_json(const boost::json::value& value) {
  std::string out;
  write_canonical(value, out);
  return out;
}

}  // namespace kpa::schema

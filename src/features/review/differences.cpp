#include "features/review/differences.hpp"

#include <algorithm>
#include <charconv>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace kpa::review {
namespace {

namespace json = boost::json;

const json::value nothing = nullptr;

const json::value& member(const json::value& of, std::string_view name) {
  const auto* object = of.if_object();
  const auto* found = object == nullptr ? nullptr : object->if_contains(name);
  return found == nullptr ? nothing : *found;
}
const json::value& item(const json::value& of, std::size_t index) {
  const auto* array = of.if_array();
  return array == nullptr || index >= array->size() ? nothing : (*array)[index];
}

/// Whether the one is of the same shape as the other, or is missing.
bool both(const json::value& a, const json::value& b, bool (json::value::*is)() const noexcept) {
  return ((a.*is)() || a.is_null()) && ((b.*is)() || b.is_null());
}

void compare(const json::value& before, const json::value& after, const std::string& path,
             std::vector<Difference>& found) {
  if (before == after) return;
  if (both(before, after, &json::value::is_object)) {
    std::vector<std::string> names;
    for (const auto* side : {&before, &after})
      if (const auto* object = side->if_object())
        for (const auto& [name, value] : *object)
          if (std::ranges::find(names, std::string_view(name)) == names.end()) names.emplace_back(name);
    for (const auto& name : names)
      compare(member(before, name), member(after, name), path.empty() ? name : path + '.' + name, found);
    return;
  }
  if (both(before, after, &json::value::is_array)) {
    const auto size = [](const json::value& list) { return list.is_array() ? list.get_array().size() : 0; };
    for (std::size_t index = 0; index < std::max(size(before), size(after)); ++index)
      compare(item(before, index), item(after, index), path + '[' + std::to_string(index) + ']', found);
    return;
  }
  found.push_back({path, {json::serialize(before)}, {json::serialize(after)}});
}

}  // namespace

std::vector<Difference> differences(const json::value& before, const json::value& after) {
  std::vector<Difference> found;
  compare(before, after, "", found);
  return found;
}

const json::value* at_path(const json::value& content, std::string_view path) {
  const json::value* at = &content;
  while (at != nullptr && !path.empty()) {
    if (path.front() == '[') {
      std::size_t index = 0;
      const auto end = path.find(']');
      if (end == path.npos) return nullptr;
      const auto [rest, error] = std::from_chars(path.data() + 1, path.data() + end, index);
      if (error != std::errc() || rest != path.data() + end) return nullptr;
      const auto* list = at->if_array();
      at = list == nullptr || index >= list->size() ? nullptr : &(*list)[index];
      path.remove_prefix(end + 1);
    } else {
      const auto end = std::min(path.find_first_of(".["), path.size());
      const auto* object = at->if_object();
      at = object == nullptr ? nullptr : object->if_contains(path.substr(0, end));
      path.remove_prefix(end);
    }
    if (path.starts_with('.')) path.remove_prefix(1);
  }
  return at;
}

}  // namespace kpa::review

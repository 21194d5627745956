#include "features/built_forms/merge_patch.hpp"

#include <utility>

namespace kpa::built_forms {

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

#include "features/sync/merge.hpp"

#include <set>
#include <string_view>

#include "core/schema/canonical_json.hpp"

namespace kpa::sync {
namespace {

namespace json = boost::json;

bool equal(const json::value& one, const json::value& other) {
  return schema::canonical_json(one) == schema::canonical_json(other);
}

const json::value& member(const json::value& of, std::string_view name) {
  static const json::value nothing;
  const auto* const found = of.is_object() ? of.get_object().if_contains(name) : nullptr;
  return found == nullptr ? nothing : *found;
}

/// The members of two objects, each once.
std::set<std::string_view> names_of(const json::value& one, const json::value& other) {
  std::set<std::string_view> names;
  for (const auto* side : {&one, &other})
    for (const auto& entry : side->get_object()) names.insert(entry.key());
  return names;
}

std::string below(const std::string& path, std::string_view member) {
  return path.empty() ? std::string(member) : path + '.' + std::string(member);
}

json::value merged(const json::value& base, const json::value& mine, const json::value& theirs,
                   const std::string& path, std::vector<Conflict>& conflicts) {
  if (equal(mine, theirs) || equal(mine, base)) return theirs;
  if (equal(theirs, base)) return mine;
  if (!mine.is_object() || !theirs.is_object()) {
    conflicts.push_back({path,
                         {schema::canonical_json(base)},
                         {schema::canonical_json(mine)},
                         {schema::canonical_json(theirs)}});
    return theirs;
  }
  json::object whole = theirs.get_object();
  for (const auto name : names_of(mine, theirs))
    whole[name] =
        merged(member(base, name), member(mine, name), member(theirs, name), below(path, name), conflicts);
  return whole;
}

void tell(const json::value& base, const json::value& theirs, const std::string& path,
          std::vector<Conflict>& found) {
  if (equal(base, theirs)) return;
  if (!base.is_object() || !theirs.is_object()) {
    const RawJson before{schema::canonical_json(base)};
    found.push_back({path, before, before, {schema::canonical_json(theirs)}});
    return;
  }
  for (const auto name : names_of(base, theirs))
    tell(member(base, name), member(theirs, name), below(path, name), found);
}

}  // namespace

Merged merge(const json::value& base, const json::value& mine, const json::value& theirs) {
  Merged all;
  all.content = merged(base, mine, theirs, "", all.conflicts);
  return all;
}

std::vector<Conflict> differences(const json::value& base, const json::value& theirs) {
  std::vector<Conflict> found;
  tell(base, theirs, "", found);
  return found;
}

}  // namespace kpa::sync

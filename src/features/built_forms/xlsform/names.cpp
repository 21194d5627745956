#include "features/built_forms/xlsform/names.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace kpa::built_forms::xlsform {
namespace {

constexpr std::array<std::pair<std::string_view, Kind>, 6> kinds = {{{"number", Kind::number},
                                                                     {"checkbox", Kind::texts},
                                                                     {"date", Kind::date},
                                                                     {"time", Kind::time},
                                                                     {"datetime", Kind::date_time},
                                                                     {"group", Kind::rows}}};

/// Looks for a field in groups, and gives its path and kind from there.
std::optional<Reference> search(const std::vector<Field>& fields, std::string_view name) {
  for (const Field& field : fields)
    if (field.name == name) return Reference{field.name, kind_of(field)};
  for (const Field& field : fields) {
    auto inside = search(field.fields, name);
    if (!inside) continue;
    inside->text = field.name + '.' + inside->text;
    if (repeats(field)) inside->kind = Kind::many;
    return inside;
  }
  return std::nullopt;
}

}  // namespace

bool repeats(const Field& field) {
  const auto* const rule =
      field.validation_rules ? field.validation_rules->members.if_contains("repeats") : nullptr;
  return rule != nullptr && rule->is_bool() && rule->get_bool();
}

Kind kind_of(const Field& field) {
  const auto found = std::ranges::find(kinds, field.field_type, &std::pair<std::string_view, Kind>::first);
  return found == kinds.end() ? Kind::text : found->second;
}

std::optional<Reference> resolve(const std::vector<Field>& form, const std::vector<const Field*>& within,
                                 std::string_view name) {
  for (auto group = within.rbegin(); group != within.rend(); ++group)
    if (auto found = search((*group)->fields, name)) return found;
  return search(form, name);
}

}  // namespace kpa::built_forms::xlsform

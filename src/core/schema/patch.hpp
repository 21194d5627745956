#pragma once

#include <boost/json/parse.hpp>

#include "core/schema/object.hpp"

namespace kpa::schema {

/// A JSON Merge Patch (RFC 7396) for a T: the members to change; null clears one. It is checked when it is
/// applied, as part of the whole, so that a patched record obeys the same rules as a new one.
template <class T>
struct Patch {
  json::object members;

  /// `current` with the patch applied, or everything that is wrong with the result.
  Outcome<T> applied_to(const T& current) const {
    json::value whole = json::parse(encode(current));
    return decode_value<T>(describe<T>().merged(std::move(whole.as_object()), members));
  }
};

/// Adds the schema of a merge patch for the component `name`: its members and those of objects in it, none of
/// them required. Lists are replaced as a whole, so their items stay as they are. Gives the schema's name.
std::string document_changes(const std::string& name, Components& components);

template <class T>
struct Codec<Patch<T>> {
  static std::optional<Patch<T>> read(const json::value& value, const Path& path, Issues& issues) {
    if (value.is_object()) return Patch<T>{value.get_object()};
    issues.add(path, "wrong_type", {{"expected", i18n::text("an object with the members to change")}});
    return std::nullopt;
  }
  static json::object document(Components& components) {
    describe<T>().document(components);
    const std::string name = document_changes(describe<T>().name(), components);
    components.at(name)["minProperties"] = 1;
    return {{"$ref", "#/components/schemas/" + name}};
  }
  static json::value example() {
    const auto whole = describe<T>().example();
    json::object one;
    if (!whole.as_object().empty())
      one[whole.as_object().begin()->key()] = whole.as_object().begin()->value();
    return one;
  }
};

}  // namespace kpa::schema

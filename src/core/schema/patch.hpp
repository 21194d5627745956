#pragma once

#include <boost/json/parse.hpp>

#include "core/schema/object.hpp"

namespace kpa::schema {

/// The members of a stored record that a T has, by name, as a client would send them: see Object::part_of().
template <class T, class Record>
json::object part_of(const Record& record) {
  const json::value whole = json::parse(encode(record));
  return describe<T>().part_of(whole.as_object());
}

/// A JSON Merge Patch (RFC 7396) for a T: the members to change; null clears one. It is checked when applied,
/// as part of the whole, so that a patched record obeys the same rules as a new one.
template <class T>
struct Patch {
  json::object members;

  /// A T made from `current` (a T or a stored record) with the patch applied; or everything that is wrong
  /// with the result.
  template <class Record>
  Outcome<T> applied_to(const Record& current) const {
    return decode_value<T>(describe<T>().merged(part_of<T>(current), members));
  }
};

/// Adds the schema of a merge patch for the component `name`, and of objects in it; no member is required.
/// Lists are replaced as a whole, so their items are unchanged. Returns the schema's name.
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
    return {{"$ref", "#/components/schemas/" + document_changes(describe<T>().name(), components)}};
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

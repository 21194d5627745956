#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <boost/json/array.hpp>

#include "core/enum_names.hpp"
#include "core/schema/identifier.hpp"
#include "core/schema/scalars.hpp"
#include "core/unicode.hpp"

namespace kpa::schema {

/// For answers only: stored text was encoded by us.
template <class T>
struct Codec<Encoded<T>> {
  static void write(const Encoded<T>& value, std::string& out) { out += value.text; }
  static json::object document(Components& components) { return Codec<T>::document(components); }
  static json::value example() { return Codec<T>::example(); }
};

template <class E>
  requires std::is_enum_v<E>
struct Codec<E> {
  /// In the notations that people use: see is_choice().
  static std::optional<E> read_text(std::string_view text, const Path& path, Issues& issues) {
    for (const auto& [value, name] : EnumNames<E>::table)
      if (is_choice(text, name)) return value;
    issues.add(path, "not_a_choice", {{"choices", choices()}});
    return std::nullopt;
  }
  static std::optional<E> read(const json::value& value, const Path& path, Issues& issues) {
    const auto text = Codec<std::string>::read(value, path, issues);
    return text ? read_text(*text, path, issues) : std::nullopt;
  }
  static void write(E value, std::string& out) { write_string(name_of(value), out); }
  static json::object document(Components&) {
    json::array names;
    for (const auto& entry : EnumNames<E>::table) names.emplace_back(json::string_view(entry.second));
    return {{"type", "string"}, {"enum", std::move(names)}};
  }
  static json::value example() { return json::string(EnumNames<E>::table[0].second); }

 private:
  static std::string choices() {
    std::string text;
    for (const auto& entry : EnumNames<E>::table) text.append(text.empty() ? "" : ", ").append(entry.second);
    return text;
  }
};

/// A list of the results of `read(item, path)`, or nothing when it fails for an item.
template <class Read>
auto read_list(const json::value& value, const Path& path, Issues& issues, Read read)
    -> std::optional<std::vector<typename decltype(read(value, path))::value_type>> {
  if (!value.is_array()) {
    issues.add(path, "wrong_type", {{"expected", i18n::text("a list")}});
    return std::nullopt;
  }
  const std::size_t before = issues.size();
  std::vector<typename decltype(read(value, path))::value_type> items;
  for (std::size_t index = 0; index < value.get_array().size(); ++index)
    if (auto item = read(value.get_array()[index], Path(path, index))) items.push_back(std::move(*item));
  if (issues.size() != before) return std::nullopt;
  return items;
}
template <class T, class Write>
void write_list(const std::vector<T>& items, std::string& out, Write write) {
  out += '[';
  for (std::size_t index = 0; index < items.size(); ++index) {
    if (index != 0) out += ',';
    write(items[index]);
  }
  out += ']';
}

template <class T>
struct Codec<std::vector<T>> {
  static std::optional<std::vector<T>> read(const json::value& value, const Path& path, Issues& issues) {
    return read_list(value, path, issues, [&](const json::value& item, const Path& here) {
      return Codec<T>::read(item, here, issues);
    });
  }
  static void write(const std::vector<T>& items, std::string& out) {
    write_list(items, out, [&](const T& item) { Codec<T>::write(item, out); });
  }
  static void write_meaning(const std::vector<T>& items, std::string& out) {
    write_list(items, out, [&](const T& item) { schema::write_meaning(item, out); });
  }
  static json::object document(Components& components) {
    return {{"type", "array"}, {"items", Codec<T>::document(components)}};
  }
  static json::value example() { return json::array{Codec<T>::example()}; }
};

}  // namespace kpa::schema

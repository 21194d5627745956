#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "core/enum_names.hpp"
#include "core/raw_json.hpp"
#include "core/schema/issues.hpp"
#include "core/schema/json.hpp"
#include "core/time.hpp"
#include "core/unicode.hpp"

namespace kpa::schema {

namespace json = boost::json;

/// Named schemas of an OpenAPI document, gathered while types describe themselves.
using Components = std::map<std::string, json::object>;

/// How a type crosses the wire. Every specialisation has
///   read(json, path, issues)  value from JSON, or nothing and at least one issue
///   read_text(text, …)        the same from a query or path parameter (scalars only)
///   write(value, out)         appends JSON
///   document(components)      its JSON Schema
///   example()                 a value that is valid
template <class T>
struct Codec;

/// Types that cross the wire outwards too.
template <class T>
concept Writable = requires(const T& value, std::string& out) { Codec<T>::write(value, out); };

/// Appends what the value says as one JSON text for all ways of saying it: members in the order of their
/// names, and none that says only what leaving it out says. Equal for two requests that mean the same, also
/// when a later version knows more members that may be left out, or declares them in another order.
template <Writable T>
void write_meaning(const T& value, std::string& out) {
  if constexpr (requires { Codec<T>::write_meaning(value, out); })
    Codec<T>::write_meaning(value, out);
  else
    Codec<T>::write(value, out);
}

template <>
struct Codec<std::string> {
  static std::optional<std::string> read(const json::value& value, const Path& path, Issues& issues);
  static std::optional<std::string> read_text(std::string_view text, const Path& path, Issues& issues);
  static void write(const std::string& value, std::string& out) { write_string(value, out); }
  static json::object document(Components&) { return {{"type", "string"}}; }
  static json::value example() { return "text"; }
};

template <>
struct Codec<std::int64_t> {
  static std::optional<std::int64_t> read(const json::value& value, const Path& path, Issues& issues);
  static std::optional<std::int64_t> read_text(std::string_view text, const Path& path, Issues& issues);
  static void write(std::int64_t value, std::string& out) { out += std::to_string(value); }
  static json::object document(Components&) { return {{"type", "integer"}, {"format", "int64"}}; }
  static json::value example() { return 1; }
};

/// Small numbers of our own, only answered.
template <>
struct Codec<int> {
  static void write(int value, std::string& out) { out += std::to_string(value); }
  static json::object document(Components&) { return {{"type", "integer"}}; }
  static json::value example() { return 1; }
};

template <>
struct Codec<bool> {
  static std::optional<bool> read(const json::value& value, const Path& path, Issues& issues);
  static std::optional<bool> read_text(std::string_view text, const Path& path, Issues& issues);
  static void write(bool value, std::string& out) { out += value ? "true" : "false"; }
  static json::object document(Components&) { return {{"type", "boolean"}}; }
  static json::value example() { return true; }
};

template <>
struct Codec<Date> {
  static std::optional<Date> read(const json::value& value, const Path& path, Issues& issues);
  static std::optional<Date> read_text(std::string_view text, const Path& path, Issues& issues);
  static void write(Date value, std::string& out) { out.append(1, '"').append(format(value)).append(1, '"'); }
  static json::object document(Components&) { return {{"type", "string"}, {"format", "date"}}; }
  static json::value example() { return "2024-01-15"; }
};

template <>
struct Codec<Instant> {
  static std::optional<Instant> read(const json::value& value, const Path& path, Issues& issues);
  static std::optional<Instant> read_text(std::string_view text, const Path& path, Issues& issues);
  static void write(Instant value, std::string& out) {
    out.append(1, '"').append(format(value)).append(1, '"');
  }
  static json::object document(Components&) { return {{"type", "string"}, {"format", "date-time"}}; }
  static json::value example() { return "2024-01-15T10:00:00Z"; }
};

/// JSON that is only passed on.
template <>
struct Codec<RawJson> {
  static std::optional<RawJson> read(const json::value& value, const Path& path, Issues& issues);
  static void write(const RawJson& value, std::string& out) { out += value.text; }
  static json::object document(Components&) { return {}; }
  static json::value example() { return nullptr; }
};

/// Only answered: what is stored was encoded by us.
template <class T>
struct Codec<Encoded<T>> {
  static void write(const Encoded<T>& value, std::string& out) { out += value.text; }
  static json::object document(Components& components) { return Codec<T>::document(components); }
  static json::value example() { return Codec<T>::example(); }
};

template <class E>
  requires std::is_enum_v<E>
struct Codec<E> {
  /// As people type it: see is_choice().
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

/// A text without control characters, as JSON Schema says it: tabs and line ends may be in it. `blank`: it
/// may also be empty, or nothing but white space.
enum class Blank { allowed, refused };
std::string text_pattern(Blank blank);

/// A record's name: a text, or a whole number for the same text. Only the text is documented: few languages
/// have a type for both, and the clients that are generated for them would not compile.
struct Identifier {
  std::string text;
  friend bool operator==(const Identifier&, const Identifier&) = default;
};

template <>
struct Codec<Identifier> {
  static std::optional<Identifier> read(const json::value& value, const Path& path, Issues& issues);
  static std::optional<Identifier> read_text(std::string_view text, const Path& path, Issues& issues);
  /// A whole number as a number, which is how ids are answered elsewhere.
  static void write(const Identifier& value, std::string& out);
  static json::object document(Components&);
  static json::value example() { return "123"; }
};

/// What people read, in the language of the i18n::Speech that is under way; only answered.
template <>
struct Codec<i18n::Message> {
  static void write(const i18n::Message& message, std::string& out);
  static json::object document(Components&) { return {{"type", "string"}}; }
  static json::value example() { return "text"; }
};

/// An object of texts, in English: they are for programs.
template <>
struct Codec<Params> {
  static void write(const Params& params, std::string& out);
  static json::object document(Components&) {
    return {{"type", "object"}, {"additionalProperties", {{"type", "string"}}}};
  }
  static json::value example() { return json::object(); }
};

/// Null, or left out where it is a member.
template <class T>
struct Codec<std::optional<T>> {
  static std::optional<std::optional<T>> read(const json::value& value, const Path& path, Issues& issues) {
    if (value.is_null()) return std::optional<T>();
    auto inner = Codec<T>::read(value, path, issues);
    if (!inner) return std::nullopt;
    return std::optional<std::optional<T>>(std::move(inner));
  }
  static std::optional<std::optional<T>> read_text(std::string_view text, const Path& path, Issues& issues)
    requires requires { Codec<T>::read_text(text, path, issues); }
  {
    auto inner = Codec<T>::read_text(text, path, issues);
    if (!inner) return std::nullopt;
    return std::optional<std::optional<T>>(std::move(inner));
  }
  static void write(const std::optional<T>& value, std::string& out) {
    if (value)
      Codec<T>::write(*value, out);
    else
      out += "null";
  }
  static void write_meaning(const std::optional<T>& value, std::string& out) {
    if (value)
      schema::write_meaning(*value, out);
    else
      out += "null";
  }
  static json::object document(Components& components) {
    json::object inner = Codec<T>::document(components);
    if (auto* type = inner.if_contains("type"); type != nullptr) {
      if (!type->is_array()) *type = json::array(1, *type);
      type->get_array().emplace_back("null");
      if (auto* choices = inner.if_contains("enum")) choices->as_array().emplace_back(nullptr);
      return inner;
    }
    if (inner.empty()) return inner;
    return {{"anyOf", json::array{inner, json::object{{"type", "null"}}}}};
  }
  static json::value example() { return Codec<T>::example(); }
};

template <class T>
struct Codec<std::vector<T>> {
  static std::optional<std::vector<T>> read(const json::value& value, const Path& path, Issues& issues) {
    if (!value.is_array()) {
      issues.add(path, "wrong_type", {{"expected", i18n::text("a list")}});
      return std::nullopt;
    }
    const std::size_t before = issues.size();
    std::vector<T> items;
    for (std::size_t index = 0; index < value.get_array().size(); ++index) {
      auto item = Codec<T>::read(value.get_array()[index], Path(path, index), issues);
      if (item) items.push_back(std::move(*item));
    }
    if (issues.size() != before) return std::nullopt;
    return items;
  }
  static void write(const std::vector<T>& items, std::string& out) {
    write_each(items, out, [&](const T& item) { Codec<T>::write(item, out); });
  }
  static void write_meaning(const std::vector<T>& items, std::string& out) {
    write_each(items, out, [&](const T& item) { schema::write_meaning(item, out); });
  }
  static json::object document(Components& components) {
    return {{"type", "array"}, {"items", Codec<T>::document(components)}};
  }
  static json::value example() { return json::array{Codec<T>::example()}; }

 private:
  template <class Write>
  static void write_each(const std::vector<T>& items, std::string& out, Write write) {
    out += '[';
    for (std::size_t index = 0; index < items.size(); ++index) {
      if (index != 0) out += ',';
      write(items[index]);
    }
    out += ']';
  }
};

/// The value as JSON text.
template <class T>
std::string encode(const T& value) {
  std::string out;
  Codec<T>::write(value, out);
  return out;
}
template <class T>
Encoded<T> encoded(const T& value) {
  return {encode(value)};
}

}  // namespace kpa::schema

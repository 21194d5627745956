#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/decimal.hpp"
#include "core/schema/codec.hpp"
#include "core/schema/json.hpp"
#include "core/time.hpp"

namespace kpa::schema {

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

/// Small numbers of our own, for answers only.
template <>
struct Codec<int> {
  static void write(int value, std::string& out) { out += std::to_string(value); }
  static json::object document(Components&) { return {{"type", "integer"}}; }
  static json::value example() { return 1; }
};

/// A JSON number that keeps its digits: see parse_json().
template <>
struct Codec<Decimal> {
  static std::optional<Decimal> read(const json::value& value, const Path& path, Issues& issues);
  static std::optional<Decimal> read_text(std::string_view text, const Path& path, Issues& issues);
  static void write(Decimal value, std::string& out) { out += format(value); }
  static json::object document(Components&) { return {{"type", "number"}}; }
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

/// JSON that is passed on unread.
template <>
struct Codec<RawJson> {
  static std::optional<RawJson> read(const json::value& value, const Path& path, Issues& issues);
  static void write(const RawJson& value, std::string& out) { out += value.text; }
  static json::object document(Components&) { return {}; }
  static json::value example() { return nullptr; }
};

/// A text for people, in the language of the current i18n::Speech; for answers only.
template <>
struct Codec<i18n::Message> {
  static void write(const i18n::Message& message, std::string& out);
  static json::object document(Components&) { return {{"type", "string"}}; }
  static json::value example() { return "text"; }
};

/// An object of texts in English, since they are for programs.
template <>
struct Codec<Params> {
  static void write(const Params& params, std::string& out);
  static json::object document(Components&) {
    return {{"type", "object"}, {"additionalProperties", {{"type", "string"}}}};
  }
  static json::value example() { return json::object(); }
};

/// A JSON Schema pattern for text without control characters, except tabs and line ends. Blank::allowed: the
/// text may be empty or only white space.
enum class Blank { allowed, refused };
std::string text_pattern(Blank blank);

}  // namespace kpa::schema

#include "core/schema/identifier.hpp"

#include <charconv>

#include "core/schema/scalars.hpp"
#include "core/text.hpp"

namespace kpa::schema {
namespace {

constexpr std::size_t longest_identifier = 100;

}  // namespace

std::optional<Identifier> Codec<Identifier>::read_text(std::string_view text, const Path& path,
                                                       Issues& issues) {
  auto clean_text = Codec<std::string>::read_text(text, path, issues);
  if (!clean_text) return std::nullopt;
  if (trimmed(*clean_text).empty() || characters(*clean_text) > longest_identifier) {
    issues.add(path, "wrong_type", {{"expected", i18n::text("an id, an employee id or a phone number")}});
    return std::nullopt;
  }
  return Identifier{std::move(*clean_text)};
}

std::optional<Identifier> Codec<Identifier>::read(const json::value& value, const Path& path,
                                                  Issues& issues) {
  if (value.is_int64()) return Identifier{std::to_string(value.get_int64())};
  if (value.is_string()) return read_text(std::string_view(value.get_string()), path, issues);
  issues.add(path, "wrong_type", {{"expected", i18n::text("a text or a whole number")}});
  return std::nullopt;
}

json::object Codec<Identifier>::document(Components&) {
  return {{"type", "string"},
          {"minLength", 1},
          {"maxLength", longest_identifier},
          {"pattern", text_pattern(Blank::refused)}};
}

void Codec<Identifier>::write(const Identifier& value, std::string& out) {
  std::int64_t number = 0;
  const char* const end = value.text.data() + value.text.size();
  const bool whole = std::from_chars(value.text.data(), end, number).ptr == end;
  if (whole && std::to_string(number) == value.text)
    out += value.text;
  else
    write_string(value.text, out);
}

}  // namespace kpa::schema

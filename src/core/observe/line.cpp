#include "core/observe/line.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>

namespace kpa::observe {
namespace {

constexpr std::size_t longest_text = 8 * 1024;            ///< limit in bytes for one message or value
constexpr std::string_view replacement = "\xEF\xBF\xBD";  // U+FFFD

struct Character {
  std::size_t bytes;    ///< length in the text; at least 1
  char32_t code_point;  ///< meaningless when not valid
  bool valid;
};

/// Decodes the first character of a non-empty text. Valid as in RFC 3629: shortest form, no surrogates.
Character first_character(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned lead = byte(0);
  if (lead < 0x80) return {1, lead, true};
  const std::size_t bytes = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < bytes) return {1, 0, false};
  char32_t code_point = lead & (0x7FU >> bytes);
  for (std::size_t i = 1; i < bytes; ++i) {
    if ((byte(i) & 0xC0U) != 0x80U) return {1, 0, false};
    code_point = (code_point << 6) | (byte(i) & 0x3FU);
  }
  constexpr std::array<char32_t, 5> least = {0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = code_point >= 0xD800 && code_point <= 0xDFFF;
  if (code_point < least[bytes] || code_point > 0x10FFFF || surrogate) return {1, 0, false};
  return {bytes, code_point, true};
}

/// Characters that could end a line, control a terminal or reverse the direction of text.
bool must_be_escaped(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || (c >= 0x200E && c <= 0x200F) ||
         (c >= 0x2028 && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF;
}

/// Appends `text` with JSON's escapes; `"` is escaped only if `quoted`.
void append_escaped(std::string& out, std::string_view text, bool quoted) {
  const bool cut = text.size() > longest_text;
  if (cut) {
    text = text.substr(0, longest_text);
    // Do not cut inside a character.
    for (int i = 0; i < 3 && !text.empty() && (static_cast<unsigned char>(text.back()) & 0xC0U) == 0x80U;
         ++i) {
      text.remove_suffix(1);
    }
    if (!text.empty() && static_cast<unsigned char>(text.back()) >= 0xC0U) text.remove_suffix(1);
  }
  while (!text.empty()) {
    const Character c = first_character(text);
    if (!c.valid) {
      out += replacement;
    } else if (c.code_point == '\n') {
      out += "\\n";
    } else if (c.code_point == '\\' || (quoted && c.code_point == '"')) {
      out += '\\';
      out += text.front();
    } else if (must_be_escaped(c.code_point)) {
      std::array<char, 8> escape{};
      std::snprintf(escape.data(), escape.size(), "\\u%04x", static_cast<unsigned>(c.code_point) & 0xFFFFU);
      out += escape.data();
    } else {
      out.append(text.substr(0, c.bytes));
    }
    text.remove_prefix(c.bytes);
  }
  if (cut) out += "…";
}

void append_quoted(std::string& out, std::string_view text) {
  out += '"';
  append_escaped(out, text, true);
  out += '"';
}

void append_number(std::string& out, auto value) {
  std::array<char, 32> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  out.append(digits.data(), end);
}

bool needs_quotes(std::string_view text) {
  return text.empty() || text.find_first_of(" =\"\\") != std::string_view::npos;
}

struct AppendValue {
  std::string& out;
  LogFormat format;

  void operator()(bool value) const { out += value ? "true" : "false"; }
  void operator()(std::int64_t value) const { append_number(out, value); }
  void operator()(std::uint64_t value) const { append_number(out, value); }
  void operator()(double value) const {
    if (std::isfinite(value)) return append_number(out, value);
    out += format == LogFormat::json ? "null" : "nan";  // JSON has no word for it
  }
  void operator()(std::string_view value) const {
    if (format == LogFormat::json || needs_quotes(value)) return append_quoted(out, value);
    append_escaped(out, value, false);
  }
};

void append_padded(std::string& out, std::string_view text, std::size_t width) {
  append_escaped(out, text, false);
  out.append(text.size() < width ? width - text.size() : 0, ' ');
  out += ' ';
}

/// Always three fraction digits, so that lines align.
std::string milliseconds_text(Instant time) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(time);
  std::string text = format(Instant(seconds));
  const auto fraction = std::chrono::floor<std::chrono::milliseconds>(time - seconds).count();
  std::array<char, 8> digits{};
  std::snprintf(digits.data(), digits.size(), ".%03dZ", static_cast<int>(fraction));
  text.replace(text.size() - 1, 1, digits.data());
  return text;
}

std::string json_line(const Line& line) {
  std::string out = R"({"time":")" + milliseconds_text(line.time) + R"(","level":")";
  out += name(line.level);
  out += R"(","category":)";
  append_quoted(out, line.category);
  out += R"(,"message":)";
  append_quoted(out, line.message);
  for (const Field& field : line.fields) {
    out += ',';
    append_quoted(out, field.key);
    out += ':';
    std::visit(AppendValue{out, LogFormat::json}, field.value);
  }
  out += '}';
  return out;
}

std::string text_line(const Line& line) {
  std::string out = milliseconds_text(line.time) + ' ';
  append_padded(out, name(line.level), 8);
  append_padded(out, line.category, 8);
  append_escaped(out, line.message, false);
  for (const Field& field : line.fields) {
    out += ' ';
    append_escaped(out, field.key, false);
    out += '=';
    std::visit(AppendValue{out, LogFormat::text}, field.value);
  }
  return out;
}

}  // namespace

std::string to_string(const Line& line, LogFormat format) {
  return format == LogFormat::json ? json_line(line) : text_line(line);
}

}  // namespace kpa::observe

#include "core/schema/scalars.hpp"

#include <algorithm>
#include <charconv>

#include <boost/json/serialize.hpp>

#include "core/i18n/catalogue.hpp"
#include "core/i18n/speech.hpp"
#include "core/text.hpp"

namespace kpa::schema {
namespace {

/// PostgreSQL cannot store NUL. Other control characters do not belong into a record either, except those
/// that people type in longer texts. See text_pattern().
bool clean(std::string_view text) {
  return std::none_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\n' && c != '\r' && c != '\t') || byte == 0x7F;
  });
}

std::optional<std::string_view> read_string(const json::value& value, const Path& path, Issues& issues,
                                            i18n::Text expected) {
  if (value.is_string()) return std::string_view(value.get_string().data(), value.get_string().size());
  issues.add(path, "wrong_type", {{"expected", expected}});
  return std::nullopt;
}

template <class T, class Parse>
std::optional<T> parsed(std::string_view text, const Path& path, Issues& issues, Parse parse,
                        const char* code) {
  const std::optional<T> value = parse(text);
  if (!value) issues.add(path, code);
  return value;
}

}  // namespace

std::string text_pattern(Blank blank) {
  // Uses ranges and escapes that mean the same in every regex engine. `\s` does not, so Unicode's White_Space
  // is written out, as trimmed() removes it.
  static const std::string controls = R"(\x00-\x08\x0B\x0C\x0E-\x1F\x7F)";
  static const std::string spaces = R"(\t\n\r \u0085\u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000)";
  const std::string any = "[^" + controls + "]*";
  if (blank == Blank::allowed) return '^' + any + '$';
  return '^' + any + "[^" + controls + spaces + ']' + any + '$';
}

std::optional<std::string> Codec<std::string>::read_text(std::string_view text, const Path& path,
                                                         Issues& issues) {
  if (clean(text)) return std::string(text);
  issues.add(path, "control_character");
  return std::nullopt;
}

std::optional<std::string> Codec<std::string>::read(const json::value& value, const Path& path,
                                                    Issues& issues) {
  const auto text = read_string(value, path, issues, i18n::text("a text"));
  return text ? read_text(*text, path, issues) : std::nullopt;
}

std::optional<std::int64_t> Codec<std::int64_t>::read(const json::value& value, const Path& path,
                                                      Issues& issues) {
  if (value.is_int64()) return value.get_int64();
  issues.add(path, "wrong_type", {{"expected", i18n::text("a whole number")}});
  return std::nullopt;
}

std::optional<std::int64_t> Codec<std::int64_t>::read_text(std::string_view text, const Path& path,
                                                           Issues& issues) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error == std::errc() && end == text.data() + text.size()) return number;
  issues.add(path, "not_a_number");
  return std::nullopt;
}

std::optional<Decimal> Codec<Decimal>::read_text(std::string_view text, const Path& path, Issues& issues) {
  const auto parsed = parse_decimal(text);
  if (const auto* number = std::get_if<Decimal>(&parsed)) return *number;
  switch (std::get<DecimalFault>(parsed)) {
    case DecimalFault::not_a_number: issues.add(path, "not_a_decimal"); break;
    case DecimalFault::too_precise: issues.add(path, "too_many_digits"); break;
    case DecimalFault::too_large: issues.add(path, "too_many_digits"); break;
  }
  return std::nullopt;
}

std::optional<Decimal> Codec<Decimal>::read(const json::value& value, const Path& path, Issues& issues) {
  if (value.is_number()) return read_text(digits_of(value), path, issues);
  issues.add(path, "wrong_type", {{"expected", i18n::text("a number")}});
  return std::nullopt;
}

std::optional<bool> Codec<bool>::read(const json::value& value, const Path& path, Issues& issues) {
  if (value.is_bool()) return value.get_bool();
  issues.add(path, "wrong_type", {{"expected", i18n::text("true or false")}});
  return std::nullopt;
}

std::optional<bool> Codec<bool>::read_text(std::string_view text, const Path& path, Issues& issues) {
  if (same_letters(text, "true") || text == "1") return true;
  if (same_letters(text, "false") || text == "0") return false;
  issues.add(path, "not_a_boolean");
  return std::nullopt;
}

std::optional<Date> Codec<Date>::read_text(std::string_view text, const Path& path, Issues& issues) {
  return parsed<Date>(text, path, issues, parse_date, "not_a_date");
}

std::optional<Date> Codec<Date>::read(const json::value& value, const Path& path, Issues& issues) {
  const auto text = read_string(value, path, issues, i18n::text("a date, written YYYY-MM-DD"));
  return text ? read_text(*text, path, issues) : std::nullopt;
}

std::optional<Instant> Codec<Instant>::read_text(std::string_view text, const Path& path, Issues& issues) {
  // An unescaped + of an offset arrives as a space from a URL. A space after the date separates the time.
  constexpr std::size_t date_length = std::string_view("YYYY-MM-DD").size();
  std::string restored(text);
  if (const auto space = restored.rfind(' '); space != restored.npos && space > date_length)
    restored[space] = '+';
  return parsed<Instant>(restored, path, issues, parse_instant, "not_an_instant");
}

std::optional<Instant> Codec<Instant>::read(const json::value& value, const Path& path, Issues& issues) {
  const auto text = read_string(value, path, issues, i18n::text("a date and time"));
  return text ? parsed<Instant>(*text, path, issues, parse_instant, "not_an_instant") : std::nullopt;
}

std::optional<RawJson> Codec<RawJson>::read(const json::value& value, const Path&, Issues&) {
  return RawJson{json::serialize(value)};
}

void Codec<Params>::write(const Params& params, std::string& out) {
  char before = '{';
  for (const auto& [name, value] : params) {
    out += before;
    before = ',';
    write_string(name, out);
    out += ':';
    write_string(value.english(), out);
  }
  if (before == '{') out += '{';
  out += '}';
}

void Codec<i18n::Message>::write(const i18n::Message& message, std::string& out) {
  const i18n::Language language = i18n::speak();
  const std::string_view text = i18n::translated(message.text, message.params, language);
  if (message.params.empty())
    write_string(text, out);
  else
    write_string(i18n::filled(text, message.params, language), out);
}

}  // namespace kpa::schema

#include "features/built_forms/text_rules.hpp"

#include <bitset>

#include "core/text.hpp"
#include "features/built_forms/pattern.hpp"

namespace kpa::built_forms {
namespace {

constexpr std::int64_t longest_text = 10'000;

/// The pattern, if it can be read and a text of an allowed length can match it.
std::optional<Pattern> pattern_of(const Making& making, const TextRules& rules, std::size_t min,
                                  std::size_t max) {
  if (!rules.pattern) return std::nullopt;
  auto read = Pattern::read(*rules.pattern);
  if (auto* fault = std::get_if<schema::Violation>(&read)) {
    refuse_rule(making, "pattern", std::move(*fault));
    return std::nullopt;
  }
  const auto& pattern = std::get<Pattern>(read);
  bool fits = false;
  for (std::size_t length = std::max<std::size_t>(min, 1); length <= std::min(max, longest_matched); ++length)
    fits = fits || pattern.lengths()[length];
  if (!fits) refuse_rule(making, "pattern", no_answer_fits(rules.min_length ? "min_length" : "max_length"));
  return pattern;
}

std::string with_plain_line_ends(std::string text) {
  std::string plain;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '\r' && at + 1 < text.size() && text[at + 1] == '\n') continue;
    plain += text[at] == '\r' ? '\n' : text[at];
  }
  return plain;
}

}  // namespace

const schema::Object<TextRules>& text_rules() {
  using R = TextRules;
  static const auto made =
      schema::object<R>("TextRules")
          .field("min_length", &R::min_length, schema::between(0, longest_text), "Fewest characters")
          .field("max_length", &R::max_length, schema::between(1, longest_text), "Most characters")
          .field("pattern", &R::pattern, schema::of_length(1, 500),
                 "A regular expression that the whole answer matches, as in JavaScript, without look-around, "
                 "back references and flags",
                 "B-[0-9]{5}")
          .field("unique", &R::unique, "No two submissions have the same answer");
  return made;
}

BuiltAnswer text_answer(const Making& making, std::size_t longest, bool lines) {
  const auto rules = rules_of(making, text_rules());
  const auto min = static_cast<std::size_t>(rules.min_length.value_or(0));
  const auto max = static_cast<std::size_t>(rules.max_length.value_or(static_cast<std::int64_t>(longest)));
  if (min > max) refuse_rule(making, "min_length", no_answer_fits("max_length"));
  const auto pattern = pattern_of(making, rules, min, max);

  boost::json::object document{{"type", "string"}, {"maxLength", max}};
  if (min > 0) document["minLength"] = min;
  if (pattern) document["pattern"] = pattern->javascript();
  const auto normalise = [=](std::string text, const schema::Path& path,
                             schema::Issues& issues) -> std::optional<std::string> {
    text = with_plain_line_ends(std::move(text));
    const std::size_t length = characters(text);
    const std::size_t issues_before = issues.size();
    if (length > max) issues.add(path, "too_long", {{"max", std::to_string(max)}});
    if (length < min) issues.add(path, "too_short", {{"min", std::to_string(min)}});
    if (!lines && text.find('\n') != text.npos)
      issues.add(path, {"several_lines", {}, i18n::text("Must be a single line")});
    if (issues.size() == issues_before && pattern && !pattern->matches(text))
      issues.add(
          path,
          {"pattern_differs", {{"pattern", *rules.pattern}}, i18n::text("Must have the form {pattern}")});
    return issues.size() == issues_before ? std::optional(text) : std::nullopt;
  };
  return {.member = normalised_text(making, normalise, std::move(document), nullptr),
          .unique = rules.unique.value_or(false)};
}

}  // namespace kpa::built_forms

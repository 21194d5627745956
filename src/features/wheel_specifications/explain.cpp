#include "features/wheel_specifications/explain.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "features/wheel_specifications/rules.hpp"

namespace kpa::wheel_specifications {
namespace {

using i18n::text;

struct Sentence {
  std::string_view code;
  i18n::Text text;
};

constexpr i18n::Text condemned_at_high =
    text("{title}: {measured} mm has reached the condemning limit of {high} mm, replace now");

constexpr std::array<Sentence, 9> sentences = {{
    {"below_limit", text("{title}: {measured} mm is below the limit of {low} mm")},
    {"above_limit", text("{title}: {measured} mm is above the limit of {high} mm")},
    {"condemned", text("{title}: {measured} mm has reached the condemning limit of {low} mm, replace now")},
    {"stated_range_differs",
     text(
         "{title}: the range written, {stated_low} to {stated_high} mm, is not the limits of {low} to {high} mm")},
    {"nominal_out_of_range",
     text("{title}: {measured} mm is outside the range written, {stated_low} to {stated_high} mm")},
    {"label_differs", text("{title}: labelled \"{label}\" where {quantity_title} is measured")},
    {"not_measured", text("{title}: \"{label}\" is written behind {measured} mm, so it was not measured")},
    {"rejected", text("{title}: \"{label}\" is written behind {measured} mm, replace now")},
    {"order_violated",
     text("{title}: {measured} mm is not larger than the {other_title} of {other_measured} mm")},
}};

std::string_view value_of(const Params& params, std::string_view name) {
  const auto param = std::ranges::find(params, name, &i18n::Param::name);
  return param == params.end() ? std::string_view() : param->value.english();
}

std::optional<Micrometres> length_of(const Params& params, std::string_view name) {
  const auto parsed = parse_millimetres(value_of(params, name));
  const auto* length = std::get_if<Micrometres>(&parsed);
  return length == nullptr ? std::nullopt : std::optional(*length);
}

/// Finds the translatable text of a quantity or of a field's title by its English text; if this version does
/// not know it, the English text is shown.
i18n::Value quantity_named(std::string_view english) {
  for (const RuleSet& rules : all_rule_sets())
    for (const Limits& limits : rules.limits)
      if (!limits.quantity.empty() && limits.quantity.english() == english) return limits.quantity;
  for (const FieldInfo& field : all_fields())
    if (field.title.english() == english) return field.title;
  return english;
}

}  // namespace

i18n::Message explain(const Finding& finding) {
  constexpr std::string_view fields = "fields.";
  const auto* sentence = std::ranges::find(sentences, finding.code, &Sentence::code);
  if (sentence == sentences.end() || !finding.path.starts_with(fields)) return {};
  const auto field = find_field(std::string_view(finding.path).substr(fields.size()));
  if (!field) return {};
  i18n::Message message(sentence->text, finding.params);
  message.params.push_back({"title", all_fields()[*field].title});
  if (const auto quantity = value_of(finding.params, "quantity"); !quantity.empty())
    message.params.push_back({"quantity_title", quantity_named(quantity)});
  if (const auto other = find_field(value_of(finding.params, "other")))
    message.params.push_back({"other_title", all_fields()[*other].title});
  // `condemned` can concern either end of the limits: a measurement above the lower limit was condemned at
  // the upper one.
  if (finding.code == "condemned" && length_of(finding.params, "measured") > length_of(finding.params, "low"))
    message.text = condemned_at_high;
  return message;
}

}  // namespace kpa::wheel_specifications

#include "features/bogie_checksheets/explain.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "features/bogie_checksheets/details.hpp"
#include "features/bogie_checksheets/rules.hpp"

namespace kpa::bogie_checksheets {
namespace {

using i18n::text;

struct Sentence {
  std::string_view code;
  i18n::Text text;
};
constexpr std::array<Sentence, 5> sentences = {{
    {"needs_attention", text("{component}: {condition}, needs attention")},
    {"replace_now", text("{component}: {condition}, replace now")},
    {"impossible_date", text("{title}: {date} cannot be right; write it like {like}")},
    {"after_inspection", text("{title}: {date} is after the inspection on {inspected}")},
    {"before_built", text("{title}: {date} is before the year built, {built}")},
}};

/// Finds the translatable text of a component or condition by its English name; if this version does not know
/// it, the English name is shown.
i18n::Value component_titled(std::string_view english) {
  for (const ComponentInfo& info : all_components())
    if (info.title.english() == english) return info.title;
  return english;
}
i18n::Value condition_titled(std::string_view english) {
  for (const Section section : {Section::bogie, Section::bmbc})
    for (const Condition& condition : conditions(section))
      if (condition.name() == english) return condition.title;
  return english;
}

}  // namespace

i18n::Message explain(const Finding& finding) {
  const auto* sentence = std::ranges::find(sentences, finding.code, &Sentence::code);
  if (sentence == sentences.end()) return {};
  i18n::Message message(sentence->text, finding.params);
  for (auto& [name, value] : message.params) {
    if (name == "component") value = component_titled(value.english());
    if (name == "condition") value = condition_titled(value.english());
  }
  for (const DateInfo& date : all_dates())
    if (finding.path == "bogieDetails." + std::string(date.wire))
      message.params.push_back({"title", date.title});
  return message;
}

}  // namespace kpa::bogie_checksheets

#include "features/built_forms/choices.hpp"

#include <algorithm>

#include "core/text.hpp"
#include "core/unicode.hpp"

namespace kpa::built_forms {
namespace {

constexpr std::size_t longest_other = 200;

struct ChoiceRules {
  std::optional<bool> other_allowed;
};

const schema::Object<ChoiceRules>& choice_rules() {
  using R = ChoiceRules;
  static const auto made = schema::object<R>("ChoiceRules")
                               .field("other_allowed", &R::other_allowed,
                                      "Whether something that is not among the options may be written");
  return made;
}

bool means_same(std::string_view typed, std::string_view value) {
  return typed == value || (is_ascii(value) ? is_choice(typed, value) : folded(typed) == folded(value));
}

}  // namespace

std::vector<std::string> option_values(const Making& making) {
  std::vector<std::string> values;
  const schema::Path list(making.path, "options");
  if (making.field.options.empty()) making.issues.add(list, "too_few_items", {{"min", "1"}});
  if (making.field.options.size() > most_options)
    making.issues.add(list, "too_many_items", {{"max", std::to_string(most_options)}});
  for (const Option& option : making.field.options) {
    const schema::Path here(list, values.size());
    if (std::ranges::any_of(values, [&](const auto& other) { return means_same(option.value, other); }))
      making.issues.add(schema::Path(here, "value"), "repeated");
    values.push_back(option.value);
    if (values.size() > most_options) break;
  }
  return values;
}

std::optional<std::string> chosen_value(const std::vector<std::string>& values, bool other,
                                        std::string_view typed, const schema::Path& path,
                                        schema::Issues& issues) {
  typed = trimmed(typed);
  const auto found =
      std::ranges::find_if(values, [&](const auto& value) { return means_same(typed, value); });
  if (found != values.end()) return *found;
  if (!other) {
    issues.add(path, "not_a_choice", {{"choices", schema::listed(values)}});
    return std::nullopt;
  }
  if (characters(typed) > longest_other) {
    issues.add(path, "too_long", {{"max", std::to_string(longest_other)}});
    return std::nullopt;
  }
  return std::string(typed);
}

boost::json::object choice_schema(const std::vector<std::string>& values, bool other) {
  if (other)
    return {{"type", "string"},
            {"maxLength", longest_other},
            {"examples", boost::json::array(values.begin(), values.end())}};
  return {{"type", "string"}, {"enum", boost::json::array(values.begin(), values.end())}};
}

BuiltAnswer one_choice(const Making& making) {
  const auto rules = rules_of(making, choice_rules());
  const auto values = option_values(making);
  if (values.empty()) return {};
  const bool other = rules.other_allowed.value_or(false);
  const auto normalise = [=](const std::string& text, const schema::Path& path, schema::Issues& issues) {
    return chosen_value(values, other, text, path, issues);
  };
  return {.member = normalised_text(making, normalise, choice_schema(values, other),
                                    boost::json::string(values.front()))};
}

const schema::Shape& one_choice_rules() { return choice_rules(); }

}  // namespace kpa::built_forms

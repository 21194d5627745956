#include "features/built_forms/definition.hpp"

#include "core/schema/canonical_json.hpp"

namespace kpa::built_forms {
namespace {

constexpr std::size_t longest_title = 200;
constexpr std::size_t longest_help = 2'000;

template <class T>
const T* find(const Translations<T>& all, i18n::Language language) {
  const auto found = all.by_language.find(language);
  return found == all.by_language.end() ? nullptr : &found->second;
}

}  // namespace

std::string_view label_of(const Field& field, i18n::Language language) {
  const FieldTexts* const texts = find(field.translations, language);
  return texts != nullptr && texts->label ? *texts->label : field.label;
}

std::string_view label_of(const Option& option, i18n::Language language) {
  const std::string* const label = find(option.translations, language);
  return label != nullptr ? *label : option.label;
}

std::string_view title_of(const Definition& form, i18n::Language language) {
  const FormTexts* const texts = find(form.translations, language);
  return texts != nullptr && texts->title ? *texts->title : form.title;
}

}  // namespace kpa::built_forms

namespace kpa::schema {

using built_forms::Definition;
using built_forms::FieldTexts;
using built_forms::FormTexts;
using built_forms::Option;
using built_forms::Rules;

template <>
const Object<Option>& describe() {
  static const auto made =
      object<Option>("FormOption")
          .field("value", &Option::value, of_length(1, 100), "What is stored when it is chosen", "worn")
          .field("label", &Option::label, of_length(1, 200), "What people read", "Worn")
          .field("translations", &Option::translations, "The label in other languages",
                 json::object{{"hi", "घिसा हुआ"}})
          .or_default();
  return made;
}

std::optional<Option> Codec<Option>::read(const json::value& value, const Path& path, Issues& issues) {
  if (!value.is_string()) return describe<Option>().read(value, path, issues);
  const json::object whole{{"value", value}, {"label", value}};
  return describe<Option>().read(whole, path, issues);
}

std::optional<Rules> Codec<Rules>::read(const json::value& value, const Path& path, Issues& issues) {
  if (value.is_object()) return Rules{value.get_object()};
  issues.add(path, "wrong_type", {{"expected", i18n::text("an object")}});
  return std::nullopt;
}

void Codec<Rules>::write(const Rules& rules, std::string& out) {
  schema::write_canonical(rules.members, out);
}

json::object Codec<Rules>::document(Components&) { return {{"type", "object"}}; }

template <>
const Object<FieldTexts>& describe() {
  using F = FieldTexts;
  static const auto made =
      object<F>("FormFieldTexts")
          .field("label", &F::label, of_length(1, 200), "What people read as its name", "पहिये का गेज")
          .field("placeholder", &F::placeholder, of_length(0, 200), "Shown while it is empty")
          .field("help_text", &F::help_text, of_length(0, built_forms::longest_help), "How to fill it in")
          .field("rule_message", &F::rule_message, of_length(0, 500),
                 "What people read when `rule` is violated");
  return made;
}

template <>
const Object<FormTexts>& describe() {
  using F = FormTexts;
  static const auto made =
      object<F>("FormTexts")
          .field("title", &F::title, of_length(1, built_forms::longest_title), "Title", "फ्लैंज की जाँच")
          .field("description", &F::description, of_length(0, built_forms::longest_help), "What it is for",
                 "हर महीने, हर पहिये के लिए");
  return made;
}

template <>
const Object<built_forms::Field>& describe() {
  using F = built_forms::Field;
  const auto expression = [] { return of_length(1, built_forms::longest_expression); };
  static const auto made =
      object<F>("FormField")
          .field("name", &F::name,
                 matching("[A-Za-z][A-Za-z0-9_]{0,62}",
                          i18n::text("a name: a letter, then at most 62 letters, digits and underscores")),
                 "Name of the answer in `submission_data` and in expressions, unique among its neighbours",
                 "flange_height")
          .field("label", &F::label, of_length(1, 200), "What people read as its name", "Flange height")
          .field("field_type", &F::field_type, of_length(1, 20), "One of the types of field", "number")
          .field("placeholder", &F::placeholder, of_length(0, 200), "Shown while it is empty", "28.5")
          .field("help_text", &F::help_text, of_length(0, built_forms::longest_help), "How to fill it in",
                 "Measure with the gauge")
          .field("is_required", &F::is_required, "Whether it must be answered, as long as it is visible",
                 true)
          .or_default()
          .field("order", &F::order, between(0, 10'000),
                 "Place among its neighbours, from 1; 0 or left out in all of them: as they are listed", 1)
          .or_default()
          .field("options", &F::options, "What can be chosen, for `select`, `radio` and `checkbox`",
                 json::array())
          .or_default()
          .field("validation_rules", &F::validation_rules, "Rules; which ones there are depends on the type",
                 json::object{{"min", 20}, {"max", 40}, {"unit", "mm"}})
          .field("visible_if", &F::visible_if, expression(),
                 "Condition: hidden, and not stored, unless it is true")
          .field("required_if", &F::required_if, expression(), "Condition: must be answered when it is true")
          .field("read_only_if", &F::read_only_if, expression(),
                 "Condition: cannot be changed when it is true")
          .field("rule", &F::rule, expression(), "Condition that must not be false, also across fields",
                 "flange_height < 40")
          .field("rule_message", &F::rule_message, of_length(0, 500),
                 "What people read when `rule` is violated", "A flange is not so high")
          .field("calculation", &F::calculation, expression(),
                 "Expression that gives the value; nobody answers it")
          .field("translations", &F::translations, "Its texts in other languages", json::object())
          .or_default()
          .field("fields", &F::fields, "The fields of a `group`", json::array())
          .or_default();
  return made;
}

template <>
const Object<Definition>& describe() {
  using D = Definition;
  static const auto made =
      object<D>("FormDefinition")
          .field("title", &D::title, of_length(1, built_forms::longest_title), "Title", "Flange inspection")
          .field("description", &D::description, of_length(0, built_forms::longest_help), "What it is for",
                 "Once a month, for every wheel")
          .field("form_type", &D::form_type, "What kind of form it is", "inspection")
          .or_default()
          .field("language", &D::language, "Language of its texts, except those in `translations`", "en")
          .or_default()
          .field("translations", &D::translations, "Its title and description in other languages",
                 json::object())
          .or_default()
          .field("fields", &D::fields, "What is filled in, in this order",
                 json::array{describe<built_forms::Field>().example()});
  return made;
}

}  // namespace kpa::schema

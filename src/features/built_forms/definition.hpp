#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/enum_names.hpp"
#include "core/i18n/language.hpp"
#include "core/raw_json.hpp"
#include "core/schema/object.hpp"

namespace kpa::built_forms {

enum class FormType { contact, feedback, survey, application, inspection, other };

/// A T in other languages than the form's own.
template <class T>
struct Translations {
  std::map<i18n::Language, T> by_language = {};
  friend bool operator==(const Translations&, const Translations&) = default;
};

/// One of the choices of a field. In JSON, a text alone is both value and label.
struct Option {
  std::string value;  ///< what is stored, and compared in expressions
  std::string label;  ///< for people, in the form's own language
  Translations<std::string> translations = {};
  friend bool operator==(const Option&, const Option&) = default;
};

/// The rules of a field, as its type understands them: {"min": 3, "unit": "mm"}. See field_type.hpp.
struct Rules {
  boost::json::object members = {};
  friend bool operator==(const Rules& one, const Rules& other) { return one.members == other.members; }
};

/// What people read at a field, in one language.
struct FieldTexts {
  std::optional<std::string> label;
  std::optional<std::string> placeholder;
  std::optional<std::string> help_text;
  std::optional<std::string> rule_message;
  friend bool operator==(const FieldTexts&, const FieldTexts&) = default;
};

/// A field of a form. The expressions are texts as somebody wrote them (docs/expressions.md); names in them
/// are those of fields.
struct Field {
  std::string name;  ///< a letter, then letters, digits and `_`; unique among its neighbours
  std::string label;
  std::string field_type;  ///< name of a FieldType: `number`
  std::optional<std::string> placeholder = {};
  std::optional<std::string> help_text = {};
  bool is_required = false;
  std::int64_t order = 0;  ///< place among its neighbours, from 1; 0 where a client lists them in order
  std::vector<Option> options = {};  ///< of a type with choices
  std::optional<Rules> validation_rules = {};
  std::optional<std::string> visible_if = {};    ///< truth; an unanswered condition hides
  std::optional<std::string> required_if = {};   ///< truth; in addition to is_required
  std::optional<std::string> read_only_if = {};  ///< truth
  std::optional<std::string> rule = {};          ///< truth; violated only when false
  std::optional<std::string> rule_message = {};  ///< what people read when the rule is violated
  std::optional<std::string> calculation = {};   ///< the field's value; nobody else may answer it
  Translations<FieldTexts> translations = {};
  std::vector<Field> fields = {};  ///< of a group
  friend bool operator==(const Field&, const Field&) = default;
};

struct FormTexts {
  std::optional<std::string> title;
  std::optional<std::string> description;
  friend bool operator==(const FormTexts&, const FormTexts&) = default;
};

/// A whole form, as it is drafted, published, exported and imported.
struct Definition {
  std::string title;
  std::optional<std::string> description = {};
  FormType form_type = FormType::other;
  i18n::Language language = i18n::Language::english;  ///< of the texts outside `translations`
  Translations<FormTexts> translations = {};
  std::vector<Field> fields = {};  ///< in the order in which they are filled in
  friend bool operator==(const Definition&, const Definition&) = default;
};

/// A version that people can fill in; it never changes.
struct Published {
  std::int64_t version = 0;  ///< 1, 2, …
  Definition definition;
  RawJson logic;  ///< the expressions of all fields as trees, in the order of evaluation: logic.hpp
};

constexpr std::size_t most_fields = 500;     ///< in a form, those of groups included
constexpr std::size_t most_options = 1'000;  ///< of a field
constexpr std::size_t deepest_group = 4;     ///< groups within groups
constexpr std::size_t longest_expression = 2'000;

/// Calls `use(field, path)` for each field and those in its groups; a path is `axles.diameter`.
template <class Use>
void each_field(const std::vector<Field>& fields, Use use, const std::string& within = {}) {
  for (const Field& field : fields) {
    const std::string path = within + field.name;
    use(field, path);
    each_field(field.fields, use, path + '.');
  }
}

/// What people read, in this language if it is translated, else in the form's own.
std::string_view label_of(const Field& field, i18n::Language language);
std::string_view label_of(const Option& option, i18n::Language language);
std::string_view title_of(const Definition& form, i18n::Language language);

}  // namespace kpa::built_forms

template <>
struct kpa::EnumNames<kpa::built_forms::FormType> {
  using T = kpa::built_forms::FormType;
  static constexpr std::array<std::pair<T, std::string_view>, 6> table = {{{T::contact, "contact"},
                                                                           {T::feedback, "feedback"},
                                                                           {T::survey, "survey"},
                                                                           {T::application, "application"},
                                                                           {T::inspection, "inspection"},
                                                                           {T::other, "other"}}};
};

template <>
const kpa::schema::Object<kpa::built_forms::Option>& kpa::schema::describe();
template <>
const kpa::schema::Object<kpa::built_forms::FieldTexts>& kpa::schema::describe();
template <>
const kpa::schema::Object<kpa::built_forms::Field>& kpa::schema::describe();
template <>
const kpa::schema::Object<kpa::built_forms::FormTexts>& kpa::schema::describe();
template <>
const kpa::schema::Object<kpa::built_forms::Definition>& kpa::schema::describe();

namespace kpa::schema {

/// A text alone is read, too; few languages have a type for both, so only the object is documented.
template <>
struct Codec<built_forms::Option> {
  static std::optional<built_forms::Option> read(const json::value& value, const Path& path, Issues& issues);
  static void write(const built_forms::Option& option, std::string& out) {
    describe<built_forms::Option>().write(option, out);
  }
  static json::object document(Components& components) {
    return describe<built_forms::Option>().document(components);
  }
  static json::value example() { return describe<built_forms::Option>().example(); }
};

template <>
struct Codec<built_forms::Rules> {
  static std::optional<built_forms::Rules> read(const json::value& value, const Path& path, Issues& issues);
  /// Members are sorted by name, so that equal rules have equal texts.
  static void write(const built_forms::Rules& rules, std::string& out);
  static json::object document(Components&);
  static json::value example() { return json::object{{"min", 28.5}, {"max", 35}}; }
};

/// An object whose members are language codes.
template <class T>
struct Codec<built_forms::Translations<T>> {
  static std::optional<built_forms::Translations<T>> read(const json::value& value, const Path& path,
                                                          Issues& issues) {
    if (!value.is_object()) {
      issues.add(path, "wrong_type", {{"expected", i18n::text("an object")}});
      return std::nullopt;
    }
    const std::size_t before = issues.size();
    built_forms::Translations<T> made;
    for (const auto& [key, text] : value.get_object()) {
      const Path here(path, key);
      const auto language = named<i18n::Language>(key);
      if (!language)
        issues.add(here, "unknown_field");
      else if (auto one = text.is_null() ? std::nullopt : Codec<T>::read(text, here, issues))
        made.by_language.emplace(*language, std::move(*one));
    }
    if (issues.size() != before) return std::nullopt;
    return made;
  }
  static void write(const built_forms::Translations<T>& all, std::string& out) {
    char before = '{';
    for (const auto& [language, text] : all.by_language) {
      out += before;
      write_string(i18n::code_of(language), out);
      out += ':';
      Codec<T>::write(text, out);
      before = ',';
    }
    if (before == '{') out += '{';
    out += '}';
  }
  static json::object document(Components& components) {
    json::object languages;
    for (const auto& [language, code] : EnumNames<i18n::Language>::table)
      languages[code] = or_null(Codec<T>::document(components));
    return {{"type", "object"}, {"additionalProperties", false}, {"properties", std::move(languages)}};
  }
  static json::value example() { return json::object{{"hi", Codec<T>::example()}}; }
};

}  // namespace kpa::schema

#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/finding.hpp"
#include "core/schema/built.hpp"
#include "features/built_forms/definition.hpp"

/// Types of field. All that is special about one stands in its file in field_types/.
namespace kpa::built_forms {

/// The type of a field's value in expressions, exports and filters.
struct ValueType {
  enum class Base { text, number, date, time, date_time, row };
  Base base = Base::text;
  bool list = false;
  std::vector<std::pair<std::string, ValueType>> members = {};  ///< of a row
};

class Answers;

/// A field as its type made it from its rules.
struct BuiltAnswer {
  /// Reads, checks, normalises, writes and documents the answer. Its place in Values is the field's position
  /// among its neighbours. It may be missing: whether it must be there depends on other answers.
  std::unique_ptr<schema::Member> member;
  /// Whether no two submissions of the form may have the same answer.
  bool unique = false;
  /// Adds what is remarkable about an answer, under this path. May be empty.
  std::function<void(const schema::Value& answer, const std::string& path, std::vector<Finding>& findings)>
      judge = {};
  /// Of a group: its fields.
  std::shared_ptr<const Answers> within = {};
};

/// What the type of a field needs to make it.
struct Making {
  const Field& field;        ///< outlives what is made of it
  std::size_t number;        ///< position among its neighbours
  std::size_t depth;         ///< how many groups it is in
  const schema::Path& path;  ///< of the field in the definition: `fields[2]`
  schema::Issues& issues;    ///< gets all that is wrong with its rules, options and fields
};

/// A type of field, a constant in field_types/<name>.cpp.
struct FieldType {
  std::string_view name;  ///< `number`
  i18n::Text title;       ///< for people who build forms
  bool has_options = false;
  bool has_fields = false;
  const schema::Shape& (*rules)();  ///< the rules that it knows
  ValueType (*value_type)(const Field& field);
  /// May return anything when it added an issue.
  BuiltAnswer (*make)(const Making& making);
};

/// All types, in the order of the documentation.
std::span<const FieldType* const> all_field_types();
/// Null when there is none of this name.
const FieldType* find_field_type(std::string_view name);
/// Of a field whose type is known.
ValueType value_type_of(const Field& field);

/// The types of the fields' values by name: the scope of expressions.
std::vector<std::pair<std::string, ValueType>> value_types(const std::vector<Field>& fields);

/// Whether the answer is none: null, a blank text, an empty list, which pages send for what was not filled
/// in.
bool is_blank(const boost::json::value& answer);

/// Adds an issue for each rule that the type does not know. Returns the others.
boost::json::object known_rules(const Making& making, const schema::Shape& known);

/// The rules of the field, as its type declares them; what cannot be read is an issue, and then left out. All
/// members of R are std::optional.
template <class R>
R rules_of(const Making& making, const schema::Object<R>& declared) {
  const schema::Path here(making.path, "validation_rules");
  const auto read = declared.read(known_rules(making, declared), here, making.issues);
  return read.value_or(R());
}

/// Adds the issue that no answer can satisfy these rules, at the rule `name`.
void refuse_rule(const Making& making, std::string_view name, schema::Violation violation);
/// The violation "must not be more than {max}" of a lower limit, for refuse_rule().
schema::Violation no_answer_fits(std::string_view other_rule);

/// The answer's member for a kind of core/schema/built.hpp.
std::unique_ptr<schema::Member> member_of(const Making& making, schema::Kind kind);

/// Reads a text and gives its normal form; or nothing, and an issue.
using Normalise = std::function<std::optional<std::string>(std::string text, const schema::Path& path,
                                                           schema::Issues& issues)>;
/// The member of an answer that is a text with a normal form. `document` is the schema of that form.
std::unique_ptr<schema::Member> normalised_text(const Making& making, Normalise normalise,
                                                boost::json::object document, boost::json::value example);

}  // namespace kpa::built_forms

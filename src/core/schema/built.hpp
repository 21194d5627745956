#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "core/schema/object.hpp"
#include "core/schema/values.hpp"

// Types that are known only at run time, because a person or a table defines them. They are Objects of
// Values, and are read, checked, written and documented like all Objects.

namespace kpa::schema {

/// One value of type V.
template <class V>
struct One {
  std::optional<Constraint<V>> constraint = {};
};
/// One of these words, recognised by is_choice(); stored as written here.
struct Choice {
  std::vector<std::string> words;
};
/// Any number of these words, each at most once; stored in the order given here.
struct Choices {
  std::vector<std::string> words;
};
/// An object of another run-time type.
struct Group {
  std::shared_ptr<const Object<Values>> type;
};
/// A list of such objects.
struct Groups {
  std::shared_ptr<const Object<Values>> type;
  std::size_t least = 0;
  std::size_t most = 100;
};

using Kind = std::variant<One<std::string>, One<std::int64_t>, One<Decimal>, One<bool>, One<Date>,
                          One<Instant>, Choice, Choices, Group, Groups>;

/// A field of a run-time type.
struct BuiltField {
  std::string name;  ///< a letter, then letters, digits and `_`
  Kind kind;
  std::string description = {};
  json::value example = nullptr;
  bool required = false;
};

/// Builds the type with these fields, or returns everything that is wrong with them, under paths such as
/// `fields[2].name`. In Values, a field's number is its position here. `name` names the type's schema.
Outcome<Object<Values>> built(std::string name, std::vector<BuiltField> fields);

/// The type's JSON Schema (2020-12) as a complete document.
json::object json_schema(const Object<Values>& type);

/// Makes a field of T from a field of Values, which T has as a member.
template <class T>
class FieldWithin final : public Field<T> {
 public:
  FieldWithin(Values T::* within, std::unique_ptr<Member> field)
      : Field<T>(field->name, field->description, field->example),
        within_(within),
        field_(std::move(field)) {}
  bool required() const override { return field_->required(); }
  json::object document(Components& components) const override { return field_->document(components); }
  json::value example_value() const override { return field_->example_value(); }
  json::value part_of(const json::value& stored) const override { return field_->part_of(stored); }
  json::value merged(const json::value& current, const json::value& change) const override {
    return field_->merged(current, change);
  }
  void read(const json::value& value, T& into, const Path& path, Issues& issues) const override {
    field_->read_into(&(into.*within_), value, path, issues);
  }
  void read_text(std::string_view text, T& into, const Path& path, Issues& issues) const override {
    field_->read_text_into(&(into.*within_), text, path, issues);
  }
  void write(const T& from, std::string& out) const override { field_->write_from(&(from.*within_), out); }
  void write_meaning(const T& from, std::string& out) const override {
    field_->write_meaning_from(&(from.*within_), out);
  }

 private:
  Values T::* within_;
  std::unique_ptr<Member> field_;
};

/// Makes the field; its value has this number in Values.
std::unique_ptr<Member> made_field(BuiltField field, std::size_t number);

/// Adds the fields to the declaration of T; their values are kept in its member `within`.
template <class T>
Object<T> with_fields(Object<T> object, Values T::* within, std::vector<BuiltField> fields) {
  for (std::size_t number = 0; number < fields.size(); ++number)
    std::move(object).member(
        std::make_unique<FieldWithin<T>>(within, made_field(std::move(fields[number]), number)));
  return object;
}

}  // namespace kpa::schema

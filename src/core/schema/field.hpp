#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "core/is_optional.hpp"
#include "core/schema/compounds.hpp"
#include "core/schema/constraints.hpp"

namespace kpa::schema {

template <class T>
class Object;

/// The declaration of a type that is read or written, given once by an explicit specialisation beside the
/// type:
///   template <> const schema::Object<Bogie>& schema::describe();
/// Class templates specialise Described instead.
template <class T>
struct Described;
template <class T>
const Object<T>& describe() {
  return Described<T>::object();
}

/// A schema that accepts null or `schema`.
json::object or_null(json::object schema);

/// What is known of an object's member, whatever C++ type stores it. `into` and `from` point to an object of
/// the type that the member was declared for.
class Member {
 public:
  Member(std::string_view its_name, std::string_view meaning, json::value sample);
  virtual ~Member() = default;
  virtual void read_into(void* into, const json::value& value, const Path& path, Issues& issues) const = 0;
  virtual void read_text_into(void* into, std::string_view text, const Path& path, Issues& issues) const = 0;
  virtual void write_from(const void* from, std::string& out) const = 0;
  virtual void write_meaning_from(const void* from, std::string& out) const { write_from(from, out); }
  virtual bool required() const = 0;
  virtual json::object document(Components& components) const = 0;
  virtual json::value example_value() const = 0;
  /// The part of a stored record's member that this member has: see Shape::part_of().
  virtual json::value part_of(const json::value& stored) const { return stored; }
  /// `current` (JSON) with the change of a merge patch applied.
  virtual json::value merged(const json::value& current, const json::value& change) const;

  /// Whether an object without this member is refused.
  bool must_come() const { return required() && !defaulted; }
  /// `"name":`
  const std::string& quoted() const { return quoted_; }

  bool defaulted = false;         ///< may be left out although its type is not std::optional
  std::string left_out = "null";  ///< what leaving it out means, as write_meaning() has it
  const std::string name;
  const std::string description;
  const json::value example;

 protected:
  /// The value's schema with this member's description and example.
  json::object documented(json::object schema) const;

 private:
  std::string quoted_;
};

/// A member of a T with its own way of being read and written.
template <class T>
class Field : public Member {
 public:
  using Member::Member;
  virtual void read(const json::value& value, T& into, const Path& path, Issues& issues) const = 0;
  virtual void read_text(std::string_view text, T& into, const Path& path, Issues& issues) const = 0;
  virtual void write(const T& from, std::string& out) const = 0;
  virtual void write_meaning(const T& from, std::string& out) const { write(from, out); }

  void read_into(void* into, const json::value& value, const Path& path, Issues& issues) const final {
    read(value, *static_cast<T*>(into), path, issues);
  }
  void read_text_into(void* into, std::string_view text, const Path& path, Issues& issues) const final {
    read_text(text, *static_cast<T*>(into), path, issues);
  }
  void write_from(const void* from, std::string& out) const final {
    write(*static_cast<const T*>(from), out);
  }
  void write_meaning_from(const void* from, std::string& out) const final {
    write_meaning(*static_cast<const T*>(from), out);
  }
};

/// Where a struct keeps a V, which may be a std::optional: so many bytes behind its beginning.
template <class V>
struct InStruct {
  using Value = typename IsOptional<V>::Inner;
  std::ptrdiff_t place;

  template <class T>
  explicit InStruct(V T::* member) {
    static const T any{};
    place = reinterpret_cast<const char*>(&(any.*member)) - reinterpret_cast<const char*>(&any);
  }
  static constexpr bool may_be_missing() { return IsOptional<V>::value; }
  const Value* get(const void* from) const {
    const V& held = *reinterpret_cast<const V*>(static_cast<const char*>(from) + place);
    if constexpr (IsOptional<V>::value)
      return held ? &*held : nullptr;
    else
      return &held;
  }
  void set(void* into, Value value) const { held_in(into) = std::move(value); }
  void clear(void* into) const {
    if constexpr (IsOptional<V>::value) held_in(into).reset();
  }

 private:
  V& held_in(void* into) const { return *reinterpret_cast<V*>(static_cast<char*>(into) + place); }
};

/// A field whose value is read, written and documented by its Codec: compiled once for all structs that have
/// such a value. `Place` says where an object keeps it:
///   get(from)         a pointer to the value; null when it is missing
///   set(into, value)
///   clear(into)       makes it missing
///   may_be_missing()
template <class Place>
class CodedField final : public Member {
 public:
  using Value = typename Place::Value;

  CodedField(std::string_view its_name, Place place, std::optional<Constraint<Value>> constraint,
             std::string_view meaning, json::value sample)
      : Member(its_name, meaning, std::move(sample)), place_(place), constraint_(std::move(constraint)) {}

  bool required() const override { return !place_.may_be_missing(); }

  void read_into(void* into, const json::value& value, const Path& path, Issues& issues) const override {
    if constexpr (requires { Codec<Value>::read(value, path, issues); }) {
      if (place_.may_be_missing() && value.is_null()) return place_.clear(into);
      accept(Codec<Value>::read(value, path, issues), into, path, issues);
    } else {
      issues.add(path, "unknown_field");  // of a type that is only answered
    }
  }
  void read_text_into(void* into, std::string_view text, const Path& path, Issues& issues) const override {
    if constexpr (requires { Codec<Value>::read_text(text, path, issues); })
      accept(Codec<Value>::read_text(text, path, issues), into, path, issues);
    else
      issues.add(path, "unknown_parameter");
  }
  void write_from(const void* from, std::string& out) const override {
    if (const Value* value = place_.get(from))
      Codec<Value>::write(*value, out);
    else
      out += "null";
  }
  void write_meaning_from(const void* from, std::string& out) const override {
    if (const Value* value = place_.get(from))
      schema::write_meaning(*value, out);
    else
      out += "null";
  }
  json::value part_of(const json::value& stored) const override {
    if constexpr (requires { Codec<Value>::described; })
      if (stored.is_object()) return describe<Value>().part_of(stored.get_object());
    return stored;
  }
  json::value merged(const json::value& current, const json::value& change) const override {
    if constexpr (requires { Codec<Value>::described; })
      if (current.is_object() && change.is_object())
        return describe<Value>().merged(current.get_object(), change.get_object());
    return change;
  }
  json::object document(Components& components) const override {
    json::object schema = Codec<Value>::document(components);
    if (constraint_) constraint_->document(schema);
    if (place_.may_be_missing()) schema = or_null(std::move(schema));
    return documented(std::move(schema));
  }
  json::value example_value() const override { return example.is_null() ? Codec<Value>::example() : example; }

 private:
  void accept(std::optional<Value> value, void* into, const Path& path, Issues& issues) const {
    if (!value) return;
    if (constraint_)
      if (auto violation = constraint_->check(*value)) return issues.add(path, std::move(*violation));
    place_.set(into, std::move(*value));
  }

  Place place_;
  std::optional<Constraint<Value>> constraint_;
};

}  // namespace kpa::schema

#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <boost/json/serialize.hpp>

#include "core/schema/shape.hpp"

namespace kpa::schema {

/// How a T is read and written. Built once, by a chain of field(). A member of type std::optional may be left
/// out or null; all others are required.
template <class T>
class Object : public Shape {
 public:
  explicit Object(std::string name) : Shape(std::move(name)) {}

  /// Adds a field with a constraint. Description and example go into the OpenAPI document. `member` is a
  /// member of T or of its base.
  template <class V, class Base>
    requires std::is_base_of_v<Base, T>
  Object&& field(std::string_view name, V Base::* member,
                 Constraint<typename IsOptional<V>::Inner> constraint, std::string_view description,
                 json::value example = nullptr) && {
    return std::move(*this).in_struct(name, static_cast<V T::*>(member), std::move(constraint), description,
                                      std::move(example));
  }
  /// Adds a field that accepts every value of the member's type.
  template <class V, class Base>
    requires std::is_base_of_v<Base, T>
  Object&& field(std::string_view name, V Base::* member, std::string_view description,
                 json::value example = nullptr) && {
    return std::move(*this).in_struct(name, static_cast<V T::*>(member), std::nullopt, description,
                                      std::move(example));
  }
  /// Adds a member that is read and written in its own way: a Field<T>, or what made_field() gives.
  Object&& member(std::unique_ptr<Member> field) && {
    add(std::move(field));
    return std::move(*this);
  }
  /// Adds another name under which the last field is read.
  Object&& alias(const std::string& name) && {
    add_alias(name);
    return std::move(*this);
  }
  /// The last field may be left out; its member then keeps its default value.
  Object&& or_default() && {
    last().defaulted = true;
    last().left_out.clear();
    const T fresh{};
    last().write_meaning_from(&fresh, last().left_out);
    return std::move(*this);
  }
  /// What it means to leave out the last field, if the code that reads the value supplies a default.
  Object&& left_out_means(const json::value& value) && {
    last().left_out = json::serialize(value);
    return std::move(*this);
  }
  /// Names the member with the record's version, from which the ETag is made; together with `moment`, if
  /// given, which can change without the version.
  Object&& versioned(std::int64_t T::* member, std::optional<Instant> T::* moment = nullptr) && {
    version_ = member;
    moment_ = moment;
    return std::move(*this);
  }
  /// Adds a rule across members, checked only when each of them is valid.
  Object&& rule(std::function<void(const T&, const Path&, Issues&)> check) && {
    rules_.push_back(std::move(check));
    return std::move(*this);
  }

  std::optional<T> read(const json::value& value, const Path& path, Issues& issues) const {
    std::optional<T> made(std::in_place);
    if (!read_members(value, &*made, path, issues) || !obeys_rules(*made, path, issues)) made.reset();
    return made;
  }

  /// If `blank` allows it, an empty parameter counts as left out: HTML forms send all their fields.
  std::optional<T> read_query(const Pairs& pairs, Blank blank, Issues& issues) const {
    std::optional<T> made(std::in_place);
    if (!read_parameters(pairs, blank, &*made, issues) || !obeys_rules(*made, Path(), issues)) made.reset();
    return made;
  }

  void write(const T& value, std::string& out) const { write_members(&value, out); }
  void write_meaning(const T& value, std::string& out) const { write_meaning_of(&value, out); }

  /// `v3`, or `v3.1700000000000000` with a time in microseconds; nothing for types without a version.
  std::optional<std::string> tag_of(const T& value) const {
    if (version_ == nullptr) return std::nullopt;
    std::string version = "v" + std::to_string(value.*version_);
    if (moment_ != nullptr && value.*moment_)
      version += '.' + std::to_string((value.*moment_)->time_since_epoch().count());
    return version;
  }

 private:
  template <class V>
  Object&& in_struct(std::string_view name, V T::* member,
                     std::optional<Constraint<typename IsOptional<V>::Inner>> constraint,
                     std::string_view description, json::value example) && {
    add(std::make_unique<CodedField<InStruct<V>>>(name, InStruct<V>(member), std::move(constraint),
                                                  description, std::move(example)));
    return std::move(*this);
  }

  bool obeys_rules(const T& made, const Path& path, Issues& issues) const {
    const std::size_t issues_before = issues.size();
    for (const auto& rule : rules_) rule(made, path, issues);
    return issues.size() == issues_before;
  }

  std::vector<std::function<void(const T&, const Path&, Issues&)>> rules_;
  std::int64_t T::* version_ = nullptr;
  std::optional<Instant> T::* moment_ = nullptr;
};

template <class T>
Object<T> object(std::string name) {
  return Object<T>(std::move(name));
}

/// By default T is a struct with a declaration.
template <class T>
struct Codec {
  static constexpr bool described = true;
  static std::optional<T> read(const json::value& value, const Path& path, Issues& issues) {
    return describe<T>().read(value, path, issues);
  }
  static void write(const T& value, std::string& out) { describe<T>().write(value, out); }
  static void write_meaning(const T& value, std::string& out) { describe<T>().write_meaning(value, out); }
  static json::object document(Components& components) { return describe<T>().document(components); }
  static json::value example() { return describe<T>().example(); }
};

/// Calls `read` with a path and issues; returns its value, or everything that is wrong.
template <class Read>
auto or_problem(Read read) -> Outcome<typename decltype(read(Path(), std::declval<Issues&>()))::value_type> {
  Issues issues;
  auto decoded = read(Path(), issues);
  if (!decoded) return Problem{.code = Code::validation_failed, .fields = issues.take()};
  return std::move(*decoded);
}

/// Parsed JSON as a T, or everything that is wrong with it.
template <class T>
Outcome<T> decode_value(const json::value& value) {
  return or_problem([&](const Path& path, Issues& issues) { return Codec<T>::read(value, path, issues); });
}
template <class T>
Outcome<T> decode_value(const Object<T>& type, const json::value& value) {
  return or_problem([&](const Path& path, Issues& issues) { return type.read(value, path, issues); });
}

/// A whole JSON document as a T, or everything that is wrong with it.
template <class T>
Outcome<T> decode(std::string_view text) {
  auto value = parse_json(text);
  if (!value) return value.error();
  return decode_value<T>(*value);
}

/// A query string as a T, or everything that is wrong with it.
template <class T>
Outcome<T> decode_query(const Pairs& pairs, Blank blank = Blank::refused) {
  return or_problem(
      [&](const Path&, Issues& issues) { return describe<T>().read_query(pairs, blank, issues); });
}

}  // namespace kpa::schema

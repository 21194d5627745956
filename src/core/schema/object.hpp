#pragma once

#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_map>
#include <utility>
#include <vector>

#include <boost/json/serialize.hpp>

#include "core/is_optional.hpp"
#include "core/schema/constraints.hpp"
#include "core/text.hpp"

namespace kpa::schema {

/// The query string, decoded, in the order it came.
using Pairs = std::vector<std::pair<std::string, std::string>>;

/// `formNumber` of `form_number`, and the other way round; unchanged where both are the same.
std::string camel_case(std::string_view name);
std::string snake_case(std::string_view name);

template <class T>
class Object;

/// The declaration of a type that crosses the wire, given once by an explicit specialisation beside the type:
///   template <> const schema::Object<Bogie>& schema::describe();
/// Class templates specialise Described instead.
template <class T>
struct Described;
template <class T>
const Object<T>& describe() {
  return Described<T>::object();
}

/// One member of T: its name, how it is read, written and documented.
template <class T>
class Field {
 public:
  Field(std::string its_name, std::string meaning, json::value sample)
      : name(std::move(its_name)), description(std::move(meaning)), example(std::move(sample)) {
    write_string(name, quoted_);
    quoted_ += ':';
  }
  virtual ~Field() = default;
  virtual bool required() const = 0;
  virtual void read(const json::value& value, T& into, const Path& path, Issues& issues) const = 0;
  virtual void read_text(std::string_view text, T& into, const Path& path, Issues& issues) const = 0;
  virtual void write(const T& from, std::string& out) const = 0;
  virtual void write_meaning(const T& from, std::string& out) const { write(from, out); }
  virtual json::object document(Components& components) const = 0;
  virtual json::value example_value() const = 0;
  /// Of the member of a stored record, what this member has: see Object::part_of().
  virtual json::value part_of(const json::value& stored) const;
  /// `current` as JSON, with the change that a merge patch asks for.
  virtual json::value merged(const json::value& current, const json::value& change) const;

  const std::string& quoted() const { return quoted_; }

  bool defaulted = false;         ///< may be left out although the member is no std::optional
  std::string left_out = "null";  ///< what leaving it out means, as write_meaning() has it
  const std::string name;
  const std::string description;
  const json::value example;

 private:
  std::string quoted_;  // `"name":`
};

template <class T, class V>
class MemberField final : public Field<T> {
 public:
  using Inner = typename IsOptional<V>::Inner;

  MemberField(std::string its_name, V T::* member, std::optional<Constraint<Inner>> constraint,
              std::string meaning, json::value sample)
      : Field<T>(std::move(its_name), std::move(meaning), std::move(sample)),
        member_(member),
        constraint_(std::move(constraint)) {}

  bool required() const override { return !IsOptional<V>::value; }

  void read(const json::value& value, T& into, const Path& path, Issues& issues) const override {
    if constexpr (requires { Codec<V>::read(value, path, issues); })
      accept(Codec<V>::read(value, path, issues), into, path, issues);
    else
      issues.add(path, "unknown_field");  // of a type that is only answered
  }
  void read_text(std::string_view text, T& into, const Path& path, Issues& issues) const override {
    if constexpr (requires { Codec<V>::read_text(text, path, issues); })
      accept(Codec<V>::read_text(text, path, issues), into, path, issues);
    else
      issues.add(path, "unknown_parameter");
  }
  void write(const T& from, std::string& out) const override { Codec<V>::write(from.*member_, out); }
  void write_meaning(const T& from, std::string& out) const override {
    schema::write_meaning(from.*member_, out);
  }
  json::value part_of(const json::value& stored) const override {
    if constexpr (requires { Codec<Inner>::described; })
      if (stored.is_object()) return describe<Inner>().part_of(stored.get_object());
    return stored;
  }
  json::value merged(const json::value& current, const json::value& change) const override {
    if constexpr (requires { Codec<Inner>::described; })
      if (current.is_object() && change.is_object())
        return describe<Inner>().merged(current.get_object(), change.get_object());
    return change;
  }

  json::object document(Components& components) const override {
    json::object schema = Codec<V>::document(components);
    if (constraint_) constraint_->document(schema);
    if (!this->description.empty()) schema["description"] = this->description;
    if (!this->example.is_null()) schema["examples"] = json::array{this->example};
    return schema;
  }
  json::value example_value() const override {
    return this->example.is_null() ? Codec<V>::example() : this->example;
  }

 private:
  void accept(std::optional<V> value, T& into, const Path& path, Issues& issues) const {
    if (!value) return;
    if (const Inner* present = inner(*value); constraint_ && present != nullptr) {
      if (auto violation = constraint_->check(*present)) return issues.add(path, std::move(*violation));
    }
    into.*member_ = std::move(*value);
  }
  static const Inner* inner(const V& value) {
    if constexpr (IsOptional<V>::value)
      return value ? &*value : nullptr;
    else
      return &value;
  }

  V T::* member_;
  std::optional<Constraint<Inner>> constraint_;
};

/// How a struct crosses the wire. Built once, by a chain of field(); a member of type std::optional may be
/// left out or null, every other one is required.
template <class T>
class Object {
 public:
  explicit Object(std::string name) : name_(std::move(name)) {}

  /// With a constraint. Description and example go into the OpenAPI document. `member` is one of T, or of a
  /// struct that T is made of.
  template <class V, class Base>
    requires std::is_base_of_v<Base, T>
  Object&& field(std::string name, V Base::* member, Constraint<typename IsOptional<V>::Inner> constraint,
                 std::string description, json::value example = nullptr) && {
    return std::move(*this).add(std::make_unique<MemberField<T, V>>(
        std::move(name), member, std::move(constraint), std::move(description), std::move(example)));
  }
  /// Anything of the member's type.
  template <class V, class Base>
    requires std::is_base_of_v<Base, T>
  Object&& field(std::string name, V Base::* member, std::string description,
                 json::value example = nullptr) && {
    return std::move(*this).add(std::make_unique<MemberField<T, V>>(
        std::move(name), member, std::nullopt, std::move(description), std::move(example)));
  }
  /// A member with its own way of being read and written.
  Object&& member(std::unique_ptr<Field<T>> field) && { return std::move(*this).add(std::move(field)); }
  /// Another name under which the last field is read.
  Object&& alias(const std::string& name) && {
    by_name_.emplace(name, fields_.size() - 1);
    return std::move(*this);
  }
  /// The last field may be left out; its member then keeps what a new T has.
  Object&& or_default() && {
    fields_.back()->defaulted = true;
    fields_.back()->left_out.clear();
    fields_.back()->write_meaning(T{}, fields_.back()->left_out);
    return std::move(*this);
  }
  /// Leaving out the last field means this, where whoever reads it fills it in.
  Object&& left_out_means(const json::value& value) && {
    fields_.back()->left_out = json::serialize(value);
    return std::move(*this);
  }
  /// The member that counts the record's changes; it becomes the answer's ETag, together with `moment`, one
  /// that moves on without being counted.
  Object&& versioned(std::int64_t T::* member, std::optional<Instant> T::* moment = nullptr) && {
    version_ = member;
    moment_ = moment;
    return std::move(*this);
  }
  /// A rule across members, checked when each of them is good.
  Object&& rule(std::function<void(const T&, const Path&, Issues&)> check) && {
    rules_.push_back(std::move(check));
    return std::move(*this);
  }

  std::optional<T> read(const json::value& value, const Path& path, Issues& issues) const {
    if (!value.is_object()) {
      issues.add(path, "wrong_type", {{"expected", i18n::text("an object")}});
      return std::nullopt;
    }
    Reading reading{T{}, std::vector<bool>(fields_.size()), issues.size()};
    for (const auto& member : value.get_object()) {
      const std::string_view name(member.key().data(), member.key().size());
      const Path here(path, name);
      if (const Field<T>* field = take(name, here, reading, issues, "unknown_field"))
        field->read(member.value(), reading.value, here, issues);
    }
    return finish(std::move(reading), path, issues);
  }

  /// Where blank ones are allowed, they are as good as left out: forms send what nobody filled in.
  std::optional<T> read_query(const Pairs& pairs, Blank blank, Issues& issues) const {
    const Path root;
    Reading reading{T{}, std::vector<bool>(fields_.size()), issues.size()};
    for (const auto& [name, text] : pairs) {
      const Path here(root, name);
      const Field<T>* const field = take(name, here, reading, issues, "unknown_parameter");
      if (field == nullptr) continue;
      const bool left_out = blank == Blank::allowed && !field->required() && trimmed(text).empty();
      if (!left_out) field->read_text(text, reading.value, here, issues);
    }
    return finish(std::move(reading), root, issues);
  }

  void write(const T& value, std::string& out) const {
    char before = '{';
    for (const auto& field : fields_) {
      out += before;
      out += field->quoted();
      field->write(value, out);
      before = ',';
    }
    if (before == '{') out += '{';
    out += '}';
  }

  void write_meaning(const T& value, std::string& out) const {
    std::map<std::string_view, std::string> said;
    for (const auto& field : fields_) {
      std::string text;
      field->write_meaning(value, text);
      if (text != "null" && text != field->left_out) said.emplace(field->quoted(), std::move(text));
    }
    char before = '{';
    for (const auto& [name, text] : said) {
      out.append(1, before).append(name).append(text);
      before = ',';
    }
    if (before == '{') out += '{';
    out += '}';
  }

  json::object document(Components& components) const {
    if (!components.contains(name_)) {
      components.emplace(name_, json::object());  // before the members: a type may contain itself
      json::object properties;
      json::array required;
      for (const auto& field : fields_) {
        properties[field->name] = field->document(components);
        if (field->required() && !field->defaulted) required.emplace_back(field->name);
      }
      json::object schema{
          {"type", "object"}, {"additionalProperties", false}, {"properties", std::move(properties)}};
      if (!required.empty()) schema["required"] = std::move(required);
      components[name_] = std::move(schema);
    }
    return {{"$ref", "#/components/schemas/" + name_}};
  }

  /// Every member that is required or has an example: what may be left out is shown only where that helps.
  json::value example() const {
    json::object whole;
    for (const auto& field : fields_)
      if (field->required() || !field->example.is_null()) whole[field->name] = field->example_value();
    return whole;
  }

  /// The members of `patch` under the names that write() uses, so that merging knows them in both spellings.
  json::object canonical(const json::object& patch) const {
    json::object renamed;
    for (const auto& member : patch) {
      const auto found = by_name_.find(std::string(member.key()));
      renamed[found == by_name_.end() ? std::string(member.key()) : fields_[found->second]->name] =
          member.value();
    }
    return renamed;
  }

  /// The members that a T has of a stored record, which has all of them under the same names, and others
  /// besides; of objects in it likewise. Throws std::logic_error when one is not there: a patch would clear
  /// it.
  json::object part_of(const json::object& stored) const {
    json::object part;
    for (const auto& field : fields_) {
      const auto* member = stored.if_contains(field->name);
      if (member == nullptr) throw std::logic_error("a stored " + name_ + " has no " + field->name);
      part[field->name] = field->part_of(*member);
    }
    return part;
  }

  /// `current`, as write() gives it, with a merge patch applied. Changed members have the names that the
  /// client used, so that reading the result tells of them, and of both spellings at once, under these.
  json::object merged(json::object current, const json::object& patch) const {
    for (const auto& member : patch) {
      const auto found = by_name_.find(std::string(member.key()));
      json::value change = member.value();
      if (found != by_name_.end()) {
        const Field<T>& field = *fields_[found->second];
        if (const auto* present = current.if_contains(field.name)) change = field.merged(*present, change);
        if (member.key() != json::string_view(field.name) && !patch.contains(field.name))
          current.erase(field.name);
      }
      current[member.key()] = std::move(change);
    }
    return current;
  }

  const std::string& name() const { return name_; }
  const std::vector<std::unique_ptr<Field<T>>>& fields() const { return fields_; }
  /// `v3`, or `v3.1700000000000000` with a moment in microseconds; nothing where nothing counts changes.
  std::optional<std::string> tag_of(const T& value) const {
    if (version_ == nullptr) return std::nullopt;
    std::string version = "v" + std::to_string(value.*version_);
    if (moment_ != nullptr && value.*moment_)
      version += '.' + std::to_string((value.*moment_)->time_since_epoch().count());
    return version;
  }

 private:
  struct Reading {
    T value;
    std::vector<bool> seen;
    std::size_t issues_before;
  };

  Object&& add(std::unique_ptr<Field<T>> field) && {
    const std::size_t index = fields_.size();
    for (const auto& spelling : {field->name, camel_case(field->name), snake_case(field->name)})
      by_name_.emplace(spelling, index);
    fields_.push_back(std::move(field));
    return std::move(*this);
  }

  const Field<T>* take(std::string_view name, const Path& path, Reading& reading, Issues& issues,
                       std::string_view unknown) const {
    const auto found = by_name_.find(std::string(name));
    if (found == by_name_.end()) {
      issues.add(path, unknown);
      return nullptr;
    }
    if (reading.seen[found->second]) {
      issues.add(path, "repeated");
      return nullptr;
    }
    reading.seen[found->second] = true;
    return fields_[found->second].get();
  }

  std::optional<T> finish(Reading reading, const Path& path, Issues& issues) const {
    for (std::size_t index = 0; index < fields_.size(); ++index)
      if (!reading.seen[index] && fields_[index]->required() && !fields_[index]->defaulted)
        issues.add(Path(path, fields_[index]->name), "required");
    if (issues.size() != reading.issues_before) return std::nullopt;
    for (const auto& rule : rules_) rule(reading.value, path, issues);
    if (issues.size() != reading.issues_before) return std::nullopt;
    return std::move(reading.value);
  }

  std::string name_;
  std::vector<std::unique_ptr<Field<T>>> fields_;
  std::unordered_map<std::string, std::size_t> by_name_;
  std::vector<std::function<void(const T&, const Path&, Issues&)>> rules_;
  std::int64_t T::* version_ = nullptr;
  std::optional<Instant> T::* moment_ = nullptr;
};

template <class T>
Object<T> object(std::string name) {
  return Object<T>(std::move(name));
}

template <class T>
json::value Field<T>::part_of(const json::value& stored) const {
  return stored;
}

template <class T>
json::value Field<T>::merged(const json::value&, const json::value& change) const {
  return change;
}

/// Any other type is a struct that describes itself.
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

/// Parsed JSON as a T, or everything that is wrong with it.
template <class T>
Outcome<T> decode_value(const json::value& value) {
  Issues issues;
  auto decoded = Codec<T>::read(value, Path(), issues);
  if (!decoded) return Problem{.code = Code::validation_failed, .fields = issues.take()};
  return std::move(*decoded);
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
  Issues issues;
  auto decoded = describe<T>().read_query(pairs, blank, issues);
  if (!decoded) return Problem{.code = Code::validation_failed, .fields = issues.take()};
  return std::move(*decoded);
}

}  // namespace kpa::schema

#include "core/schema/built.hpp"

#include <algorithm>

#include "core/schema/spelling.hpp"
#include "core/text.hpp"
#include "core/unicode.hpp"

namespace kpa::schema {
namespace {

/// Access to the value of one field in Values.
template <class V>
struct InValues {
  using Value = V;
  std::size_t number;
  bool required;

  bool may_be_missing() const { return !required; }
  const V* get(const void* from) const { return static_cast<const Values*>(from)->get<V>(number); }
  void set(void* into, V value) const { static_cast<Values*>(into)->set(number, std::move(value)); }
  void clear(void* into) const { static_cast<Values*>(into)->clear(number); }
};

/// A field whose value is a V with further rules.
template <class V>
class OwnField : public Field<Values> {
 public:
  OwnField(BuiltField field, std::size_t number)
      : Field(std::move(field.name), std::move(field.description), std::move(field.example)),
        place_{number, field.required} {}

  bool required() const override { return place_.required; }
  void read(const json::value& value, Values& into, const Path& path, Issues& issues) const override {
    if (value.is_null() && !required()) return place_.clear(&into);
    if (auto read = value_of(value, path, issues)) place_.set(&into, std::move(*read));
  }
  void read_text(std::string_view, Values&, const Path& path, Issues& issues) const override {
    issues.add(path, "unknown_parameter");
  }
  void write(const Values& from, std::string& out) const override {
    if (const V* value = place_.get(&from))
      write_value(*value, out);
    else
      out += "null";
  }
  json::object document(Components& components) const override {
    json::object schema = schema_of_value(components);
    return documented(required() ? std::move(schema) : or_null(std::move(schema)));
  }
  json::value example_value() const override { return example.is_null() ? example_of_value() : example; }

 protected:
  virtual std::optional<V> value_of(const json::value& value, const Path& path, Issues& issues) const = 0;
  virtual void write_value(const V& value, std::string& out) const = 0;
  virtual json::object schema_of_value(Components& components) const = 0;
  virtual json::value example_of_value() const = 0;

  const InValues<V>& place() const { return place_; }

 private:
  InValues<V> place_;
};

json::object schema_of(const std::vector<std::string>& words) {
  return {{"type", "string"}, {"enum", json::array(words.begin(), words.end())}};
}

/// The index of the word that somebody typed.
std::optional<std::size_t> chosen(const std::vector<std::string>& words, std::string_view typed,
                                  const Path& path, Issues& issues) {
  const auto found = std::ranges::find_if(words, [&](const auto& word) { return is_choice(typed, word); });
  if (found != words.end()) return static_cast<std::size_t>(found - words.begin());
  issues.add(path, "not_a_choice", {{"choices", listed(words)}});
  return std::nullopt;
}

class ChoiceField final : public OwnField<std::string> {
 public:
  ChoiceField(BuiltField field, std::size_t number, Choice choice)
      : OwnField(std::move(field), number), words_(std::move(choice.words)) {}

  void read_text(std::string_view text, Values& into, const Path& path, Issues& issues) const override {
    if (const auto word = chosen(words_, text, path, issues)) place().set(&into, words_[*word]);
  }

 private:
  std::optional<std::string> value_of(const json::value& value, const Path& path,
                                      Issues& issues) const override {
    const auto text = Codec<std::string>::read(value, path, issues);
    const auto word = text ? chosen(words_, *text, path, issues) : std::nullopt;
    return word ? std::optional(words_[*word]) : std::nullopt;
  }
  void write_value(const std::string& word, std::string& out) const override { write_string(word, out); }
  json::object schema_of_value(Components&) const override { return schema_of(words_); }
  json::value example_of_value() const override { return json::string(words_.front()); }

  std::vector<std::string> words_;
};

class ChoicesField final : public OwnField<std::vector<std::string>> {
 public:
  ChoicesField(BuiltField field, std::size_t number, Choices choices)
      : OwnField(std::move(field), number), words_(std::move(choices.words)) {}

 private:
  std::optional<std::vector<std::string>> value_of(const json::value& value, const Path& path,
                                                   Issues& issues) const override {
    std::vector<bool> taken(words_.size());
    const auto read = read_list(value, path, issues,
                                [&](const json::value& item, const Path& here) -> std::optional<std::size_t> {
                                  const auto text = Codec<std::string>::read(item, here, issues);
                                  const auto word = text ? chosen(words_, *text, here, issues) : std::nullopt;
                                  if (!word) return std::nullopt;
                                  if (taken[*word]) {
                                    issues.add(here, "repeated");
                                    return std::nullopt;
                                  }
                                  taken[*word] = true;
                                  return word;
                                });
    if (!read) return std::nullopt;
    std::vector<std::string> words;
    for (std::size_t word = 0; word < words_.size(); ++word)
      if (taken[word]) words.push_back(words_[word]);
    return words;
  }
  void write_value(const std::vector<std::string>& words, std::string& out) const override {
    Codec<std::vector<std::string>>::write(words, out);
  }
  json::object schema_of_value(Components&) const override {
    return {{"type", "array"}, {"items", schema_of(words_)}, {"uniqueItems", true}};
  }
  json::value example_of_value() const override { return json::array{json::string(words_.front())}; }

  std::vector<std::string> words_;
};

class GroupField final : public OwnField<Values> {
 public:
  GroupField(BuiltField field, std::size_t number, Group group)
      : OwnField(std::move(field), number), type_(std::move(group.type)) {}

  void write_meaning(const Values& from, std::string& out) const override {
    if (const Values* value = place().get(&from))
      type_->write_meaning(*value, out);
    else
      out += "null";
  }
  json::value part_of(const json::value& stored) const override {
    return stored.is_object() ? json::value(type_->part_of(stored.get_object())) : stored;
  }
  json::value merged(const json::value& current, const json::value& change) const override {
    if (current.is_object() && change.is_object())
      return type_->merged(current.get_object(), change.get_object());
    return change;
  }

 private:
  std::optional<Values> value_of(const json::value& value, const Path& path, Issues& issues) const override {
    return type_->read(value, path, issues);
  }
  void write_value(const Values& value, std::string& out) const override { type_->write(value, out); }
  json::object schema_of_value(Components& components) const override { return type_->schema(components); }
  json::value example_of_value() const override { return type_->example(); }

  std::shared_ptr<const Object<Values>> type_;
};

class GroupsField final : public OwnField<std::vector<Values>> {
 public:
  GroupsField(BuiltField field, std::size_t number, Groups groups)
      : OwnField(std::move(field), number), groups_(std::move(groups)) {}

  void write_meaning(const Values& from, std::string& out) const override {
    if (const auto* list = place().get(&from))
      write_list(*list, out, [&](const Values& one) { groups_.type->write_meaning(one, out); });
    else
      out += "null";
  }

 private:
  std::optional<std::vector<Values>> value_of(const json::value& value, const Path& path,
                                              Issues& issues) const override {
    if (value.is_array()) {
      const std::size_t size = value.get_array().size();
      if (size < groups_.least) issues.add(path, "too_few_items", {{"min", std::to_string(groups_.least)}});
      if (size > groups_.most) issues.add(path, "too_many_items", {{"max", std::to_string(groups_.most)}});
      if (size < groups_.least || size > groups_.most) return std::nullopt;
    }
    return read_list(value, path, issues, [&](const json::value& item, const Path& here) {
      return groups_.type->read(item, here, issues);
    });
  }
  void write_value(const std::vector<Values>& list, std::string& out) const override {
    write_list(list, out, [&](const Values& one) { groups_.type->write(one, out); });
  }
  json::object schema_of_value(Components& components) const override {
    return {{"type", "array"},
            {"items", groups_.type->schema(components)},
            {"minItems", groups_.least},
            {"maxItems", groups_.most}};
  }
  json::value example_of_value() const override {
    return json::array(std::max<std::size_t>(groups_.least, 1), groups_.type->example());
  }

  Groups groups_;
};

using MadeField = std::unique_ptr<Member>;

template <class V>
MadeField made_of(One<V> one, BuiltField field, std::size_t number) {
  using Place = InValues<V>;
  return std::make_unique<CodedField<Place>>(field.name, Place{number, field.required},
                                             std::move(one.constraint), std::move(field.description),
                                             std::move(field.example));
}
MadeField made_of(Choice choice, BuiltField field, std::size_t number) {
  return std::make_unique<ChoiceField>(std::move(field), number, std::move(choice));
}
MadeField made_of(Choices choices, BuiltField field, std::size_t number) {
  return std::make_unique<ChoicesField>(std::move(field), number, std::move(choices));
}
MadeField made_of(Group group, BuiltField field, std::size_t number) {
  return std::make_unique<GroupField>(std::move(field), number, std::move(group));
}
MadeField made_of(Groups groups, BuiltField field, std::size_t number) {
  return std::make_unique<GroupsField>(std::move(field), number, std::move(groups));
}

constexpr i18n::Text bad_name =
    i18n::text("a name: a letter, then at most 62 letters, digits and underscores");

bool is_name(std::string_view name) {
  constexpr std::size_t longest = 63;  // as PostgreSQL's names
  return !name.empty() && name.size() <= longest && is_letter(name.front()) &&
         std::ranges::all_of(name, [](char c) { return is_letter(c) || is_digit(c) || c == '_'; });
}

void check_words(const std::vector<std::string>& words, const Path& path, Issues& issues) {
  if (words.empty()) return issues.add(path, "too_few_items", {{"min", "1"}});
  for (std::size_t index = 0; index < words.size(); ++index) {
    const Path here(path, index);
    if (trimmed(words[index]).empty()) issues.add(here, "blank");
    for (std::size_t earlier = 0; earlier < index; ++earlier)
      if (is_choice(words[index], words[earlier])) {
        issues.add(here, "repeated");
        break;
      }
  }
}

}  // namespace

std::unique_ptr<Member> made_field(BuiltField field, std::size_t number) {
  Kind kind = std::move(field.kind);
  return std::visit([&](auto& its) { return made_of(std::move(its), std::move(field), number); }, kind);
}

Outcome<Object<Values>> built(std::string name, std::vector<BuiltField> fields) {
  Issues issues;
  const Path root;
  const Path list(root, "fields");
  Object<Values> type(std::move(name));
  for (std::size_t number = 0; number < fields.size(); ++number) {
    BuiltField& field = fields[number];
    const Path here(list, number);
    const Path its_name(here, "name");
    if (!is_name(field.name)) issues.add(its_name, "pattern", {{"expected", bad_name}});
    for (const auto& spelling : {field.name, camel_case(field.name), snake_case(field.name)})
      if (type.knows(spelling)) {
        issues.add(its_name, "repeated");
        break;
      }
    const Path words(here, "words");
    if (const auto* choice = std::get_if<Choice>(&field.kind)) check_words(choice->words, words, issues);
    if (const auto* choices = std::get_if<Choices>(&field.kind)) check_words(choices->words, words, issues);
    std::move(type).member(made_field(std::move(field), number));
  }
  if (!issues.empty()) return Problem{.code = Code::validation_failed, .fields = issues.take()};
  return type;
}

json::object json_schema(const Object<Values>& type) {
  Components none;  // empty: groups are written inline
  json::object schema{{"$schema", "https://json-schema.org/draft/2020-12/schema"}, {"title", type.name()}};
  for (auto& member : type.schema(none)) schema[member.key()] = std::move(member.value());
  return schema;
}

}  // namespace kpa::schema

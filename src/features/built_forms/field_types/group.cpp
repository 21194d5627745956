#include <algorithm>
#include <memory>

#include "features/built_forms/answers.hpp"
#include "features/built_forms/field_types/all.hpp"

namespace kpa::built_forms::field_types {
namespace {

constexpr std::int64_t most_rows = 200;

struct GroupRules {
  std::optional<bool> repeats;
  std::optional<std::int64_t> min_items;
  std::optional<std::int64_t> max_items;
};

const schema::Object<GroupRules>& group_rules() {
  using R = GroupRules;
  static const auto made =
      schema::object<R>("GroupRules")
          .field("repeats", &R::repeats,
                 "Whether it is filled in again and again, a row per axle, say; true when left out")
          .field("min_items", &R::min_items, schema::between(0, most_rows), "Fewest rows", 1)
          .field("max_items", &R::max_items, schema::between(1, most_rows), "Most rows", 4);
  return made;
}

bool repeats(const Field& field) {
  const auto* const rule =
      field.validation_rules ? field.validation_rules->members.if_contains("repeats") : nullptr;
  return rule == nullptr || !rule->is_bool() || rule->get_bool();
}

struct Rows {
  std::shared_ptr<const Answers> fields;
  bool repeat = true;
  std::size_t min = 0;
  std::size_t max = most_rows;
};

/// One object, or a list of objects, with answers to the group's own fields.
class GroupMember final : public schema::Field<schema::Values> {
 public:
  GroupMember(const Making& making, Rows rows)
      : Field(making.field.name, making.field.label, nullptr),
        number_(making.number),
        rows_(std::move(rows)) {}

  bool required() const override { return false; }

  /// Rows keep their places, also those in which nothing could be read, since issues name them.
  void read(const boost::json::value& value, schema::Values& into, const schema::Path& path,
            schema::Issues& issues) const override {
    if (!rows_.repeat) {
      auto row = row_of(value, path, issues);
      if (!(row == schema::Values())) into.set(number_, std::move(row));
      return;
    }
    if (!value.is_array()) return issues.add(path, "wrong_type", {{"expected", i18n::text("a list")}});
    const auto& list = value.get_array();
    if (list.size() < rows_.min) issues.add(path, "too_few_items", {{"min", std::to_string(rows_.min)}});
    if (list.size() > rows_.max)
      return issues.add(path, "too_many_items", {{"max", std::to_string(rows_.max)}});
    std::vector<schema::Values> rows;
    for (const auto& item : list) rows.push_back(row_of(item, schema::Path(path, rows.size()), issues));
    into.set(number_, std::move(rows));
  }
  void read_text(std::string_view, schema::Values&, const schema::Path& path,
                 schema::Issues& issues) const override {
    issues.add(path, "unknown_parameter");
  }
  void write(const schema::Values& from, std::string& out) const override {
    if (const auto* row = from.get<schema::Values>(number_))
      rows_.fields->write(*row, out);
    else if (const auto* rows = from.get<std::vector<schema::Values>>(number_))
      schema::write_list(*rows, out, [&](const schema::Values& one) { rows_.fields->write(one, out); });
    else
      out += "null";
  }
  boost::json::object document(schema::Components&) const override {
    auto row = rows_.fields->schema();
    if (!rows_.repeat) return documented(schema::or_null(std::move(row)));
    return documented(schema::or_null(
        {{"type", "array"}, {"items", std::move(row)}, {"minItems", rows_.min}, {"maxItems", rows_.max}}));
  }
  boost::json::value example_value() const override {
    auto row = rows_.fields->example();
    if (!rows_.repeat) return row;
    return boost::json::array(std::max<std::size_t>(rows_.min, 1), row);
  }

 private:
  schema::Values row_of(const boost::json::value& value, const schema::Path& path,
                        schema::Issues& issues) const {
    if (value.is_object()) return rows_.fields->read(value.get_object(), path, issues);
    issues.add(path, "wrong_type", {{"expected", i18n::text("an object")}});
    return {};
  }

  std::size_t number_;
  Rows rows_;
};

BuiltAnswer make_group(const Making& making) {
  const auto rules = rules_of(making, group_rules());
  const schema::Path list(making.path, "fields");
  if (making.field.fields.empty()) making.issues.add(list, "too_few_items", {{"min", "1"}});
  if (making.depth >= deepest_group) {
    making.issues.add(list, {"too_deep",
                             {{"max", std::to_string(deepest_group)}},
                             i18n::text("Groups can be within groups, but not deeper than {max}")});
    return {};
  }
  Rows rows{
      .fields = std::make_shared<const Answers>(making.field.fields, list, making.depth + 1, making.issues),
      .repeat = rules.repeats.value_or(true)};
  if (!rows.repeat)
    for (const auto& [rule, given] :
         {std::pair("min_items", rules.min_items), std::pair("max_items", rules.max_items)})
      if (given)
        refuse_rule(making, rule,
                    {"does_not_repeat", {}, i18n::text("A group that does not repeat has no rows")});
  rows.min = static_cast<std::size_t>(rules.min_items.value_or(0));
  rows.max = static_cast<std::size_t>(rules.max_items.value_or(most_rows));
  if (rows.min > rows.max) refuse_rule(making, "min_items", no_answer_fits("max_items"));

  const auto judge = [fields = rows.fields](const schema::Value& answer, const std::string& path,
                                            std::vector<Finding>& findings) {
    if (const auto* row = std::get_if<schema::Values>(&answer)) fields->judge(*row, path + '.', findings);
    if (const auto* all = std::get_if<std::vector<schema::Values>>(&answer))
      for (std::size_t index = 0; index < all->size(); ++index)
        fields->judge((*all)[index], path + '[' + std::to_string(index) + "].", findings);
  };
  auto fields = rows.fields;
  return {.member = std::make_unique<GroupMember>(making, std::move(rows)),
          .judge = judge,
          .within = std::move(fields)};
}

ValueType type_of_group(const Field& field) {
  return {.base = ValueType::Base::row, .list = repeats(field), .members = value_types(field.fields)};
}

}  // namespace

const FieldType group_type{.name = "group",
                           .title = i18n::text("Group of fields"),
                           .has_fields = true,
                           .rules = []() -> const schema::Shape& { return group_rules(); },
                           .value_type = type_of_group,
                           .make = make_group};

}  // namespace kpa::built_forms::field_types

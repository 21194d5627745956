#include <algorithm>

#include "features/built_forms/choices.hpp"
#include "features/built_forms/field_types/all.hpp"

namespace kpa::built_forms::field_types {
namespace {

struct CheckboxRules {
  std::optional<std::int64_t> min_selected;
  std::optional<std::int64_t> max_selected;
  std::optional<bool> other_allowed;
};

const schema::Object<CheckboxRules>& checkbox_rules() {
  using R = CheckboxRules;
  static const auto made =
      schema::object<R>("CheckboxRules")
          .field("min_selected", &R::min_selected, schema::between(0, most_options), "Fewest choices", 1)
          .field("max_selected", &R::max_selected, schema::between(1, most_options), "Most choices", 3)
          .field("other_allowed", &R::other_allowed,
                 "Whether something that is not among the options may be written");
  return made;
}

struct Boxes {
  std::vector<std::string> values;
  std::size_t min = 0;
  std::size_t max = 0;
  bool other = false;
};

class Checkboxes final : public schema::Field<schema::Values> {
 public:
  Checkboxes(const Making& making, Boxes boxes)
      : Field(making.field.name, making.field.label, nullptr),
        number_(making.number),
        boxes_(std::move(boxes)) {}

  bool required() const override { return false; }
  /// Chosen options are stored in the form's order, and what else was written behind them.
  void read(const boost::json::value& value, schema::Values& into, const schema::Path& path,
            schema::Issues& issues) const override {
    using schema::Codec;
    auto chosen = schema::read_list(
        value, path, issues, [&](const auto& item, const schema::Path& here) -> std::optional<std::string> {
          const auto text = Codec<std::string>::read(item, here, issues);
          return text ? chosen_value(boxes_.values, boxes_.other, *text, here, issues) : std::nullopt;
        });
    if (!chosen) return;
    const auto place = [&](const std::string& one) { return std::ranges::find(boxes_.values, one); };
    std::ranges::stable_sort(*chosen, {}, place);
    if (std::ranges::adjacent_find(*chosen) != chosen->end()) return issues.add(path, "repeated");
    if (chosen->size() < boxes_.min)
      return issues.add(path, "too_few_items", {{"min", std::to_string(boxes_.min)}});
    if (chosen->size() > boxes_.max)
      return issues.add(path, "too_many_items", {{"max", std::to_string(boxes_.max)}});
    into.set(number_, std::move(*chosen));
  }
  void read_text(std::string_view text, schema::Values& into, const schema::Path& path,
                 schema::Issues& issues) const override {
    read(boost::json::array{boost::json::string(text)}, into, path, issues);
  }
  void write(const schema::Values& from, std::string& out) const override {
    if (const auto* chosen = from.get<std::vector<std::string>>(number_))
      schema::Codec<std::vector<std::string>>::write(*chosen, out);
    else
      out += "null";
  }
  boost::json::object document(schema::Components&) const override {
    return documented(schema::or_null({{"type", "array"},
                                       {"items", choice_schema(boxes_.values, boxes_.other)},
                                       {"uniqueItems", true},
                                       {"maxItems", boxes_.max}}));
  }
  boost::json::value example_value() const override {
    return boost::json::array{boost::json::string(boxes_.values.front())};
  }

 private:
  std::size_t number_;
  Boxes boxes_;
};

BuiltAnswer make_checkbox(const Making& making) {
  const auto rules = rules_of(making, checkbox_rules());
  Boxes boxes{.values = option_values(making), .other = rules.other_allowed.value_or(false)};
  if (boxes.values.empty()) return {};
  const std::size_t most = boxes.values.size() + (boxes.other ? 1 : 0);
  boxes.min = static_cast<std::size_t>(rules.min_selected.value_or(0));
  boxes.max = static_cast<std::size_t>(rules.max_selected.value_or(static_cast<std::int64_t>(most)));
  if (boxes.min > boxes.max) refuse_rule(making, "min_selected", no_answer_fits("max_selected"));
  if (boxes.min > most)
    refuse_rule(making, "min_selected", schema::violation("too_large", {{"max", std::to_string(most)}}));
  return {.member = std::make_unique<Checkboxes>(making, std::move(boxes))};
}

}  // namespace

const FieldType checkbox_type{
    .name = "checkbox",
    .title = i18n::text("Several choices"),
    .has_options = true,
    .rules = []() -> const schema::Shape& { return checkbox_rules(); },
    .value_type = [](const Field&) { return ValueType{.base = ValueType::Base::text, .list = true}; },
    .make = make_checkbox};

}  // namespace kpa::built_forms::field_types

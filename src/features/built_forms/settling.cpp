#include <algorithm>
#include <set>

#include "features/built_forms/logic.hpp"

namespace kpa::built_forms {

namespace json = boost::json;

/// Goes through the fields of a form and, for each, through the rows that it is in.
class Settling {
 public:
  Settling(const Logic& logic, json::object answers, const expressions::Moment& moment)
      : logic_(logic), moment_(moment) {
    made_.answers = std::move(answers);
  }

  Settled settled() {
    for (const std::size_t index : logic_.order_)
      for_each_row(logic_.parts_[index], [&](const Logic::Part& part) { settle(part); });
    for (const Logic::Part& part : logic_.parts_)
      for_each_row(part, [&](const Logic::Part& its) { judge(its); });
    drop_empty_groups();
    return std::move(made_);
  }

 private:
  /// An object that fields are in: the answers, a row of a group, a group.
  struct Row {
    std::size_t group;  ///< the part, or none
    json::object* answers;
    std::string path;  ///< `axles[0].`
  };

  /// Calls `use` with rows_ being those around the part, the innermost last.
  template <class Use>
  void for_each_row(const Logic::Part& part, Use use) {
    rows_ = {{Logic::none, &made_.answers, ""}};
    std::vector<std::size_t> groups;
    for (std::size_t group = part.group; group != Logic::none; group = logic_.parts_[group].group)
      groups.push_back(group);
    enter(groups, [&] { use(part); });
  }

  /// Enters the groups, of which the outermost is the last.
  template <class Use>
  void enter(const std::vector<std::size_t>& groups, const Use& use) {
    if (rows_.size() > groups.size()) return use();
    const std::size_t index = groups[groups.size() - rows_.size()];
    const Logic::Part& group = logic_.parts_[index];
    json::value* const answer = rows_.back().answers->if_contains(group.field->name);
    if (answer == nullptr) return;
    const std::string path = rows_.back().path + group.field->name;
    const auto into = [&](json::value& row, std::string its_path) {
      if (!row.is_object()) return;
      rows_.push_back({index, &row.get_object(), std::move(its_path)});
      enter(groups, use);
      rows_.pop_back();
    };
    if (!answer->is_array()) return into(*answer, path + '.');
    for (std::size_t number = 0; number < answer->get_array().size(); ++number)
      into(answer->get_array()[number], path + '[' + std::to_string(number) + "].");
  }

  json::object& row() { return *rows_.back().answers; }
  std::string path_of(const Logic::Part& part) const { return rows_.back().path + part.field->name; }

  /// The answer in the innermost row that has a field of this name, whether it is answered there or not.
  const json::value* answer(std::string_view name) const {
    for (auto at = rows_.rbegin(); at != rows_.rend(); ++at)
      if (logic_.has_field(at->group, name)) return at->answers->if_contains(name);
    return nullptr;
  }

  /// Null too, and told, when it takes too long.
  expressions::Value value(const Logic::Part& part, const expressions::Tree& tree) {
    auto found = expressions::evaluate(tree, [this](std::string_view name) { return answer(name); }, moment_);
    if (found) return std::move(*found);
    problem(part, "takes_too_long", {}, i18n::text("There are too many answers to judge this"));
    return {};
  }

  /// Nothing when it is unanswered.
  std::optional<bool> truth(const Logic::Part& part, const expressions::Tree& tree) {
    const expressions::Value found = value(part, tree);
    const bool* const is = std::get_if<bool>(&found);
    return is == nullptr ? std::nullopt : std::optional(*is);
  }

  void problem(const Logic::Part& part, std::string code, Params params, i18n::Text message) {
    made_.problems.push_back({path_of(part), std::move(code), std::move(params), message});
  }

  void settle(const Logic::Part& part) {
    const std::string_view name = part.field->name;
    if (part.visible && !truth(part, *part.visible).value_or(false)) {
      made_.hidden.push_back(path_of(part));
      hidden_.insert(made_.hidden.back());
      if (row().erase(name) > 0) made_.pruned.push_back(made_.hidden.back());
    } else if (part.calculation) {
      json::value result = calculated(part);
      if (result.is_null())
        row().erase(name);
      else
        row()[name] = std::move(result);
    } else if (is_single_group(part) && !row().contains(name)) {
      row()[name] = json::object();
    }
  }

  static bool is_single_group(const Logic::Part& part) {
    return !part.field->fields.empty() && !part.repeats;
  }

  /// With the decimal places that the field has.
  json::value calculated(const Logic::Part& part) {
    expressions::Value result = value(part, *part.calculation);
    const auto* const number = std::get_if<expressions::Number>(&result);
    const auto& rules = part.field->validation_rules;
    const json::value* const places = rules ? rules->members.if_contains("decimal_places") : nullptr;
    if (number != nullptr && places != nullptr && places->is_int64())
      result = expressions::value_or_null(
          expressions::rounded(*number, places->get_int64(), expressions::Direction::half_up));
    return expressions::answer_of(result);
  }

  void judge(const Logic::Part& part) {
    if (hidden_.contains(path_of(part))) return;
    const Field& field = *part.field;
    const json::value* const its = row().if_contains(field.name);
    const bool is_answered = its != nullptr && !(its->is_object() && its->get_object().empty());
    const bool must_be_answered =
        !field.calculation &&
        (field.is_required || (part.required && truth(part, *part.required).value_or(false)));
    if (must_be_answered && !is_answered) made_.problems.push_back(missing(part));
    if (part.rule && !truth(part, *part.rule).value_or(true)) {
      if (field.rule_message)
        problem(part, "rule_violated", {{"rule", *field.rule}, {"message", *field.rule_message}},
                i18n::text("Violates a rule of the form: {message}"));
      else
        problem(part, "rule_violated", {{"rule", *field.rule}},
                i18n::text("Violates a rule of the form: {rule}"));
    }
    // What is calculated follows from other answers, and nobody fills it in.
    if (!field.calculation && part.read_only && truth(part, *part.read_only).value_or(false))
      made_.read_only.push_back(path_of(part));
  }

  FieldProblem missing(const Logic::Part& part) const {
    auto violation = schema::violation("required");
    return {path_of(part), std::move(violation.code), std::move(violation.params), violation.message};
  }

  /// Takes out groups that do not repeat and have no answer; the inner ones first.
  void drop_empty_groups() {
    for (auto part = logic_.parts_.rbegin(); part != logic_.parts_.rend(); ++part)
      if (is_single_group(*part))
        for_each_row(*part, [&](const Logic::Part& group) {
          const json::value* const its = row().if_contains(group.field->name);
          if (its != nullptr && its->is_object() && its->get_object().empty()) row().erase(group.field->name);
        });
  }

  const Logic& logic_;
  const expressions::Moment& moment_;
  Settled made_;
  std::set<std::string, std::less<>> hidden_;
  std::vector<Row> rows_;
};

Settled Logic::settled(json::object answers, const expressions::Moment& moment) const {
  return Settling(*this, std::move(answers), moment).settled();
}

}  // namespace kpa::built_forms

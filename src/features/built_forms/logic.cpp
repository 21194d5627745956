#include "features/built_forms/logic.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <stdexcept>

#include "features/built_forms/field_type.hpp"

namespace kpa::built_forms {
namespace {

namespace json = boost::json;
using expressions::Scope;
using expressions::Tree;
using expressions::Type;

Scope scope_of(const std::vector<std::pair<std::string, ValueType>>& members);

Type type_of(const ValueType& type) {
  using Known = ValueType::Base;
  static constexpr std::pair<Known, expressions::Base> bases[] = {
      {Known::text, expressions::Base::text},
      {Known::number, expressions::Base::number},
      {Known::date, expressions::Base::date},
      {Known::time, expressions::Base::time},
      {Known::date_time, expressions::Base::date_and_time},
      {Known::row, expressions::Base::context}};
  const auto* const base = std::ranges::find(bases, type.base, &std::pair<Known, expressions::Base>::first);
  Type made{base->second, type.list};
  if (type.base == Known::row) made.members = std::make_shared<const Scope>(scope_of(type.members));
  return made;
}

Scope scope_of(const std::vector<std::pair<std::string, ValueType>>& members) {
  Scope scope;
  for (const auto& [name, type] : members) scope.names[name] = type_of(type);
  return scope;
}

}  // namespace

/// Makes the parts of a form, one group after another.
class LogicBuilder {
 public:
  LogicBuilder(Logic& logic, schema::Issues& issues, const json::value* stored)
      : logic_(logic), issues_(issues) {
    if (stored == nullptr) return;
    is_stored_ = true;
    if (const auto* const list = stored->if_array())
      for (const json::value& one : *list)
        if (const auto* const path = one.is_object() ? one.get_object().if_contains("field") : nullptr;
            path != nullptr && path->is_string())
          stored_[std::string(path->get_string())] = &one.get_object();
  }

  void build(const std::vector<Field>& fields) {
    add(fields, {.scope = scope_of(value_types(fields))});
    find_order();
  }

 private:
  /// The fields of the form, or of a group.
  struct Level {
    Scope scope;              ///< names in their expressions
    std::string prefix = {};  ///< `axles.`
    const Level* around = nullptr;
    std::size_t group = Logic::none;
  };

  void add(const std::vector<Field>& fields, const Level& level) {
    const std::size_t group = level.group;
    for (const Field& field : fields) logic_.names_[group].insert(field.name);
    const std::string within = group == Logic::none ? "" : logic_.parts_[group].where + '.';
    for (std::size_t number = 0; number < fields.size(); ++number) {
      const Field& field = fields[number];
      const std::size_t index = logic_.parts_.size();
      logic_.parts_.push_back({.field = &field,
                               .path = level.prefix + field.name,
                               .where = within + "fields[" + std::to_string(number) + "]",
                               .group = group});
      mentions_.emplace_back();
      by_path_[logic_.parts_[index].path] = index;
      if (expressions::is_reserved(field.name))
        issues_.add(
            FieldProblem{logic_.parts_[index].where + ".name",
                         "reserved_name",
                         {{"name", field.name}},
                         i18n::text("'{name}' is a word of expressions, so no expression could mention it")});
      const ValueType type = value_type_of(field);
      logic_.parts_[index].repeats = type.list;
      parse_all(index, level, type);
      // There are none if its type is no group, or its name there twice, which is told elsewhere.
      const Type* const group_type = level.scope.find(field.name);
      if (field.fields.empty() || group_type == nullptr || group_type->members == nullptr) continue;
      Level inner{
          .scope = level.scope, .prefix = logic_.parts_[index].path + '.', .around = &level, .group = index};
      for (const auto& [name, its] : group_type->members->names) inner.scope.names[name] = its;
      add(field.fields, inner);
    }
  }

  void parse_all(std::size_t index, const Level& level, const ValueType& type) {
    const Type truth{expressions::Base::boolean};
    Logic::Part& part = logic_.parts_[index];
    const Field& field = *part.field;
    part.visible = tree(index, "visible_if", field.visible_if, level, truth, true);
    part.required = tree(index, "required_if", field.required_if, level, truth, false);
    part.read_only = tree(index, "read_only_if", field.read_only_if, level, truth, false);
    part.rule = tree(index, "rule", field.rule, level, truth, false);
    if (field.calculation && type.base == ValueType::Base::row)
      issues_.add(FieldProblem{part.where + ".calculation",
                               "not_calculable",
                               {{"type", field.field_type}},
                               i18n::text("A field of type {type} cannot be calculated")});
    else
      part.calculation = tree(index, "calculation", field.calculation, level, type_of(type), true);
  }

  std::optional<Tree> tree(std::size_t index, std::string_view member, const std::optional<std::string>& text,
                           const Level& level, const Type& wanted, bool sets_order) {
    if (!text) return std::nullopt;
    auto made =
        is_stored_ ? stored(index, member, level, wanted) : parsed(index, member, *text, level, wanted);
    if (made && sets_order)
      for (const std::string& name : names_in(*made))
        mentions_[index].push_back({path_of(name, level), member});
    return made;
  }

  std::optional<Tree> parsed(std::size_t index, std::string_view member, const std::string& text,
                             const Level& level, const Type& wanted) {
    auto found = parse(text, level.scope, wanted);
    if (auto* const made = std::get_if<Tree>(&found)) return std::move(*made);
    for (const expressions::Fault& fault : std::get<std::vector<expressions::Fault>>(found))
      issues_.add(problem_of(fault, logic_.parts_[index].where + '.' + std::string(member)));
    return std::nullopt;
  }

  Tree stored(std::size_t index, std::string_view member, const Level& level, const Type& wanted) const {
    const auto part = stored_.find(logic_.parts_[index].path);
    const json::value* const tree = part == stored_.end() ? nullptr : part->second->if_contains(member);
    auto made = tree == nullptr ? std::nullopt : read_tree(*tree, level.scope);
    if (!made || !fits(made->type(), wanted))
      throw std::runtime_error("the logic of a form is not that of its definition, at " +
                               logic_.parts_[index].path);
    return std::move(*made);
  }

  /// The path in the form of a path that an expression at this level mentions.
  std::string path_of(const std::string& name, const Level& level) const {
    const std::string first = name.substr(0, name.find('.'));
    for (const Level* at = &level; at != nullptr; at = at->around)
      if (logic_.has_field(at->group, first)) return at->prefix + name;
    return name;
  }

  /// Depth first: what a part depends on, then the part.
  void find_order() {
    states_.resize(logic_.parts_.size());
    for (std::size_t index = 0; index < logic_.parts_.size(); ++index) visit(index);
  }

  /// That a part depends on another; `member` is empty when it is its group.
  struct Mention {
    std::string path;
    std::string_view member;
  };
  enum class State { new_, open, done };

  void visit(std::size_t index) {
    if (states_[index] != State::new_) return;
    states_[index] = State::open;
    const std::size_t group = logic_.parts_[index].group;
    if (group != Logic::none) follow(index, {logic_.parts_[group].path, ""});
    for (const Mention& mention : mentions_[index]) follow(index, mention);
    states_[index] = State::done;
    logic_.order_.push_back(index);
  }

  void follow(std::size_t from, const Mention& mention) {
    const auto to = by_path_.find(mention.path);
    if (to == by_path_.end()) return;  // within an answer: gauge.nominal
    way_.push_back({from, mention.member});
    if (states_[to->second] == State::open)
      refuse_cycle(to->second);
    else
      visit(to->second);
    way_.pop_back();
  }

  /// The way from `first` goes back to it.
  void refuse_cycle(std::size_t first) {
    const auto begin = std::ranges::find(way_, first, &Step::from);
    std::string fields;
    for (auto step = begin; step != way_.end(); ++step) fields += logic_.parts_[step->from].path + " → ";
    fields += logic_.parts_[first].path;
    const Step& told =
        *std::find_if(begin, way_.end(), [](const Step& step) { return !step.member.empty(); });
    std::string where = logic_.parts_[told.from].where + '.' + std::string(told.member);
    if (!refused_.insert(where).second) return;  // it goes round by several ways
    issues_.add(FieldProblem{
        std::move(where), "cycle", {{"fields", fields}}, i18n::text("This depends on itself: {fields}")});
  }

  struct Step {
    std::size_t from;
    std::string_view member;
  };

  Logic& logic_;
  schema::Issues& issues_;
  bool is_stored_ = false;
  std::map<std::string, const json::object*> stored_;  // by path
  std::map<std::string, std::size_t> by_path_;
  std::vector<std::vector<Mention>> mentions_;  // of each part
  std::vector<State> states_;                   // of each part
  std::vector<Step> way_;                       // from the part where visit() began
  std::set<std::string> refused_;               // expressions of which a cycle was told
};

Logic::Logic(const std::vector<Field>& fields, schema::Issues& issues) {
  LogicBuilder(*this, issues, nullptr).build(fields);
}

Logic::Logic(const std::vector<Field>& fields, const json::value& stored) {
  schema::Issues issues;
  LogicBuilder(*this, issues, &stored).build(fields);
  if (!issues.empty())
    throw std::runtime_error("the stored logic of a form is wrong at " + issues.all()[0].path);
}

json::array Logic::json() const {
  json::array list;
  for (const std::size_t index : order_) {
    const Part& part = parts_[index];
    const std::pair<std::string_view, const std::optional<Tree>*> all[] = {
        {"visible_if", &part.visible},
        {"required_if", &part.required},
        {"read_only_if", &part.read_only},
        {"rule", &part.rule},
        {"calculation", &part.calculation}};
    json::object one{{"field", part.path}};
    for (const auto& [member, tree] : all)
      if (*tree) one[member] = tree_json(**tree);
    if (one.size() > 1) list.push_back(std::move(one));
  }
  return list;
}

}  // namespace kpa::built_forms

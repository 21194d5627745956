#include "features/built_forms/xlsform/to_xpath.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <utility>

#include "core/expressions/functions.hpp"
#include "core/expressions/tree.hpp"
#include "features/built_forms/xlsform/names.hpp"

namespace kpa::built_forms::xlsform {
namespace {

using expressions::Base;
using expressions::Node;
using expressions::Op;
using expressions::Scope;

expressions::Type type_of(const Field& field) {
  switch (kind_of(field)) {
    case Kind::number: return {Base::number};
    case Kind::texts: return {Base::text, true};
    case Kind::date: return {Base::date};
    case Kind::time: return {Base::time};
    case Kind::date_time: return {Base::date_and_time};
    case Kind::rows: {
      const auto inner = std::make_shared<Scope>();
      for (const Field& inside : field.fields) inner->names.insert_or_assign(inside.name, type_of(inside));
      return {Base::context, repeats(field), inner};
    }
    default: return {Base::text};
  }
}

/// How tightly XPath's operators bind; a part that binds no tighter than its place needs is put in
/// parentheses.
enum Tightness { disjunction = 1, conjunction, equality, relation, sum, product, negation, primary };

struct Said {
  std::string text;
  int level = primary;
};

/// Thrown where XPath has no words. Only within this file.
struct Unsayable {};

struct Operator {
  Op op;
  std::string_view sign;
  Tightness level;
};
constexpr std::array<Operator, 12> operators = {{{Op::conjunction, "and", conjunction},
                                                 {Op::disjunction, "or", disjunction},
                                                 {Op::equal, "=", equality},
                                                 {Op::unequal, "!=", equality},
                                                 {Op::less, "<", relation},
                                                 {Op::less_or_equal, "<=", relation},
                                                 {Op::greater, ">", relation},
                                                 {Op::greater_or_equal, ">=", relation},
                                                 {Op::subtract, "-", sum},
                                                 {Op::multiply, "*", product},
                                                 {Op::divide, "div", product},
                                                 {Op::add, "+", sum}}};

constexpr std::array<std::pair<std::string_view, std::string_view>, 12> functions = {
    {{"abs", "abs"},
     {"round half up", "round"},
     {"string length", "string-length"},
     {"contains", "contains"},
     {"starts with", "starts-with"},
     {"ends with", "ends-with"},
     {"sum", "sum"},
     {"min", "min"},
     {"max", "max"},
     {"today", "today"},
     {"now", "now"},
     {"string", "string"}}};

bool is_truth(const Node& node, bool value) {
  const bool* const said = std::get_if<bool>(&node.value);
  return node.op == Op::literal && said != nullptr && *said == value;
}
bool is_call(const Node& node, std::string_view name) {
  return node.op == Op::call && node.function->name == name;
}

class Saying {
 public:
  explicit Saying(std::string_view self) : self_(self) {}

  Said say(const Node& node) const {
    switch (node.op) {
      case Op::literal: return literal(node);
      case Op::name:
        if (!self_.empty() && node.word == self_) return {"."};
        return {"${" + node.word + '}'};
      case Op::member: return {"${" + node.word + '}'};
      case Op::unanswered: return {inside(node.parts[0], relation) + " = ''", equality};
      case Op::within: return within(node);
      case Op::choose: return choose(node, 0);
      case Op::power: return {"pow(" + say(node.parts[0]).text + ", " + say(node.parts[1]).text + ')'};
      case Op::call: return call(node);
      case Op::add:
        if (node.type.base == Base::text) return function("concat", node.parts);
        break;
      case Op::subtract:
        if (node.parts.size() == 1) return {'-' + inside(node.parts[0], negation), negation};
        break;
      case Op::disjunction:
        if (const Node* const unequal = answered_otherwise(node)) return say(*unequal);
        break;
      default: break;
    }
    return joined(node);
  }

 private:
  std::string inside(const Node& node, int least) const {
    const Said said = say(node);
    return said.level < least ? '(' + said.text + ')' : said.text;
  }

  Said joined(const Node& node) const {
    const auto found = std::ranges::find(operators, node.op, &Operator::op);
    if (found == operators.end()) throw Unsayable();
    if (found->level == equality && node.parts[0].type.is_list) throw Unsayable();
    std::string all;
    for (const Node& part : node.parts)
      all.append(all.empty() ? "" : ' ' + std::string(found->sign) + ' ')
          .append(inside(part, found->level + (all.empty() ? 0 : 1)));
    return {all, found->level};
  }

  Said literal(const Node& node) const {
    if (node.is_null()) return {"''"};
    if (const bool* const truth = std::get_if<bool>(&node.value)) return {*truth ? "true()" : "false()"};
    const std::string text = expressions::text_of(node.value);
    if (std::holds_alternative<expressions::Number>(node.value))
      return {text, text.starts_with('-') ? negation : primary};
    const bool apostrophe = text.find('\'') != text.npos;
    if (apostrophe && text.find('"') != text.npos) throw Unsayable();  // XPath 1.0 has no escapes
    const std::string mark = apostrophe ? "\"" : "'", quoted = mark + text + mark;
    if (node.type.base == Base::date) return {"date(" + quoted + ')'};
    if (node.type.base == Base::text) return {quoted};
    throw Unsayable();
  }

  Said within(const Node& node) const {
    const std::string low = node.word.starts_with('[') ? " >= " : " > ",
                      high = node.word.ends_with(']') ? " <= " : " < ";
    const std::string value = inside(node.parts[0], sum);
    return {value + low + inside(node.parts[1], sum) + " and " + value + high + inside(node.parts[2], sum),
            conjunction};
  }

  /// `x = null or x != v`, as from_xpath() makes it of `!=`.
  static const Node* answered_otherwise(const Node& node) {
    if (node.parts.size() != 2) return nullptr;
    const Node &null = node.parts[0], &unequal = node.parts[1];
    const bool same = null.op == Op::unanswered && unequal.op == Op::unequal &&
                      (path_of(null.parts[0]) == path_of(unequal.parts[0]) ||
                       path_of(null.parts[0]) == path_of(unequal.parts[1])) &&
                      !path_of(null.parts[0]).empty();
    return same ? &unequal : nullptr;
  }
  /// Of a name or its members; empty for anything else.
  static std::string path_of(const Node& node) {
    if (node.op == Op::name) return node.word;
    if (node.op != Op::member) return {};
    const std::string before = path_of(node.parts[0]);
    return before.empty() ? before : before + '.' + node.word;
  }

  /// Conditions and values from part `at` on.
  Said choose(const Node& node, std::size_t at) const {
    if (at + 1 == node.parts.size()) return say(node.parts[at]);
    const Node &condition = node.parts[at], &yes = node.parts[at + 1];
    const bool last = at + 3 == node.parts.size();
    const Node& no = node.parts[at + 2];
    if (last && is_truth(yes, false) && is_truth(no, true)) return {"not(" + say(condition).text + ')'};
    if (last && is_call(yes, "floor") && is_call(no, "ceiling") && condition.op == Op::greater_or_equal)
      return function("int", {yes.parts[0]});
    return {"if(" + say(condition).text + ", " + say(yes).text + ", " + choose(node, at + 2).text + ')'};
  }

  Said function(std::string_view name, const std::vector<Node>& arguments) const {
    std::string all(name);
    all += '(';
    for (const Node& argument : arguments)
      all.append(all.ends_with('(') ? "" : ", ").append(say(argument).text);
    return {all + ')'};
  }

  Said call(const Node& node) const {
    const std::string_view name = node.function->name;
    if (name == "not") {
      // Of what is unknown it is unknown, while not() of XPath is true; but whether somebody answered is
      // known.
      if (node.parts[0].op != Op::unanswered) throw Unsayable();
      return {inside(node.parts[0].parts[0], relation) + " != ''", equality};
    }
    if (name == "list contains") return function("selected", node.parts);
    if (name == "count")
      return function(
          node.parts[0].type.base == Base::text && node.parts[0].op == Op::name ? "count-selected" : "count",
          node.parts);
    if (name == "modulo")
      return {inside(node.parts[0], product) + " mod " + inside(node.parts[1], negation), product};
    if (name == "substring") return substring(node);
    const auto found =
        std::ranges::find(functions, name, &std::pair<std::string_view, std::string_view>::first);
    if (found == functions.end()) throw Unsayable();
    return function(found->second, node.parts);
  }

  Said substring(const Node& node) const {
    std::vector<std::int64_t> numbers;
    for (std::size_t at = 1; at < node.parts.size(); ++at) {
      const auto* const number = std::get_if<expressions::Number>(&node.parts[at].value);
      const auto whole = number != nullptr ? number->whole() : std::nullopt;
      if (node.parts[at].op != Op::literal || !whole || *whole < 1) throw Unsayable();
      numbers.push_back(*whole);
    }
    std::string all = "substr(" + say(node.parts[0]).text + ", " + std::to_string(numbers[0] - 1);
    if (numbers.size() > 1) all += ", " + std::to_string(numbers[0] - 1 + numbers[1]);
    return {all + ')'};
  }

  std::string_view self_;
};

}  // namespace

Scope scope_within(const std::vector<Field>& form, const std::vector<const Field*>& within) {
  Scope scope;
  const auto add = [&](const std::vector<Field>& fields) {
    for (const Field& field : fields) scope.names.insert_or_assign(field.name, type_of(field));
  };
  add(form);
  for (const Field* group : within) add(group->fields);
  return scope;
}

std::optional<std::string> to_xpath(std::string_view expression, const Scope& scope, std::string_view self) {
  const auto parsed = expressions::parse(expression, scope);
  const auto* const tree = std::get_if<expressions::Tree>(&parsed);
  if (tree == nullptr) return std::nullopt;
  try {
    return Saying(self).say(tree->root()).text;
  } catch (const Unsayable&) {
    return std::nullopt;
  }
}

}  // namespace kpa::built_forms::xlsform

#include <algorithm>
#include <utility>

#include "core/expressions/functions.hpp"
#include "core/expressions/tree.hpp"
#include "core/text.hpp"

namespace kpa::expressions {
namespace {

class Evaluation {
 public:
  Evaluation(const Answers& answers, const Moment& moment) : answers_(answers), moment_(moment) {}

  std::optional<Value> whole(const Node& root) {
    Value value = of(root);
    if (steps_ > most_steps) return std::nullopt;
    return value;
  }

 private:
  /// After the last step everything is null, and ends soon.
  bool step(std::size_t count = 1) { return (steps_ += count) <= most_steps; }

  Value of(const Node& node) {
    if (!step()) return {};
    switch (node.op) {
      case Op::literal: return node.value;
      case Op::name: return name(node);
      case Op::list: return std::make_shared<const std::vector<Value>>(all(node));
      case Op::member: return member(node);
      case Op::filter: return filter(node);
      case Op::element: return element(node);
      case Op::some: return each(node, [](const auto& truths) { return combined(truths, false); });
      case Op::every: return each(node, [](const auto& truths) { return combined(truths, true); });
      case Op::for_each:
        return each(
            node, [](auto& values) { return std::make_shared<const std::vector<Value>>(std::move(values)); });
      case Op::choose: return choice(node);
      case Op::conjunction: return combined(all(node), true);
      case Op::disjunction: return combined(all(node), false);
      case Op::unanswered: return of(node.parts[0]).is_null();
      case Op::equal:
      case Op::unequal:
      case Op::less:
      case Op::less_or_equal:
      case Op::greater:
      case Op::greater_or_equal: return compare(node.op, of(node.parts[0]), of(node.parts[1]));
      case Op::within: return within(node);
      case Op::add:
      case Op::subtract:
      case Op::multiply:
      case Op::divide:
      case Op::power: return calculated(node);
      case Op::call: return called(node);
    }
    return {};
  }

  std::vector<Value> all(const Node& node) {
    std::vector<Value> values;
    values.reserve(node.parts.size());
    for (const Node& part : node.parts) values.push_back(of(part));
    return values;
  }

  Value name(const Node& node) {
    for (auto element = elements_.rbegin(); element != elements_.rend(); ++element)
      if (element->first == node.word) return element->second;
    return answer(answers_(node.word), node.type);
  }

  Value answer(const boost::json::value* found, const Type& type) {
    if (found == nullptr) return {};
    if (const auto* const list = type.is_list ? found->if_array() : nullptr)
      if (!step(list->size())) return {};
    return value_of(*found, type);
  }

  Value member_of(const Value& row, const std::string& word, const Type& type) {
    const Row* const members = std::get_if<Row>(&row);
    return members == nullptr ? Value() : answer((*members)->if_contains(word), type);
  }

  Value member(const Node& node) {
    const Value of_what = of(node.parts[0]);
    const auto* const list = std::get_if<List>(&of_what);
    if (list == nullptr) return member_of(of_what, node.word, node.type);
    std::vector<Value> values;
    for (const Value& row : **list) values.push_back(member_of(row, node.word, one_of(node.type)));
    return std::make_shared<const std::vector<Value>>(std::move(values));
  }

  /// What the second part gives for each element of the first; `use` makes the value of it.
  Value each(const Node& node, auto use) {
    const Value list = of(node.parts[0]);
    if (list.is_null()) return {};
    std::vector<Value> values = for_each_element(node, *std::get<List>(list));
    return use(values);
  }

  std::vector<Value> for_each_element(const Node& node, const std::vector<Value>& list) {
    std::vector<Value> values;
    values.reserve(list.size());
    elements_.emplace_back(node.word, Value());
    for (const Value& element : list) {
      elements_.back().second = element;
      values.push_back(of(node.parts[1]));
      if (steps_ > most_steps) break;
    }
    elements_.pop_back();
    return values;
  }

  Value filter(const Node& node) {
    const Value list = of(node.parts[0]);
    if (list.is_null()) return {};
    const auto& elements = *std::get<List>(list);
    const std::vector<Value> truths = for_each_element(node, elements);
    std::vector<Value> kept;
    for (std::size_t at = 0; at < truths.size(); ++at)
      if (!truths[at].is_null() && std::get<bool>(truths[at])) kept.push_back(elements[at]);
    return std::make_shared<const std::vector<Value>>(std::move(kept));
  }

  Value element(const Node& node) {
    const Value list = of(node.parts[0]), number = of(node.parts[1]);
    if (list.is_null() || number.is_null()) return {};
    const auto& elements = *std::get<List>(list);
    const auto size = static_cast<std::int64_t>(elements.size());
    const std::int64_t at = std::get<Number>(number).whole().value_or(0);
    if (at == 0 || at > size || at < -size) return {};
    return elements[static_cast<std::size_t>(at > 0 ? at - 1 : size + at)];
  }

  /// Unlike FEEL, which takes the last value when a condition is null: a value would come of nothing.
  Value choice(const Node& node) {
    for (std::size_t part = 0; part + 1 < node.parts.size(); part += 2) {
      const Value condition = of(node.parts[part]);
      if (condition.is_null()) return {};
      if (std::get<bool>(condition)) return of(node.parts[part + 1]);
    }
    return of(node.parts.back());
  }

  static Value compare(Op op, const Value& left, const Value& right) {
    if (left.is_null() || right.is_null()) return {};
    const auto order = compared(left, right);
    switch (op) {
      case Op::equal: return order == 0;
      case Op::unequal: return order != 0;
      case Op::less: return order < 0;
      case Op::less_or_equal: return order <= 0;
      case Op::greater: return order > 0;
      default: return order >= 0;
    }
  }

  Value within(const Node& node) {
    const Value value = of(node.parts[0]), low = of(node.parts[1]), high = of(node.parts[2]);
    const std::array<Value, 2> truths = {
        compare(node.word.front() == '[' ? Op::greater_or_equal : Op::greater, value, low),
        compare(node.word.back() == ']' ? Op::less_or_equal : Op::less, value, high)};
    return combined(truths, true);
  }

  Value calculated(const Node& node) {
    std::vector<Value> operands = all(node);
    if (std::ranges::any_of(operands, &Value::is_null)) return {};
    if (node.op == Op::subtract && operands.size() == 1) return negative(std::get<Number>(operands[0]));
    Value result = std::move(operands[0]);
    for (std::size_t at = 1; at < operands.size() && !result.is_null(); ++at) {
      if (auto* const text = std::get_if<std::string>(&result))
        *text += std::get<std::string>(operands[at]);
      else
        result = calculated(node.op, std::get<Number>(result), std::get<Number>(operands[at]));
    }
    const auto* const text = std::get_if<std::string>(&result);
    return text != nullptr && characters(*text) > longest_joined ? Value() : result;
  }

  static Value calculated(Op op, const Number& left, const Number& right) {
    return value_or_null(op == Op::add        ? sum(left, right)
                         : op == Op::subtract ? sum(left, negative(right))
                         : op == Op::multiply ? product(left, right)
                         : op == Op::divide   ? quotient(left, right)
                                              : power(left, right));
  }

  Value called(const Node& node) {
    const std::vector<Value> arguments = all(node);
    if (std::ranges::any_of(arguments, &Value::is_null)) return {};
    return node.function->value({arguments, moment_});
  }

  const Answers& answers_;
  const Moment& moment_;
  std::vector<std::pair<std::string_view, Value>> elements_;  // by name, innermost last
  std::size_t steps_ = 0;
};

}  // namespace

std::optional<Value> evaluate(const Tree& tree, const Answers& answers, const Moment& moment) {
  return Evaluation(answers, moment).whole(tree.root());
}

}  // namespace kpa::expressions

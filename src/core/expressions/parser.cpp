#include <algorithm>
#include <utility>

#include "core/expressions/functions.hpp"
#include "core/expressions/node_builder.hpp"
#include "core/text.hpp"

namespace kpa::expressions {
namespace {

using i18n::text;

constexpr std::array<std::string_view, 15> reserved = {"and",    "or",        "if",      "then",  "else",
                                                       "in",     "for",       "between", "some",  "every",
                                                       "return", "satisfies", "true",    "false", "null"};

/// What a filter calls an element.
constexpr std::string_view item_of_filter = "item";

/// A name for the elements of a list, as far as a condition on them reaches.
struct Element {
  std::string name;
  Type type;
  bool is_item = false;  ///< of a filter: it is called `item`, and its members need no name before them
};

struct Operator {
  std::string_view sign;
  Op op;
};
constexpr std::array<Operator, 6> comparisons = {{{"=", Op::equal},
                                                  {"!=", Op::unequal},
                                                  {"<", Op::less},
                                                  {"<=", Op::less_or_equal},
                                                  {">", Op::greater},
                                                  {">=", Op::greater_or_equal}}};
constexpr std::array<Operator, 1> disjunctions = {{{"or", Op::disjunction}}};
constexpr std::array<Operator, 1> conjunctions = {{{"and", Op::conjunction}}};
constexpr std::array<Operator, 2> sums = {{{"+", Op::add}, {"-", Op::subtract}}};
constexpr std::array<Operator, 2> products = {{{"*", Op::multiply}, {"/", Op::divide}}};

class Parser : NodeBuilder {
 public:
  Parser(std::string_view text, const Scope& scope) : NodeBuilder(text), scope_(scope) {}

  std::variant<Tree, std::vector<Fault>> result(const std::optional<Type>& wanted) {
    if (!faults().empty()) return faults();
    Located whole = expression();
    if (!is_at_end()) unexpected();
    if (faults().empty() && wanted && !fits(whole.node.type, *wanted))
      refuse(whole.begin, whole.end, "wrong_type",
             {{"expected", words_for(*wanted)}, {"found", words_for(whole.node.type)}},
             text("{line}:{column}: What is expected here is {expected}, not {found}."));
    if (!faults().empty()) return faults();
    return Tree(std::move(whole.node));
  }

 private:
  template <std::size_t N>
  const Operator* take_one_of(const std::array<Operator, N>& operators) {
    for (const Operator& one : operators)
      if (take_sign(one.sign) || take_word(one.sign)) return &one;
    return nullptr;
  }

  /// Operands with operators of one row between them, from left to right. As long as the operator stays the
  /// same, they are parts of one node, so that a long sum is not a deep tree.
  template <std::size_t N>
  Located row(const std::array<Operator, N>& operators, Located (Parser::*operand)()) {
    Located whole = (this->*operand)();
    while (const Operator* const found = take_one_of(operators)) {
      const std::size_t begin = whole.begin;
      std::vector<Located> parts = together(std::move(whole));
      do parts.push_back((this->*operand)());
      while (take_sign(found->sign) || take_word(found->sign));
      whole = made(Node{.op = found->op}, begin, std::move(parts));
    }
    return whole;
  }

  // The language, from what binds loosest

  Located expression() {
    if (depth_ == deepest) {
      const Token& here = next();
      refuse(
          here.begin, here.end, "too_deep", {{"most", std::to_string(deepest)}},
          text(
              "{line}:{column}: Nested deeper than {most} levels. Calculate a part of it in a field of its own."));
      stop();
    }
    if (stopped()) return nothing(0, 0);
    ++depth_;
    Located whole = is_word("if")      ? choice()
                    : is_word("some")  ? each(Op::some, "satisfies")
                    : is_word("every") ? each(Op::every, "satisfies")
                    : is_word("for")   ? each(Op::for_each, "return")
                                       : disjunction();
    --depth_;
    return whole;
  }

  /// A row of `else if` is one node.
  Located choice() {
    const std::size_t begin = next().begin;
    std::vector<Located> parts;
    do {
      take();
      parts.push_back(expression());
      expect_word("then");
      parts.push_back(expression());
      expect_word("else");
    } while (is_word("if"));
    parts.push_back(expression());
    return made(Node{.op = Op::choose}, begin, std::move(parts));
  }

  Located each(Op op, std::string_view before_body) {
    const std::size_t begin = next().begin;
    take();
    const Token name = next();
    if (name.kind != Token::Kind::word || is_reserved(name.text) || name.text == item_of_filter) {
      unexpected();
      return nothing(begin, begin);
    }
    take();
    expect_word("in");
    Located list = expression();
    expect_word(before_body);
    elements_.push_back({name.text, one_of(list.node.type)});
    Located body = expression();
    elements_.pop_back();
    return made(Node{.op = op, .word = name.text}, begin, together(std::move(list), std::move(body)));
  }

  Located disjunction() { return row(disjunctions, &Parser::conjunction); }
  Located conjunction() { return row(conjunctions, &Parser::comparison); }

  Located comparison() {
    Located left = sum();
    if (take_word("in")) return within(std::move(left));
    if (take_word("between")) {
      Located low = sum();
      expect_word("and");
      const std::size_t begin = left.begin;
      return made(Node{.op = Op::within, .word = "[]"}, begin,
                  together(std::move(left), std::move(low), sum()));
    }
    if (const Operator* const found = take_one_of(comparisons))
      return compared_with(found->op, std::move(left), sum());
    return left;
  }

  /// A comparison with null asks whether there is an answer.
  Located compared_with(Op op, Located left, Located right) {
    const std::size_t begin = left.begin;
    const bool is_equality = op == Op::equal || op == Op::unequal;
    if (!is_equality || (!left.node.is_null() && !right.node.is_null()))
      return made(op, begin, std::move(left), std::move(right));
    Located asked = made(Op::unanswered, begin, left.node.is_null() ? std::move(right) : std::move(left));
    return op == Op::equal ? asked : called("not", begin, together(std::move(asked)));
  }

  /// What follows `in`: a range, some values, or a list.
  Located within(Located value) {
    const std::size_t begin = value.begin, begin_of_list = next().begin;
    const bool round = is_sign("(");
    if (!round && !is_sign("[")) return called("list contains", begin, together(sum(), std::move(value)));
    take();
    if (!round && take_sign("]"))
      return called("list contains", begin, together(made(Op::list, begin_of_list), std::move(value)));
    std::vector<Located> values;
    values.push_back(expression());
    if (take_sign("..")) {
      values.insert(values.begin(), std::move(value));
      values.push_back(expression());
      std::string ends = round ? "(" : "[";
      if (!is_sign("]") && !is_sign(")")) {
        missing("]");
        return nothing(begin, begin);
      }
      ends += next().text;
      take();
      return made(Node{.op = Op::within, .word = ends}, begin, std::move(values));
    }
    while (take_sign(",")) values.push_back(expression());
    expect_sign(round ? ")" : "]");
    const bool is_list = values.size() == 1 && round && values[0].node.type.is_list;
    Located list =
        is_list ? std::move(values[0]) : made(Node{.op = Op::list}, begin_of_list, std::move(values));
    return called("list contains", begin, together(std::move(list), std::move(value)));
  }

  Located sum() { return row(sums, &Parser::product); }
  Located product() { return row(products, &Parser::power); }

  /// FEEL reads -2 ** 2 as (-2) ** 2 and 2 ** 3 ** 2 from the left, mathematics does not: so both need
  /// parentheses.
  Located power() {
    const bool is_negative = is_sign("-");
    Located base = negation();
    if (!take_sign("**")) return base;
    const std::size_t begin = base.begin;
    Located whole = made(Op::power, begin, std::move(base), negation());
    if (is_negative || is_sign("**")) {
      refuse(begin, next().end, "ambiguous_power", {},
             text("{line}:{column}: Write parentheses to say what ** belongs to."));
      stop();
    }
    return whole;
  }

  Located negation() {
    const std::size_t begin = next().begin;
    if (!take_sign("-")) return postfix();
    if (is_sign("-")) {
      unexpected();
      return nothing(begin, begin);
    }
    Located number = postfix();
    if (number.node.op == Op::literal && std::holds_alternative<Number>(number.node.value))
      return literal(Base::number, negative(std::get<Number>(number.node.value)), begin, number.end);
    return made(Op::subtract, begin, std::move(number));
  }

  Located postfix() {
    Located whole = primary();
    while (!stopped()) {
      const std::size_t begin = whole.begin;
      if (take_sign(".")) {
        const Token name = next();
        if (name.kind != Token::Kind::word) {
          unexpected();
          break;
        }
        take();
        whole = made(Node{.op = Op::member, .word = name.text}, begin, together(std::move(whole)));
      } else if (take_sign("[")) {
        whole = selected(std::move(whole));
      } else {
        break;
      }
    }
    return whole;
  }

  /// `list[condition]` or `list[number]`.
  Located selected(Located list) {
    const std::size_t begin = list.begin;
    const auto filters = std::ranges::count(elements_, true, &Element::is_item);
    // No name that somebody wrote has a space.
    const std::string item =
        std::string(item_of_filter) + (filters == 0 ? "" : " " + std::to_string(filters + 1));
    elements_.push_back({item, one_of(list.node.type), true});
    Located inside = expression();
    elements_.pop_back();
    expect_sign("]");
    const Type& type = inside.node.type;
    if (type.base == Base::number && !type.is_list && !mentions(inside.node, item))
      return made(Op::element, begin, std::move(list), std::move(inside));
    return made(Node{.op = Op::filter, .word = item}, begin, together(std::move(list), std::move(inside)));
  }

  static bool mentions(const Node& node, const std::string& name) {
    return (node.op == Op::name && node.word == name) ||
           std::ranges::any_of(node.parts, [&](const Node& part) { return mentions(part, name); });
  }

  Located primary() {
    const Token token = next();
    if (token.kind == Token::Kind::word) return word();
    if (token.kind == Token::Kind::number || token.kind == Token::Kind::text) {
      take();
      const Base base = token.kind == Token::Kind::number ? Base::number : Base::text;
      return literal(base, value_of_text(token.text, base), token.begin, token.end);
    }
    if (take_sign("(")) {
      Located inside = expression();
      expect_sign(")");
      return {std::move(inside.node), token.begin, end_of_last()};
    }
    if (take_sign("[")) return made(Node{.op = Op::list}, token.begin, values_until("]"));
    unexpected();
    return nothing(token.begin, token.end);
  }

  std::vector<Located> values_until(std::string_view end) {
    std::vector<Located> parts;
    if (take_sign(end)) return parts;
    do parts.push_back(expression());
    while (take_sign(","));
    expect_sign(end);
    return parts;
  }

  Located word() {
    const Token token = next();
    if (const std::size_t words = words_before_parenthesis(); words > 0) return call(words);
    if (token.text == "true" || token.text == "false") {
      take();
      return literal(Base::boolean, token.text == "true", token.begin, token.end);
    }
    if (take_word("null")) return nothing(token.begin, token.end);
    if (is_reserved(token.text)) {
      unexpected();
      return nothing(token.begin, token.end);
    }
    take();
    return named(token);
  }

  /// Names of functions have up to so many words.
  static constexpr std::size_t most_words = 3;

  /// How many words before a parenthesis are a function's name; 0: none are.
  std::size_t words_before_parenthesis() const {
    std::size_t words = 0;
    while (words < most_words && next(words).kind == Token::Kind::word) ++words;
    for (; words > 0; --words)
      if (is_sign("(", words) && (is_function(name_of_words(words)) || !any_reserved(words))) return words;
    return 0;
  }
  bool any_reserved(std::size_t words) const {
    for (std::size_t word = 0; word < words; ++word)
      if (is_reserved(next(word).text)) return true;
    return false;
  }
  std::string name_of_words(std::size_t words) const {
    std::string name = next().text;
    for (std::size_t word = 1; word < words; ++word) name += ' ' + next(word).text;
    return name;
  }
  static std::optional<Base> literal_function(std::string_view name) {
    for (const Base base : {Base::date, Base::time, Base::date_and_time})
      if (name == kpa::name_of(base)) return base;
    return std::nullopt;
  }
  static bool is_function(std::string_view name) {
    return literal_function(name) || find_function(name) != nullptr;
  }

  Located call(std::size_t words) {
    const std::size_t begin = next().begin;
    const std::string name = name_of_words(words);
    take(words);
    const std::size_t end_of_name = end_of_last();
    take();
    if (const auto base = literal_function(name)) return temporal(*base, begin);
    std::vector<Located> arguments = values_until(")");
    if (find_function(name) != nullptr) return called(name, begin, std::move(arguments));
    refuse(begin, end_of_name, "unknown_function", {{"name", name}},
           text("{line}:{column}: There is no function '{name}'."));
    return nothing(begin, end_of_last());
  }

  /// `date("2026-01-31")` and its like are literals.
  Located temporal(Base base, std::size_t begin) {
    const Token token = next();
    if (token.kind != Token::Kind::text) {
      unexpected();
      return nothing(begin, begin);
    }
    take();
    expect_sign(")");
    Value value = value_of_text(token.text, base);
    if (value.is_null())
      refuse(token.begin, token.end, "unreadable", {{"text", token.text}, {"expected", words_for({base})}},
             base == Base::date ? text("{line}:{column}: '{text}' is no date such as 2026-01-31.")
             : base == Base::time
                 ? text("{line}:{column}: '{text}' is no time such as 14:30 or 14:30:00.")
                 : text("{line}:{column}: '{text}' is no date and time such as 2026-01-31T14:30:00+05:30."));
    return literal(base, std::move(value), begin, end_of_last());
  }

  static Located name_node(std::string name, Type type, const Token& token) {
    return {Node{.op = Op::name, .type = std::move(type), .word = std::move(name)}, token.begin, token.end};
  }

  /// The innermost meaning counts.
  Located named(const Token& token) {
    for (auto element = elements_.rbegin(); element != elements_.rend(); ++element) {
      if (token.text == (element->is_item ? item_of_filter : element->name))
        return name_node(element->name, element->type, token);
      const Scope* const members = element->is_item ? element->type.members.get() : nullptr;
      if (members != nullptr && members->find(token.text) != nullptr)
        return made(Node{.op = Op::member, .word = token.text}, token.begin,
                    together(name_node(element->name, element->type, token)));
    }
    if (const Type* const type = scope_.find(token.text)) return name_node(token.text, *type, token);
    unknown(token);
    return nothing(token.begin, token.end);
  }

  /// A name that this could be by mistake. Comparing takes its time.
  static constexpr std::size_t most_suggestions = 3;
  const std::string* nearest_name(std::string_view word) const {
    const std::string* nearest = nullptr;
    std::size_t distance = 3;
    for (const auto& [name, type] : scope_.names) {
      if (std::max(name.size(), word.size()) - std::min(name.size(), word.size()) >= distance) continue;
      if (const std::size_t its = edit_distance(name, word); its < distance) {
        nearest = &name;
        distance = its;
      }
    }
    return nearest;
  }

  void unknown(const Token& token) {
    const std::string* const nearest =
        faults().size() < most_suggestions ? nearest_name(token.text) : nullptr;
    if (nearest == nullptr)
      refuse(token.begin, token.end, "unknown_name", {{"name", token.text}},
             text("{line}:{column}: There is no field '{name}'."));
    else
      refuse(token.begin, token.end, "unknown_name", {{"name", token.text}, {"nearest", *nearest}},
             text("{line}:{column}: There is no field '{name}'. Did you mean '{nearest}'?"));
  }

  const Scope& scope_;
  std::vector<Element> elements_;  // innermost last
  std::size_t depth_ = 0;
};

}  // namespace

bool is_reserved(std::string_view name) { return std::ranges::find(reserved, name) != reserved.end(); }

std::variant<Tree, std::vector<Fault>> parse(std::string_view text, const Scope& scope,
                                             const std::optional<Type>& wanted) {
  if (const std::size_t length = characters(text); length > longest)
    return std::vector{fault_at(text, longest, length, "too_long", {{"most", std::to_string(longest)}},
                                i18n::text("{line}:{column}: An expression has at most {most} characters."))};
  return Parser(text, scope).result(wanted);
}

FieldProblem problem_of(const Fault& fault, std::string path) {
  return {std::move(path), fault.code, fault.message.params, fault.message.text};
}

}  // namespace kpa::expressions

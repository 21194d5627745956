#include <algorithm>
#include <optional>

#include <boost/json/array.hpp>

#include "core/expressions/functions.hpp"
#include "core/expressions/tree.hpp"

namespace kpa::expressions {
namespace {

namespace json = boost::json;

bool has_word(Op op) { return op == Op::name || op == Op::member || op == Op::within || names_elements(op); }
bool has_type(Op op) { return op == Op::literal || op == Op::name || op == Op::member; }

/// Null and truth stand for themselves, all others as text.
json::value literal_json(const Value& value) {
  if (value.is_null()) return nullptr;
  if (const auto* const truth = std::get_if<bool>(&value)) return *truth;
  return json::string(text_of(value));
}

json::array written(const Node& node) {
  json::array made;
  made.push_back(json::string(node.op == Op::call ? node.function->name : kpa::name_of(node.op)));
  if (has_word(node.op)) made.push_back(json::string(node.word));
  if (has_type(node.op)) made.push_back(json::string(name_of(node.type)));
  if (node.op == Op::literal) made.push_back(literal_json(node.value));
  for (const Node& part : node.parts) made.push_back(written(part));
  return made;
}

/// How many parts a node may have.
struct Count {
  std::size_t least;
  std::size_t most = longest;
};

Count parts_of(const Node& node) {
  switch (node.op) {
    case Op::literal:
    case Op::name: return {0, 0};
    case Op::list: return {0};
    case Op::member:
    case Op::unanswered: return {1, 1};
    case Op::choose: return {3};
    case Op::within: return {3, 3};
    case Op::conjunction:
    case Op::disjunction:
    case Op::add:
    case Op::multiply:
    case Op::divide: return {2};
    case Op::subtract: return {1};
    case Op::call:
      return {node.function->parameters.size() - node.function->optional, node.function->parameters.size()};
    default: return {2, 2};
  }
}

class TreeReader {
 public:
  explicit TreeReader(const Scope& scope) : scope_(scope) {}

  std::optional<Node> read(const json::value& value, std::size_t depth = 1) {
    const auto* const from = value.if_array();
    if (from == nullptr || from->empty() || depth > deepest || ++nodes_ > longest) return std::nullopt;
    Node node;
    std::size_t at = 0;
    if (!read_op(next_text(*from, at), node)) return std::nullopt;
    if (has_word(node.op)) node.word = next_text(*from, at);
    const std::string type = has_type(node.op) ? std::string(next_text(*from, at)) : "";
    if (node.op == Op::literal && !(at < from->size() && read_literal(from->at(at++), type, node)))
      return std::nullopt;
    if (!read_parts(*from, at, depth, node)) return std::nullopt;
    if (node.op == Op::name && !find_type(node)) return std::nullopt;
    if (!give_type(node).empty()) return std::nullopt;
    if (has_type(node.op) && name_of(node.type) != type) return std::nullopt;
    if (node.op == Op::within && !is_ends(node.word)) return std::nullopt;
    return node;
  }

 private:
  /// The text at `at`, which moves on; empty when there is none.
  static std::string_view next_text(const json::array& from, std::size_t& at) {
    const json::value* const value = from.if_contains(at++);
    const json::string* const text = value == nullptr ? nullptr : value->if_string();
    return text == nullptr ? std::string_view() : std::string_view(*text);
  }

  static bool read_op(std::string_view word, Node& node) {
    if (const auto op = named<Op>(word)) {
      node.op = *op;
      return true;
    }
    node.op = Op::call;
    node.function = find_function(word);
    return node.function != nullptr;
  }

  static bool read_literal(const json::value& value, std::string_view type, Node& node) {
    const auto base = named<Base>(type);
    if (!base || *base == Base::context) return false;
    node.type = {*base};
    if (*base == Base::null) return value.is_null();
    if (*base == Base::boolean) {
      if (value.is_bool()) node.value = value.get_bool();
    } else if (value.is_string()) {
      node.value = value_of_text(value.get_string(), *base);
    }
    return !node.value.is_null();
  }

  bool read_parts(const json::array& from, std::size_t at, std::size_t depth, Node& node) {
    const Count count = parts_of(node);
    const std::size_t found = from.size() - std::min(at, from.size());
    if (found < count.least || found > count.most || (node.op == Op::choose && found % 2 == 0)) return false;
    for (; at < from.size(); ++at) {
      const bool names = names_elements(node.op) && node.parts.size() == 1;
      if (names) elements_.emplace_back(node.word, one_of(node.parts[0].type));
      auto part = read(from[at], depth + 1);
      if (names) elements_.pop_back();
      if (!part) return false;
      node.parts.push_back(std::move(*part));
    }
    return true;
  }

  bool find_type(Node& node) const {
    for (auto element = elements_.rbegin(); element != elements_.rend(); ++element)
      if (element->first == node.word) {
        node.type = element->second;
        return true;
      }
    const Type* const type = scope_.find(node.word);
    if (type != nullptr) node.type = *type;
    return type != nullptr;
  }

  static bool is_ends(std::string_view ends) {
    return ends.size() == 2 && (ends[0] == '[' || ends[0] == '(') && (ends[1] == ']' || ends[1] == ')');
  }

  const Scope& scope_;
  std::vector<std::pair<std::string, Type>> elements_;
  std::size_t nodes_ = 0;
};

}  // namespace

json::value tree_json(const Tree& tree) { return written(tree.root()); }

std::optional<Tree> read_tree(const json::value& tree, const Scope& scope) {
  auto root = TreeReader(scope).read(tree);
  if (!root) return std::nullopt;
  return Tree(std::move(*root));
}

}  // namespace kpa::expressions

#include <set>

#include "core/expressions/expressions.hpp"
#include "core/expressions/tree.hpp"

namespace kpa::expressions {
namespace {

/// Follows each name to the field that it stands for.
class Mentions {
 public:
  std::vector<std::string> of(const Node& root) {
    visit(root);
    return {found_.begin(), found_.end()};
  }

 private:
  /// Adds what the node mentions. Returns the path of the answer that it is, or whose rows it has; else
  /// nothing.
  std::string visit(const Node& node) {
    switch (node.op) {
      case Op::name: return name(node);
      case Op::member: {
        const std::string of = visit(node.parts[0]);
        return of.empty() ? of : add(of + '.' + node.word);
      }
      case Op::element: {
        std::string list = visit(node.parts[0]);
        visit(node.parts[1]);
        return list;
      }
      case Op::filter:
      case Op::some:
      case Op::every:
      case Op::for_each: {
        std::string list = visit(node.parts[0]);
        elements_.emplace_back(node.word, list);
        visit(node.parts[1]);
        elements_.pop_back();
        return node.op == Op::filter ? list : "";
      }
      default:
        for (const Node& part : node.parts) visit(part);
        return "";
    }
  }

  std::string name(const Node& node) {
    for (auto element = elements_.rbegin(); element != elements_.rend(); ++element)
      if (element->first == node.word) return element->second;
    return add(node.word);
  }

  const std::string& add(std::string path) { return *found_.insert(std::move(path)).first; }

  std::set<std::string> found_;
  std::vector<std::pair<std::string, std::string>> elements_;  // name → path
};

}  // namespace

std::vector<std::string> names_in(const Tree& tree) { return Mentions().of(tree.root()); }

}  // namespace kpa::expressions

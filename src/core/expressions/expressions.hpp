#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <boost/json/value.hpp>

#include "core/expressions/type.hpp"
#include "core/expressions/value.hpp"
#include "core/problem.hpp"

// Expressions that people write: a subset of FEEL (OMG, Decision Model and Notation 1.5, chapter 10),
// described in docs/expressions.md. A text is parsed once, into a tree with types; whoever evaluates needs
// the tree alone.

namespace kpa::expressions {

constexpr std::size_t longest = 2'000;          ///< code points of an expression; also nodes of a tree
constexpr std::size_t deepest = 20;             ///< levels of a tree, and of parentheses
constexpr std::size_t most_steps = 100'000;     ///< of one evaluation
constexpr std::size_t longest_joined = 10'000;  ///< code points of a text that an expression makes

struct Node;

/// An expression that was found right. Copies share it.
class Tree {
 public:
  explicit Tree(Node root);

  const Type& type() const;
  const Node& root() const { return *root_; }

 private:
  std::shared_ptr<const Node> root_;
};

/// What is wrong with a text, and where. Positions count code points.
struct Fault {
  std::string code;            ///< stable: `unknown_name`
  i18n::Message message = {};  ///< begins with line and column
  std::size_t at = 0;          ///< from 0, from the beginning of the text
  std::size_t length = 0;
  std::size_t line = 1;
  std::size_t column = 1;
};

/// Parses an expression over these names; `wanted` is the type it has to have. Returns all faults of types
/// and names, and the first of syntax.
std::variant<Tree, std::vector<Fault>> parse(std::string_view text, const Scope& scope,
                                             const std::optional<Type>& wanted = {});

/// The fault as an error in the member at `path`; line, column, at and length are among its params.
FieldProblem problem_of(const Fault& fault, std::string path);

/// Whether a name is a word of the language, so that no expression could mention it.
bool is_reserved(std::string_view name);

/// The tree for whoever evaluates it elsewhere: docs/expression-tree.schema.json.
boost::json::value tree_json(const Tree& tree);
/// Reads it back; nothing when it is not what parse() could have made over this scope.
std::optional<Tree> read_tree(const boost::json::value& tree, const Scope& scope);

/// What it depends on, sorted, each once: names, and members of contexts as `axles.load`. Of contexts, a name
/// alone says only that it matters which rows there are.
std::vector<std::string> names_in(const Tree& tree);

/// The answer with this name; null when there is none. It must outlive the evaluation and its value.
using Answers = std::function<const boost::json::value*(std::string_view name)>;

/// When the answers were given.
struct Moment {
  Date today;
  Instant now;
};

/// The value, by three-valued logic. Nothing when it took too many steps: one for each node, each time, and
/// one for each element of a list among the answers.
std::optional<Value> evaluate(const Tree& tree, const Answers& answers, const Moment& moment);

}  // namespace kpa::expressions

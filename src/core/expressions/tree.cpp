#include "core/expressions/tree.hpp"

#include "core/expressions/expressions.hpp"

namespace kpa::expressions {

Tree::Tree(Node root) : root_(std::make_shared<const Node>(std::move(root))) {}

const Type& Tree::type() const { return root_->type; }

}  // namespace kpa::expressions

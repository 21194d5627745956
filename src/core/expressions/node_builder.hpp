#pragma once

#include <cstddef>
#include <string_view>
#include <utility>
#include <vector>

#include "core/expressions/token_reader.hpp"
#include "core/expressions/tree.hpp"

namespace kpa::expressions {

/// A node, and where its text is.
struct Located {
  Node node = {};
  std::size_t begin = 0;
  std::size_t end = 0;
};

/// Like braces, which would copy.
template <class... Parts>
std::vector<Located> together(Parts... parts) {
  std::vector<Located> all;
  (all.push_back(std::move(parts)), ...);
  return all;
}

/// Builds nodes from what was read last. One with a fault becomes null, which goes together with everything,
/// so that a fault is told once.
class NodeBuilder : public TokenReader {
 protected:
  using TokenReader::TokenReader;

  static Located nothing(std::size_t begin, std::size_t end);
  static Located literal(Base base, Value value, std::size_t begin, std::size_t end);

  Located made(Node node, std::size_t begin, std::vector<Located> parts);
  template <class... Parts>
  Located made(Op op, std::size_t begin, Parts... parts) {
    return made(Node{.op = op}, begin, together(std::move(parts)...));
  }
  /// A call of a function that exists.
  Located called(std::string_view name, std::size_t begin, std::vector<Located> arguments);
};

}  // namespace kpa::expressions

#pragma once

#include <array>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/http/route.hpp"

namespace kpa::http {

/// Finds routes by path, one segment after another; a fixed segment wins over a parameter.
class Router {
 public:
  struct Match {
    const Route* route = nullptr;     ///< null: nothing there, or not with this method
    std::vector<std::string> values;  ///< of the path's parameters, decoded
    std::string allow;                ///< methods that the path takes; empty when there is no such path
  };

  /// Throws std::logic_error when a route has no handler, or is there already.
  void add(std::shared_ptr<const Route> route);
  /// `path` is still percent-encoded. A slash at the end makes no difference. HEAD finds GET. `*` is all
  /// paths together.
  Match find(Method method, std::string_view path) const;
  const std::vector<std::shared_ptr<const Route>>& all() const { return routes_; }

 private:
  struct Node {
    std::map<std::string, std::unique_ptr<Node>, std::less<>> fixed;
    std::unique_ptr<Node> parameter;
    std::array<const Route*, method_count> by_method{};
  };
  void place(const std::string& path, const Route* route);

  Node root_;
  std::vector<std::shared_ptr<const Route>> routes_;
};

}  // namespace kpa::http

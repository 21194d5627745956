#pragma once

#include <array>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/http/route.hpp"

namespace kpa::http {

/// Finds routes by path, segment by segment. A fixed segment wins over a parameter (`{id}`), and a parameter
/// over the rest of a path (`{path...}`, only at the end, may be empty). There is no backtracking: once the
/// fixed `/api/` has matched, `/{path...}` is not tried.
class Router {
 public:
  struct Match {
    const Route* route = nullptr;  ///< null: no such path, or not with this method
    /// The decoded path parameters. A rest of a path has no slash at either end; if a segment of it is empty,
    /// `.` or `..`, or contains an encoded slash, no route is found.
    std::vector<std::string> values;
    std::string allow;  ///< methods that the path supports; empty when there is no such path
  };

  /// Throws std::logic_error when a route has no handler, or exists already.
  void add(std::shared_ptr<const Route> route);
  /// `path` is still percent-encoded. A slash at its end makes no difference. HEAD finds GET. `*` stands for
  /// all paths together.
  Match find(Method method, std::string_view path) const;
  const std::vector<std::shared_ptr<const Route>>& all() const { return routes_; }

  /// A chapter of the documentation: groups the routes with this `tag`.
  struct Tag {
    std::string name;
    std::string description;  ///< CommonMark; may be empty
  };
  /// Adds a tag, or its description if the tag had none.
  void add_tag(Tag tag);
  /// In the order of their first addition.
  const std::vector<Tag>& tags() const { return tags_; }

 private:
  struct Node {
    std::map<std::string, std::unique_ptr<Node>, std::less<>> fixed;
    std::unique_ptr<Node> parameter;
    std::unique_ptr<Node> rest;
    std::array<const Route*, method_count> by_method{};

    bool has_routes() const;
  };
  void place(const std::string& path, const Route* route);

  Node root_;
  std::vector<std::shared_ptr<const Route>> routes_;
  std::vector<Tag> tags_;
};

}  // namespace kpa::http

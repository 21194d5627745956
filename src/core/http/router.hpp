#pragma once

#include <array>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/http/route.hpp"

namespace kpa::http {

/// Finds routes by path, one segment after another. A fixed segment wins over a parameter (`{id}`), and that
/// over the rest of a path (`{path...}`, at the end), which may be empty. There is no way back: below
/// `/api/`, which is fixed, nothing is found for `/{path...}`.
class Router {
 public:
  struct Match {
    const Route* route = nullptr;  ///< null: nothing there, or not with this method
    /// Of the path's parameters, decoded. The rest of a path is without a slash at either end; where a
    /// segment of it is empty, `.` or `..`, or has a slash in it, nothing is found.
    std::vector<std::string> values;
    std::string allow;  ///< methods that the path takes; empty when there is no such path
  };

  /// Throws std::logic_error when a route has no handler, or is there already.
  void add(std::shared_ptr<const Route> route);
  /// `path` is still percent-encoded. A slash at the end makes no difference. HEAD finds GET. `*` is all
  /// paths together.
  Match find(Method method, std::string_view path) const;
  const std::vector<std::shared_ptr<const Route>>& all() const { return routes_; }

  /// A chapter of the documentation, under which routes stand by their `tag`.
  struct Tag {
    std::string name;
    std::string description;  ///< CommonMark; may be empty
  };
  /// Describes it where nothing said so before.
  void add_tag(Tag tag);
  /// In the order in which they were added first.
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

#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/problem.hpp"

namespace kpa::schema {

/// The position in the client's document: a chain of links on the stack, turned into text only for an issue.
class Path {
 public:
  Path() = default;
  Path(const Path& parent, std::string_view member) : parent_(&parent), step_(member) {}
  Path(const Path& parent, std::size_t index) : parent_(&parent), step_(index) {}

  /// `fields.wheelGauge`, `items[2].name`; empty for the document itself.
  std::string text() const;

 private:
  const Path* parent_ = nullptr;
  std::variant<std::string_view, std::size_t> step_;
};

/// How a value violates a constraint.
struct Violation {
  std::string code;
  Params params;
  i18n::Text message;
};

/// A violation with one of this folder's own codes; their messages are in issues.cpp.
Violation violation(std::string_view code, Params params = {});

/// Collects everything that is wrong with a document, so that the client learns all of it at once.
class Issues {
 public:
  void add(const Path& path, Violation violation);
  /// Adds an issue with one of this folder's own codes.
  void add(const Path& path, std::string_view code, Params params = {});
  void add(FieldProblem problem);

  bool empty() const { return found_.empty(); }
  std::size_t size() const { return found_.size(); }
  const std::vector<FieldProblem>& all() const { return found_; }
  std::vector<FieldProblem> take() { return std::move(found_); }

 private:
  std::vector<FieldProblem> found_;
};

}  // namespace kpa::schema

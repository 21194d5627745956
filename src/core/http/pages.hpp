#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/http/assets.hpp"

namespace kpa::http {

/// Files that are served below one path: pages of documentation, or a web app that the build embedded.
class Pages {
 public:
  /// `name` is what follows the path: `assets/app.js`, or nothing for the path itself.
  Pages&& add(std::string name, Asset asset) &&;
  /// All files, under their names without `.gz`. Those in the folder `hashed`, such as `assets/`, have their
  /// digest in their names.
  Pages&& add_all(std::span<const EmbeddedFile> files, std::string_view hashed = {}) &&;
  /// Addresses that a web app knows by itself are answered with this page: those that no file has, and whose
  /// last segment has no dot, so that a file that is missing is told to be.
  Pages&& fall_back_to(std::string name) &&;

  /// Nothing where there is none.
  const Asset* find(std::string_view name) const;

 private:
  std::map<std::string, Asset, std::less<>> files_;
  std::optional<std::string> fallback_;
};

/// Serves them to anyone below `path`, such as `/` or `/api/docs/`, as far as nothing else is there: what
/// begins like another route is never one of them. Throws std::logic_error when there is no page to fall back
/// to.
void add_pages(Router& router, const std::string& path, Pages pages);

}  // namespace kpa::http

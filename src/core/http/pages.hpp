#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/http/assets.hpp"

namespace kpa::http {

/// Files served below one path: documentation, or a web app. They are in memory, embedded or read from a
/// folder.
class Pages {
 public:
  /// `name` is the rest of the address: `assets/app.js`, or empty for the path itself.
  Pages&& add(std::string name, Asset asset) &&;
  /// Adds all files, under their names without `.gz`. Files in the folder `hashed`, such as `assets/`, have a
  /// digest in their names and may be cached for long.
  Pages&& add_all(std::span<const EmbeddedFile> files, std::string_view hashed = {}) &&;
  /// Adds the files in `folder` and its folders, with what stands beside them as `<name>.gz` and `<name>.br`;
  /// of the same name the last one added counts. Files with an ending that no web app has are left out.
  /// Throws std::filesystem::filesystem_error.
  Pages&& add_folder(const std::filesystem::path& folder, std::string_view hashed = {}) &&;
  /// Sets the Content-Security-Policy of all files that were added: of pages, and of what workers may load.
  Pages&& with_policy(const std::string& content_security_policy) &&;
  /// Sets the page for addresses that only the web app's own router knows: those without a file and without a
  /// dot in the last segment. (`/app.js` without a file stays 404.)
  Pages&& fall_back_to(std::string name) &&;

  /// Null when there is no such file.
  const Asset* find(std::string_view name) const;

 private:
  std::map<std::string, Asset, std::less<>> files_;
  std::optional<std::string> fallback_;
};

/// Serves the pages to anyone below `path`, such as `/` or `/api/docs/`. Other routes take precedence, also
/// for addresses that only begin like them. Throws std::logic_error when the fallback page does not exist.
void add_pages(Router& router, const std::string& path, Pages pages);
void add_pages(Router& router, const std::string& path, std::shared_ptr<const Pages> pages);

}  // namespace kpa::http

#include "features/maintenance_forms/routes.hpp"

#include <cctype>

namespace kpa::maintenance_forms {

std::string capitalised(std::string text) {
  text.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(text.front())));
  return text;
}

std::string older_path(const Names& names, const std::string& path) {
  if (names.older_path.empty()) return {};
  return std::string(names.older_path) + path.substr(names.path.size());
}

}  // namespace kpa::maintenance_forms

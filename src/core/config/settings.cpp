#include "core/config/settings.hpp"

#include <utility>

namespace kpa::config {
namespace {

/// Quotes a value for libpq: in apostrophes, with a backslash before apostrophes and backslashes.
std::string in_apostrophes(std::string_view value) {
  std::string result = "'";
  for (const char c : value) {
    if (c == '\'' || c == '\\') result += '\\';
    result += c;
  }
  return result + "'";
}

}  // namespace

std::string_view name(Profile profile) {
  constexpr std::string_view names[] = {"dev", "test", "prod"};
  return names[static_cast<std::size_t>(profile)];
}

std::string database_url(const DatabaseSettings& database) {
  if (database.embedded()) return {};
  if (!database.url.empty()) return database.url;
  const std::pair<const char*, std::string> parts[] = {
      {"host", database.host}, {"port", std::to_string(database.port)}, {"dbname", database.name},
      {"user", database.user}, {"password", database.password},
  };
  std::string result;
  for (const auto& [key, value] : parts) {
    if (value.empty()) continue;
    if (!result.empty()) result += ' ';
    result += key;
    result += '=';
    result += in_apostrophes(value);
  }
  return result;
}

}  // namespace kpa::config

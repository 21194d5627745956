#include "core/observe/level.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace kpa::observe {
namespace {

constexpr std::array<std::string_view, 6> names = {"DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL", "OFF"};

// Logger names of the earlier system, so that its logging configuration keeps working.
constexpr std::pair<std::string_view, std::string_view> older_names[] = {
    {"django.request", "request"}, {"django.db.backends", "db"}, {"django.security", "security"},
    {"apps.users", "users"},       {"apps.forms", "forms"},
};

bool same_word(std::string_view upper, std::string_view text) {
  return std::ranges::equal(upper, text,
                            [](char a, char b) { return a == (b >= 'a' && b <= 'z' ? b - 32 : b); });
}

}  // namespace

std::string_view name(Level level) { return names.at(static_cast<std::size_t>(level)); }

std::optional<Level> parse_level(std::string_view text) {
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (same_word(names[i], text)) return static_cast<Level>(i);
  }
  if (same_word("WARN", text)) return Level::warning;
  if (same_word("FATAL", text)) return Level::critical;
  return std::nullopt;
}

std::string_view category_name(std::string_view name) {
  for (const auto& [older, ours] : older_names) {
    if (older == name) return ours;
  }
  return name;
}

}  // namespace kpa::observe

#include <algorithm>

#include <unistd.h>

#include "core/config/declarations.hpp"
#include "core/config/given.hpp"
#include "core/config/values.hpp"

namespace kpa::config {

std::map<std::string, std::string, std::less<>> process_environment() {
  std::map<std::string, std::string, std::less<>> result;
  for (char** entry = environ; entry && *entry; ++entry) {
    const std::string_view pair = *entry;
    const auto equals = pair.find('=');
    if (equals != std::string_view::npos) result.emplace(pair.substr(0, equals), pair.substr(equals + 1));
  }
  return result;
}

namespace {

/// Settings of the earlier system that this one does not use yet.
constexpr std::string_view not_used_yet[] = {"EMAIL_HOST", "EMAIL_PORT", "EMAIL_USE_TLS", "EMAIL_HOST_USER",
                                             "EMAIL_HOST_PASSWORD"};

void note_what_is_not_used(const std::map<std::string, std::string, std::less<>>& environment,
                           std::vector<Mistake>& warnings) {
  std::string names;
  for (const std::string_view variable : not_used_yet) {
    const auto found = environment.find(variable);
    if (found == environment.end() || found->second.empty()) continue;
    names.append(names.empty() ? "" : ", ").append(variable);
  }
  if (names.empty()) return;
  warnings.push_back({names, "environment", "is known, but not used yet: the server sends no e-mail",
                      "It may stay for later, or be removed."});
}

}  // namespace

GivenByName read_environment(const std::map<std::string, std::string, std::less<>>& environment,
                             std::vector<Mistake>& warnings) {
  GivenByName given;
  std::vector<std::string> names;
  for (const Declaration& declared : declarations()) {
    for (const std::string& variable : declared.environment) {
      names.push_back(variable);
      const auto found = environment.find(variable);
      if (found == environment.end() || found->second.empty()) continue;
      given.try_emplace(declared.name, Given{found->second, "environment variable " + variable});
    }
  }
  for (const auto& [variable, text] : environment) {
    if (!variable.starts_with("KPA_") || std::ranges::find(names, variable) != names.end()) continue;
    if (const auto meant = nearest(variable, names)) {
      warnings.push_back(
          {variable, "environment", "is not a setting and has no effect", "Did you mean " + *meant + "?"});
    }
  }
  note_what_is_not_used(environment, warnings);
  return given;
}

}  // namespace kpa::config

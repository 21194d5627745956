#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/config/load.hpp"

namespace kpa::config {

/// The text of a setting, and where it was set.
struct Given {
  std::string text;
  std::string source;
};
using GivenByName = std::map<std::string, Given, std::less<>>;

/// The settings in a TOML file. Syntax errors and unknown settings go to `mistakes`.
GivenByName read_file(const std::filesystem::path& file, std::vector<Mistake>& mistakes);

/// The settings in the environment. Variables that look like misspelt settings, or that only the earlier
/// system used, go to `warnings`.
GivenByName read_environment(const std::map<std::string, std::string, std::less<>>& environment,
                             std::vector<Mistake>& warnings);

/// Checks that concern several settings or the profile: secrets and access in prod, settings that contradict
/// each other. Adds to the mistakes and warnings of `loaded`.
void check(Loaded& loaded, bool secret_needed);

}  // namespace kpa::config

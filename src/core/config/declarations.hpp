#pragma once

#include <array>
#include <functional>
#include <string>
#include <vector>

#include "core/config/settings.hpp"

namespace kpa::config {

/// One setting: everything that loading, checking, help and documentation need.
struct Declaration {
  std::string name;  ///< as in the TOML file: `server.port` is `port` in section `[server]`
  std::vector<std::string> environment;  ///< the first variable that is set counts
  std::string kind;                      ///< the kind of value in a word: `duration`
  std::string expects;                   ///< the notation, completing "write …"
  std::array<std::string, 3> defaults;   ///< by profile, in the user's notation; empty: none
  bool secret;                           ///< never printed
  std::string description;
  std::string example;
  std::function<bool(Settings&, const std::string&)> assign;  ///< false: the text cannot be read
  std::function<std::string(const std::string&)> shown;       ///< the text with secrets masked

  const std::string& default_for(Profile profile) const {
    return defaults[static_cast<std::size_t>(profile)];
  }
};

/// The list of all settings, by section.
const std::vector<Declaration>& declarations();

/// Throws std::logic_error for a name that is not in the list.
const Declaration& declaration(std::string_view name);

}  // namespace kpa::config

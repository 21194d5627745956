#pragma once

#include <array>
#include <functional>
#include <string>
#include <vector>

#include "core/config/settings.hpp"

namespace kpa::config {

/// One setting: all that loading, checking, help and documentation need to know of it.
struct Declaration {
  std::string name;                      ///< as in the TOML file: `server.port` is `port` in `[server]`
  std::vector<std::string> environment;  ///< the first that is set counts
  std::string kind;                      ///< how it is written, in a word: `duration`
  std::string expects;                   ///< the same in full, after "write …"
  std::array<std::string, 3> defaults;   ///< by profile, written as a user would; empty: none
  bool secret;                           ///< never printed
  std::string description;
  std::string example;
  std::function<bool(Settings&, const std::string&)> assign;  ///< false: the text is not what is expected
  std::function<std::string(const std::string&)> shown;       ///< the text without what is secret

  const std::string& default_for(Profile profile) const {
    return defaults[static_cast<std::size_t>(profile)];
  }
};

/// The one list of all settings, by section.
const std::vector<Declaration>& declarations();

/// A name that is not in the list is a bug: std::logic_error.
const Declaration& declaration(std::string_view name);

}  // namespace kpa::config

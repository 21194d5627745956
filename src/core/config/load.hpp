#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/config/settings.hpp"

namespace kpa::config {

/// Something wrong with the configuration, never with a secret's text in it.
struct Mistake {
  std::string
      setting;  ///< `server.port`; what the file called it when it is no setting; empty for a whole file
  std::string source;  ///< `environment variable PORT`, `kpa.toml line 3`, `option --port`, `default of prod`
  std::string what;    ///< what is wrong
  std::string remedy;  ///< what to do
};

/// `server.port (environment variable PORT): "x" is not a whole number… Write …`
std::string to_string(const Mistake& mistake);

/// Where settings come from; the earlier wins.
struct Inputs {
  /// Options of the command line by setting: {"server.port", {"--port", "8001"}}.
  struct Option {
    std::string option;
    std::string text;
  };
  std::map<std::string, Option, std::less<>> options = {};
  /// Variables by name; empty ones count as not set. Those that no setting knows are left alone.
  std::map<std::string, std::string, std::less<>> environment = {};
  /// A TOML file; unknown keys in it are mistakes.
  std::optional<std::filesystem::path> file = {};
  /// False for a command that signs nothing: then prod does without auth.secret_key.
  bool secret_needed = true;
};

/// The environment of this process.
std::map<std::string, std::string, std::less<>> process_environment();

struct Loaded {
  std::optional<std::filesystem::path> file;  ///< the one that was read
  Settings settings;                          ///< only to be used when there are no mistakes
  std::vector<Mistake> mistakes;
  std::vector<Mistake> warnings;
  std::map<std::string, std::string, std::less<>> sources;  ///< by setting: where its value came from
  std::map<std::string, std::string, std::less<>> texts;    ///< by setting: its value without secrets

  bool ok() const { return mistakes.empty(); }
};

/// Reads every setting and checks them all; reports everything that is wrong at once, and does not throw for
/// it.
Loaded load(const Inputs& inputs);

/// All settings with their values and sources, one a line, secrets masked: for `kpa check` and the log.
std::string describe(const Loaded& loaded);

}  // namespace kpa::config

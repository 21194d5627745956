#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/config/settings.hpp"

namespace kpa::config {

/// An error in the configuration. Never contains the text of a secret.
struct Mistake {
  std::string
      setting;         ///< `server.port`; for an unknown setting, its name in the file; empty: the whole file
  std::string source;  ///< `environment variable PORT`, `kpa.toml line 3`, `option --port`, `default of prod`
  std::string what;    ///< what is wrong
  std::string remedy;  ///< what to do
};

/// `server.port (environment variable PORT): "x" is not a whole number… Write …`
std::string to_string(const Mistake& mistake);

/// The sources of settings; earlier ones win.
struct Inputs {
  /// Command-line options by setting: {"server.port", {"--port", "8001"}}.
  struct Option {
    std::string option;
    std::string text;
  };
  std::map<std::string, Option, std::less<>> options = {};
  /// Variables by name; empty ones count as not set. Unknown ones are ignored.
  std::map<std::string, std::string, std::less<>> environment = {};
  /// A TOML file; unknown keys in it are mistakes.
  std::optional<std::filesystem::path> file = {};
  /// False for a command that signs nothing: then auth.secret_key may be missing in prod.
  bool secret_needed = true;
};

/// This process's environment.
std::map<std::string, std::string, std::less<>> process_environment();

struct Loaded {
  std::optional<std::filesystem::path> file;  ///< the file that was read
  Settings settings;                          ///< valid only when there are no mistakes
  std::vector<Mistake> mistakes;
  std::vector<Mistake> warnings;
  std::map<std::string, std::string, std::less<>> sources;  ///< by setting: where its value comes from
  std::map<std::string, std::string, std::less<>> texts;    ///< by setting: its value, with secrets masked

  bool ok() const { return mistakes.empty(); }
};

/// Reads and checks all settings; returns all mistakes at once, and does not throw for them.
Loaded load(const Inputs& inputs);

/// All settings with values and sources, one per line, secrets masked: for `kpa check` and the log.
std::string describe(const Loaded& loaded);

}  // namespace kpa::config

#include "core/config/load.hpp"

#include <algorithm>
#include <thread>

#include "core/config/declarations.hpp"
#include "core/config/given.hpp"

namespace kpa::config {
namespace {

GivenByName read_options(const Inputs& inputs) {
  GivenByName given;
  for (const auto& [name, option] : inputs.options) {
    given[declaration(name).name] = {option.text, "option " + option.option};
  }
  return given;
}

/// Sets one setting from the first layer that contains it.
void assign(Loaded& loaded, const Declaration& declared, const std::vector<GivenByName>& layers) {
  Given given{declared.default_for(loaded.settings.profile),
              "default of " + std::string(name(loaded.settings.profile))};
  for (const GivenByName& layer : layers) {
    if (const auto found = layer.find(declared.name); found != layer.end()) {
      given = found->second;
      break;
    }
  }
  if (!declared.assign(loaded.settings, given.text)) {
    const std::string what = declared.secret ? "this text" : "\"" + given.text + "\"";
    loaded.mistakes.push_back({declared.name, given.source, what + " is not what this setting takes",
                               "Write " + declared.expects + "."});
  }
  loaded.texts[declared.name] = declared.shown(given.text);
  loaded.sources[declared.name] = given.source;
}

/// Fills in values that depend on other settings or on the machine.
void complete(Loaded& loaded) {
  Settings& settings = loaded.settings;
  const unsigned processors = std::max(1U, std::thread::hardware_concurrency());
  if (settings.server.io_threads == 0) settings.server.io_threads = std::max(1U, processors / 2);
  if (settings.server.worker_threads == 0) settings.server.worker_threads = processors;
  if (settings.server.max_connections_per_address == 0)
    settings.server.max_connections_per_address =
        std::max<std::size_t>(1, settings.server.max_connections / 4);
  if (settings.media_root.empty()) settings.media_root = settings.data_dir / "media";

  std::erase_if(settings.cors.origins, [&](const std::string& origin) {
    settings.cors.allow_all_origins |= origin == "*";
    return origin == "*";
  });
  if (settings.debug && loaded.sources["log.level"].starts_with("default"))
    settings.log.level = observe::Level::debug;
}

}  // namespace

std::string to_string(const Mistake& mistake) {
  const std::string place =
      mistake.setting.empty() ? mistake.source : mistake.setting + " (" + mistake.source + ")";
  return place + ": " + mistake.what + ". " + mistake.remedy;
}

Loaded load(const Inputs& inputs) {
  Loaded loaded;
  loaded.file = inputs.file;
  std::vector<GivenByName> layers;
  layers.push_back(read_options(inputs));
  layers.push_back(read_environment(inputs.environment, loaded.warnings));
  if (inputs.file) layers.push_back(read_file(*inputs.file, loaded.mistakes));

  const Declaration& profile = declaration("profile");
  assign(loaded, profile, layers);  // first, because the profile decides the defaults of all others
  for (const Declaration& declared : declarations()) {
    if (&declared != &profile) assign(loaded, declared, layers);
  }
  complete(loaded);
  check(loaded, inputs.secret_needed);
  return loaded;
}

std::string describe(const Loaded& loaded) {
  std::string result;
  for (const Declaration& declared : declarations()) {
    const std::string& text = loaded.texts.at(declared.name);
    result += declared.name + " = " + (text.empty() ? "(not set)" : text) + "  (" +
              loaded.sources.at(declared.name) + ")\n";
  }
  return result;
}

}  // namespace kpa::config

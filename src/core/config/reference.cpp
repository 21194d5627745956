#include "core/config/reference.hpp"

#include <algorithm>
#include <vector>

#include "core/config/declarations.hpp"

namespace kpa::config {
namespace {

constexpr std::string_view introduction = R"(# Configuration

<!-- Generated from src/core/config/declarations.cpp; `./dev check` compares. -->

A setting comes from the first of these that contains it:

1. an option of the command line,
2. an environment variable (an empty one counts as not set),
3. the TOML file named with `--config`,
4. the default of the profile: `dev`, `test` or `prod` (`KPA_PROFILE`).

All mistakes are reported at once, each with its place; an unknown key in the file is an error. `kpa check`
prints the effective settings with their sources, without secrets.

Durations have a unit: `500ms`, `30s`, `15m`, `1h`, `7d`. Sizes: `64KiB`, `1MiB`. Lists: separated by commas, in
the file also as an array.

**`prod` refuses to start** with a missing or weak secret (shorter than 32 bytes, repetitive, or an example
from a document), with `DEBUG`, with CORS for all origins, with every address as a trusted proxy, and with text
messages printed to the console.

A file for production, with the secrets in the environment (`SECRET_KEY`, `DB_PASSWORD`):

```toml
profile = "prod"
data_dir = "/var/lib/kpa"

[server]
host = "0.0.0.0"
trusted_proxies = ["10.0.0.5"]   # only the proxies: never a network with clients in it

[database]
name = "kpa_erp"
user = "kpa"
host = "localhost"

[cors]
origins = ["https://erp.example.org"]

[log.levels]
db = "WARNING"
```
)";

std::string section_of(const Declaration& declared) {
  const auto dot = declared.name.find('.');
  return dot == std::string::npos ? "" : declared.name.substr(0, dot);
}

std::string code(const std::string& text) { return "`" + text + "`"; }

std::string default_text(const Declaration& declared) {
  const auto shown = [](const std::string& text) { return text.empty() ? "none" : code(text); };
  const auto& [dev, test, prod] = declared.defaults;
  if (dev == test && test == prod) return shown(dev);
  return shown(dev) + ", test " + shown(test) + ", prod " + shown(prod);
}

std::string row(const Declaration& declared) {
  std::string variables;
  for (const std::string& variable : declared.environment) {
    variables += (variables.empty() ? "" : ", ") + code(variable);
  }
  // An example is shown only when the default does not show the notation.
  const bool with_example =
      !declared.example.empty() && std::ranges::find(declared.defaults, "") != declared.defaults.end();
  const std::string example = with_example ? " Example: " + code(declared.example) + "." : "";
  const std::string kind = declared.secret ? declared.kind + ", secret" : declared.kind;
  return "| " + code(declared.name) + " | " + variables + " | " + kind + " | " + default_text(declared) +
         " | " + declared.description + example + " |\n";
}

}  // namespace

std::string reference_markdown() {
  std::string result(introduction);
  std::string section = "-";
  for (const Declaration& declared : declarations()) {
    if (section_of(declared) != section) {
      section = section_of(declared);
      result += "\n## " + (section.empty() ? "General" : "[" + section + "]") + "\n\n";
      result += "| setting | environment | kind | default | meaning |\n|---|---|---|---|---|\n";
    }
    result += row(declared);
  }
  return result;
}

std::string reference_text() {
  std::size_t width = 0;
  for (const Declaration& declared : declarations())
    width = std::max(width, declared.environment.back().size());
  std::string result = "Settings (environment variable, default; all of them: docs/configuration.md)\n";
  for (const Declaration& declared : declarations()) {
    const std::string& variable = declared.environment.back();  // the short name, if there is one
    const std::string& usual = declared.default_for(Profile::dev);
    result += "  " + variable + std::string(width - variable.size() + 2, ' ') +
              (usual.empty() ? "-" : usual) + "\n";
  }
  return result;
}

}  // namespace kpa::config

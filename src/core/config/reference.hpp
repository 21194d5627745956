#pragma once

#include <string>

namespace kpa::config {

/// The text of docs/configuration.md: every setting with names, defaults and meaning.
std::string reference_markdown();

/// The settings for `kpa serve --help`, a line each.
std::string reference_text();

}  // namespace kpa::config

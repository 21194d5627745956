#pragma once

#include <string>

namespace kpa::config {

/// docs/configuration.md: every setting with its names, defaults and meaning, made from the declarations.
std::string reference_markdown();

/// The same in short, for `kpa serve --help`: a line for each setting.
std::string reference_text();

}  // namespace kpa::config

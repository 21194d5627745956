#pragma once

#include <iostream>
#include <string_view>

namespace kpa::app {

/// Prints a line on standard error, for the person at the terminal.
inline void tell(std::string_view line) { std::cerr << "kpa: " << line << std::endl; }

}  // namespace kpa::app

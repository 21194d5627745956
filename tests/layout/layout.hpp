#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "rooms.hpp"

/// Checks the #include lines against the rule of the layers: app → features → core; a room includes only what
/// its list names (rooms.hpp), and of other features only the interface; every file keeps to its role; some
/// library headers stay inside core.
namespace kpa::layout {

/// One #include line: its target, and whether it is in angle brackets (a library) or in quotes (ours).
struct Include {
  std::string target;
  bool library;
  int line;
};

/// A file, named from src/: "features/accounts/store.cpp".
struct Source {
  std::string path;
  std::vector<Include> includes;
};

/// All *.hpp and *.cpp below `src`, sorted by path.
std::vector<Source> read_sources(const std::filesystem::path& src);

/// The #include lines of a C++ text.
std::vector<Include> read_includes(const std::string& text);

/// Each violation as one line "path:line: what and why"; empty when there is none.
std::vector<std::string> violations(const std::vector<Source>& sources, const Rooms& rooms);

}  // namespace kpa::layout

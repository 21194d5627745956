#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "rooms.hpp"

/// The rule of the house, held against the #include lines: app → features → core, a room includes what its
/// list names (rooms.hpp), of other features only the face, every file keeps to its role, and foreign headers
/// stay inside core.
namespace kpa::layout {

/// One #include line: what it names, and whether in angle brackets (a library) or in quotes (ours).
struct Include {
  std::string target;
  bool library;
  int line;
};

/// A file below src/, named from there: "features/accounts/store.cpp".
struct Source {
  std::string path;
  std::vector<Include> includes;
};

/// All *.hpp and *.cpp below `src`, in order of path.
std::vector<Source> read_sources(const std::filesystem::path& src);

/// The #include lines of a C++ text.
std::vector<Include> read_includes(const std::string& text);

/// Each break of the rule as one line "path:line: what and why"; empty when the house is in order.
std::vector<std::string> violations(const std::vector<Source>& sources, const Rooms& rooms);

}  // namespace kpa::layout

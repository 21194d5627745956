#pragma once

#include <filesystem>
#include <string>
#include <vector>

/// The rule of the house, read from the #include lines: app → features → core, a feature knows only the faces
/// of features below it, every file keeps to its role, and foreign headers stay inside core.
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
std::vector<std::string> violations(const std::vector<Source>& sources);

}  // namespace kpa::layout

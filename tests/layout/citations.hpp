#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <vector>

/// What a page of docs/ names in `code` must be there: files, tests and settings. Otherwise the page rots.
namespace kpa::layout {

/// What can be cited of a work tree.
struct Citable {
  std::filesystem::path root;
  std::set<std::string> tests;     ///< `Suite.Name` of every GoogleTest below src/ and tests/
  std::set<std::string> settings;  ///< `group.name` as docs/configuration.md has them
};

Citable citable_in(const std::filesystem::path& root);

/// The texts between single backticks outside fenced blocks, and the targets of links to files, in order.
std::vector<std::string> citations_in(const std::string& markdown);

/// The citations that look like a file, a test or a setting and are none; empty when all is there. A file is
/// named from the root or from src/; what looks like none of the three is not judged.
std::vector<std::string> broken_citations(const std::string& markdown, const Citable& tree);

/// The requirements that the tables of a page have rows for: `1.2.3`, or `1.2.3 – 1.2.5` for all three.
/// In the order of the rows.
std::vector<std::string> requirements_in(const std::string& markdown);

}  // namespace kpa::layout

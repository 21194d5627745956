#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <vector>

/// Checks that files, tests and settings named in `code` in docs/ exist, so that the pages stay correct.
namespace kpa::layout {

/// What pages may cite.
struct Citable {
  std::filesystem::path root;
  std::set<std::string> tests;     ///< `Suite.Name` of every GoogleTest below src/ and tests/
  std::set<std::string> settings;  ///< `group.name` as docs/configuration.md has them
};

Citable citable_in(const std::filesystem::path& root);

/// The texts between single backticks outside fenced blocks, and the targets of links to files, in order.
std::vector<std::string> citations_in(const std::string& markdown);

/// The citations that look like a file, a test or a setting but do not exist; empty when all exist. Files are
/// named from the root or from src/. Other citations are not checked.
std::vector<std::string> broken_citations(const std::string& markdown, const Citable& tree);

/// The requirements that the tables of a page have rows for: `1.2.3`, or `1.2.3 – 1.2.5` for all three.
/// In the order of the rows.
std::vector<std::string> requirements_in(const std::string& markdown);

}  // namespace kpa::layout

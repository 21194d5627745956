#include "citations.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <regex>
#include <sstream>

namespace kpa::layout {
namespace {

namespace fs = std::filesystem;

std::string content(const fs::path& file) {
  std::ifstream stream(file);
  return {std::istreambuf_iterator<char>(stream), {}};
}

/// Calls `take(match)` for every match of `pattern`.
template <class F>
void each_match(const std::string& text, const std::regex& pattern, F take) {
  for (std::sregex_iterator at(text.begin(), text.end(), pattern), end; at != end; ++at) take(*at);
}

/// Whether the path exists in the tree, below src/, or beside the page.
bool exists(const fs::path& root, const std::string& path) {
  return fs::exists(root / path) || fs::exists(root / "src" / path) || fs::exists(root / "docs" / path);
}

/// Whether the text begins with an existing folder: `core/http/server.cpp` does, `application/json` does not.
bool is_path(const fs::path& root, const std::string& text) {
  static const std::regex path(R"(([\w.-]+)(/[\w.-]+)+/?)");
  std::smatch parts;
  return std::regex_match(text, parts, path) && exists(root, parts.str(1));
}

}  // namespace

Citable citable_in(const fs::path& root) {
  static const std::regex test(R"(\nTEST(?:_F|_P)?\(\s*(\w+)\s*,\s*(\w+)\s*\))");
  static const std::regex setting(R"(\n\| `([a-z]+\.[a-z_]+)` \|)");
  Citable found{.root = root, .tests = {}, .settings = {}};
  for (const char* folder : {"src", "tests"})
    for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
      if (!entry.path().string().ends_with("_test.cpp")) continue;
      each_match('\n' + content(entry.path()), test,
                 [&](const std::smatch& one) { found.tests.insert(one.str(1) + '.' + one.str(2)); });
    }
  each_match(content(root / "docs" / "configuration.md"), setting,
             [&](const std::smatch& one) { found.settings.insert(one.str(1)); });
  return found;
}

std::vector<std::string> citations_in(const std::string& markdown) {
  static const std::regex citation(R"(`([^`]+)`|\]\(([^)#:]+)(?:#[^)]*)?\))");
  std::vector<std::string> all;
  std::istringstream lines(markdown);
  bool fenced = false;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("```")) fenced = !fenced;
    if (fenced || line.starts_with("```")) continue;
    each_match(line, citation,
               [&](const std::smatch& one) { all.push_back(one[1].matched ? one.str(1) : one.str(2)); });
  }
  return all;
}

std::vector<std::string> broken_citations(const std::string& markdown, const Citable& tree) {
  static const std::regex test(R"([A-Z]\w*\.\w+)");
  static const std::regex setting(R"([a-z]+\.[a-z_]+)");
  std::set<std::string> groups;
  for (const auto& name : tree.settings) groups.insert(name.substr(0, name.find('.')));
  std::vector<std::string> broken;
  for (const auto& cited : citations_in(markdown)) {
    bool there = true;
    if (std::regex_match(cited, test))
      there = tree.tests.contains(cited) || exists(tree.root, cited);
    else if (std::regex_match(cited, setting) && groups.contains(cited.substr(0, cited.find('.'))))
      there = tree.settings.contains(cited) || exists(tree.root, cited);  // limits.md is a page
    else if (is_path(tree.root, cited))
      there = exists(tree.root, cited);
    if (!there) broken.push_back(cited);
  }
  return broken;
}

std::vector<std::string> requirements_in(const std::string& markdown) {
  static const std::regex row(R"(\n\| (\d+\.\d+)\.(\d+)(?: – \1\.(\d+))? )");
  std::vector<std::string> all;
  each_match('\n' + markdown, row, [&](const std::smatch& one) {
    const int first = std::stoi(one.str(2));
    const int last = one[3].matched ? std::stoi(one.str(3)) : first;
    for (int number = first; number <= last; ++number)
      all.push_back(one.str(1) + '.' + std::to_string(number));
  });
  return all;
}

}  // namespace kpa::layout
